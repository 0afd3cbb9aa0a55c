import { word } from '../code'
import { serializer } from './serializer'

export const boolean = serializer(
  'boolean',
  (value) => typeof value === 'boolean',
  (value) => word(String(value)),
)
