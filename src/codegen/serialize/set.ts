import { array, call } from '../code'
import { serializer } from './serializer'

export const set = serializer(
  'Set',
  (value) => value instanceof Set,
  (value, scope) => {
    const items = [...value].map((item, i) => scope.value(item, i))
    return call('new Set', items.length === 0 ? [] : [array(items)])
  },
)
