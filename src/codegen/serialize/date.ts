import { call, string, word } from '../code'
import { quoted } from '../quoted'
import { serializer } from './serializer'

export const date = serializer(
  'Date',
  (value) => value instanceof Date,
  (value) => {
    const isValid = !Number.isNaN(value.getTime())
    return call('new Date', [isValid ? string(quoted(value.toISOString())) : word('NaN')])
  },
)
