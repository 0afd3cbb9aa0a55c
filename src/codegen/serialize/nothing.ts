import { word } from '../code'
import { serializer } from './serializer'

export const nothing = serializer(
  'null or undefined',
  (value) => value === null || value === undefined,
  (value) => word(String(value)),
)
