import { word } from '../code'
import { serializer } from './serializer'

export const bigint = serializer(
  'bigint',
  (value) => typeof value === 'bigint',
  (value) => word(`${value}n`),
)
