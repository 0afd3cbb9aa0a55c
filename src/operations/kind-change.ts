import { StrataError } from '../base/errors'
import type { Field } from '../fields/field'
import { castable } from '../schema/castable'
import type { ColumnType } from '../sql/column-type'
import type { ModelKey } from '../state/model-state'
import type { ProjectState } from '../state/project-state'
import { columnTypeOf, hasColumn, hasLinkTable, isForeignKey, isManyToMany, targetKey } from '../state/relations'

/** A field that becomes another thing altogether: none of its values could stay. */
export class KindChangeError extends StrataError {
  constructor(model: ModelKey, name: string, field: Field, why: string, hint: string) {
    super({
      code: 'operation.kind-change',
      message: `${model}.${name} cannot become a ${field.type.name}: ${why}`,
      hint,
      facts: { model, field: name },
    })
  }
}

const anew = 'Add another field, fill it with RunCode or RunSQL, and remove this one.'
const exchange = 'Use LinksToModel or ModelToLinks, which keep the links; or remove the field and add it anew.'

/** Throws where no statement makes the one field of the other. */
export function refuseKindChange(from: ProjectState, to: ProjectState, key: ModelKey, name: string): void {
  const [was, is] = [from.model(key).field(name), to.model(key).field(name)]
  if (isManyToMany(was) !== isManyToMany(is))
    throw new KindChangeError(key, name, is, 'rows of links are no column', anew)
  if (hasLinkTable(was) !== hasLinkTable(is)) {
    const why = hasLinkTable(was) ? 'its links have a table of their own' : 'its links are rows of a model'
    throw new KindChangeError(key, name, is, why, exchange)
  }
  if (hasColumn(was) !== hasColumn(is)) throw new KindChangeError(key, name, is, 'one of them is no column', anew)
  // A generated column is made anew.
  if (is.type.generatedAs !== undefined) return
  const missing = missingCast({ state: from, field: was }, { state: to, field: is })
  if (missing !== undefined) throw new KindChangeError(key, name, is, missing, anew)
}

interface FieldInState {
  readonly state: ProjectState
  readonly field: Field
}

/** Why the values of the one column cannot be those of the other; undefined: they can, as far as their types go. */
export function missingCast(was: FieldInState, is: FieldInState): string | undefined {
  const [before, after] = [typeIn(was), typeIn(is)]
  if (before === undefined || after === undefined || castable(before, after)) return undefined
  return `PostgreSQL cannot cast ${before.kind} to ${after.kind}`
}

/** undefined: no column, or a relation to what is not there. */
function typeIn({ state, field }: FieldInState): ColumnType | undefined {
  return isForeignKey(field) && !state.has(targetKey(field)) ? undefined : columnTypeOf(state, field)
}
