import { number as numeral, word } from '../code'
import { serializer } from './serializer'

export const number = serializer(
  'number',
  (value) => typeof value === 'number',
  (value) => {
    if (Object.is(value, -0)) return numeral('-0')
    // Formatters write 1e21 for JavaScript's 1e+21.
    return Number.isFinite(value) ? numeral(String(value).replace('e+', 'e')) : word(String(value))
  },
)
