import { isForeignKey } from '../state/relations'
import type { ModelColumn } from './columns'
import { UnsavedRelatedError } from './errors'
import { relatedOf } from './facts'
import type { Instance } from './instance'
import { bindingOf } from './instance'

/** An object may point at one that had no key yet when it was assigned. By now it has one, or cannot be pointed at. */
export function fillKeys(columns: readonly ModelColumn[], object: Instance): void {
  for (const { name, field, property, model } of columns) {
    if (!isForeignKey(field) || (object[property] !== undefined && object[property] !== null)) continue
    const related = relatedOf(object, name)
    if (related === undefined || related === null) continue
    const { toField } = field.options as { readonly toField?: string }
    const key = (related as Instance)[toField ?? 'pk']
    if (key === undefined || key === null) {
      throw new UnsavedRelatedError(`${model.key}.${name}`, bindingOf(related)?.key ?? 'row')
    }
    object[property] = key
  }
}
