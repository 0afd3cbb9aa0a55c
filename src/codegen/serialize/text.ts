import { string } from '../code'
import { quoted } from '../quoted'
import { serializer } from './serializer'

export const text = serializer(
  'string',
  (value) => typeof value === 'string',
  (value) => string(quoted(value)),
)
