import { object } from '../code'
import { entries, present } from './entries'
import { isField } from './field'
import { serializer } from './serializer'

function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** An object of keys and values; the fields of a model are one a line, however few. */
export const record = serializer('object', isPlainObject, (value, scope) => {
  const kept = present(value)
  const layout = kept.every(([, item]) => isField(item)) ? 'tall' : 'one-line'
  return object(entries(kept, scope), layout)
})
