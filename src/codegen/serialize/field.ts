import type { Field } from '../../fields/field'
import type { Code } from '../code'
import { call, object } from '../code'
import { entries, present } from './entries'
import type { Scope } from './serializer'
import { importedName, serializer } from './serializer'

/** A field of a state, or a decorator: that is a function besides. */
export function isField(value: unknown): value is Field {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false
  const { type, options } = value as Partial<Field>
  return typeof options === 'object' && typeof type?.columnType === 'function'
}

export const field = serializer('field', isField, ({ type, options }, scope) => {
  const callee = importedName(type, `the field type ${type.name}`, scope)
  const leading = type.positional.map((name) => scope.value(options[name as keyof typeof options], name))
  return call(callee, [...leading, ...rest(options, type.positional, scope)])
})

function rest(options: object, positional: readonly string[], scope: Scope): readonly Code[] {
  const written = present(options).filter(([name]) => !positional.includes(name))
  return written.length === 0 ? [] : [object(entries(written, scope))]
}
