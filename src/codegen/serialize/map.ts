import { array, call } from '../code'
import { serializer } from './serializer'

export const map = serializer(
  'Map',
  (value) => value instanceof Map,
  (value, scope) => {
    const pairs = [...value].map((pair, i) => scope.value(pair, i))
    return call('new Map', pairs.length === 0 ? [] : [array(pairs)])
  },
)
