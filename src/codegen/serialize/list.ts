import { array } from '../code'
import { serializer } from './serializer'

export const list = serializer<readonly unknown[]>(
  'array',
  (value) => Array.isArray(value),
  // Array.from and not map: holes are undefined.
  (value, scope) => array(Array.from(value, (item, i) => scope.value(item, i))),
)
