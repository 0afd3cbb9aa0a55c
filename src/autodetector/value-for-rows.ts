import type { Field } from '../fields/field'
import { columnDefault, defaultValue, optionsOf } from '../fields/field'
import { computedInDatabase } from '../fields/importable'
import { Now } from '../sql/functions'
import { hasColumn } from '../state/relations'
import type { Asking } from './asking'
import { goOn, oneOff } from './asking'
import type { Hint, ModelDifference } from './differences'
import type { OneOffReason } from './questions'
import { oneOffDefault, sharedDefault } from './questions'

export interface NewColumn {
  readonly model: ModelDifference
  readonly name: string
  readonly field: Field
  readonly hint: Hint | undefined
  readonly reason: Exclude<OneOffReason, 'added-auto-now'>
}

/**
 * What the rows that are there get in a column that may not be NULL: the arguments that say so, none if the column's own
 * DEFAULT will do or there are no rows to think of.
 */
export function* valueForRows(column: NewColumn): Asking<{ readonly oneOffDefault?: unknown }> {
  const { model, name, field, hint, reason } = column
  if (!hasTable(model) || !mustBeFilled(field)) return {}
  const { default: written, unique, primaryKey } = optionsOf(field)
  if (typeof written === 'function') {
    const computed = computedInDatabase(written)
    if (computed !== undefined) return { oneOffDefault: computed }
    if (reason === 'added' && (unique === true || primaryKey === true))
      yield* goOn(sharedDefault({ model: model.key, name }))
    return { oneOffDefault: defaultValue(field) }
  }
  if (reason === 'added' && hint?.blank === true && isText(field)) return { oneOffDefault: '' }
  const asked = { model: model.key, name, field }
  const answer =
    reason === 'added' && isAutoNow(field)
      ? yield* oneOff(
          oneOffDefault({ ...asked, reason: 'added-auto-now', unattended: { kind: 'value', value: Now() } }),
        )
      : yield* oneOff(oneOffDefault({ ...asked, reason }))
  return answer.kind === 'leave' ? {} : { oneOffDefault: answer.value }
}

/** Somebody else's table is changed by nobody here. */
function hasTable({ before, after }: ModelDifference): boolean {
  return before.managed && after.managed && !after.proxy
}

function mustBeFilled(field: Field): boolean {
  if (!hasColumn(field) || field.type.identity === true || field.type.generatedAs !== undefined) return false
  return optionsOf(field).null !== true && (columnDefault(field) ?? undefined) === undefined
}

function isText(field: Field): boolean {
  const type = field.type.columnType(optionsOf(field))
  return type?.kind === 'varchar' || type?.kind === 'text' || type?.kind === 'citext'
}

function isAutoNow(field: Field): boolean {
  const { autoNow, autoNowAdd } = field.options as { autoNow?: boolean; autoNowAdd?: boolean }
  return autoNow === true || autoNowAdd === true
}
