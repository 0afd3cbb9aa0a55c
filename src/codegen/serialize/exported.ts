import { word } from '../code'
import { serializer } from './serializer'

/** Functions and classes: only by a name that the file can import, as a function is more than its text. */
export const exported = serializer(
  'exported function',
  (value) => typeof value === 'function',
  (value, scope) => {
    const name = scope.imported(value)
    if (name !== undefined) return word(name)
    // An arrow function that is written where it is used is called after its key.
    const isNamed = value.name !== '' && value.name !== scope.step
    return scope.fail(
      isNamed ? `the function ${value.name}` : 'a function',
      'Use a function that a module exports, as randomUUID of node:crypto. A default may also be a literal or a dbDefault.',
    )
  },
)
