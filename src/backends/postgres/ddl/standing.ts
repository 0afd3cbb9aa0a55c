import { constraintUses, indexUses } from '../../../schema/recreated'
import type { Effects } from '../../../schema/step'
import type { Column, Table, TableConstraint, TableIndex } from '../../../schema/table'
import type { TableChange } from '../../../schema/table-change'
import { effectsOf } from './takes'
import { typeChange } from './type-change'

/** The parts of a table that are there while its columns change, by the names they have then. */
export interface Standing {
  readonly constraints: readonly TableConstraint[]
  readonly indexes: readonly TableIndex[]
}

export const nothingStands: Standing = { constraints: [], indexes: [] }

/** Of the table as it is in the end, all that these changes do not add. */
export function standing(table: Table, changes: readonly TableChange[]): Standing {
  const added = new Set(
    changes.flatMap((change) => {
      if (change.table.name !== table.name) return []
      if (change.kind === 'add-constraint') return [change.constraint.role]
      return change.kind === 'add-index' ? [change.index.role] : []
    }),
  )
  const stays = ({ role }: { readonly role: string }): boolean => !added.has(role)
  return { constraints: table.constraints.filter(stays), indexes: table.indexes.filter(stays) }
}

/** The constraints and indexes that look at one of these columns. */
export function restingOn({ constraints, indexes }: Standing, columns: ReadonlySet<string>): Standing {
  return {
    constraints: constraints.filter((constraint) => constraintUses(constraint, columns)),
    indexes: indexes.filter((index) => indexUses(index, columns)),
  }
}

/** Whether an index finds the greatest value of a column. */
export function isIndexed({ constraints, indexes }: Standing, { key }: Column): boolean {
  const keyed = constraints.some(
    (each) => (each.kind === 'primary' || each.kind === 'unique') && each.columns[0] === key,
  )
  const leads = ({ method, condition, parts: [first] }: TableIndex): boolean =>
    method === 'btree' && condition === undefined && first?.expression.kind === 'field' && first.expression.path === key
  return keyed || indexes.some(leads)
}

/** What a change of the type costs, with all that rests on the column. */
export function retyping(table: Table, from: Column, to: Column, stands: Standing): Partial<Effects> {
  const { rewrites, reindexes } = typeChange(from, to)
  const resting = restingOn(stands, new Set([to.key]))
  const isIndex = ({ kind }: TableConstraint): boolean => kind !== 'check' && kind !== 'foreign'
  const hasIndex = resting.indexes.length > 0 || resting.constraints.some(isIndex)
  const isChecked = resting.constraints.some(({ kind }) => kind === 'check')
  const of = { table: table.name }
  if (rewrites) return effectsOf('alter type, rewriting', of)
  if (reindexes && hasIndex) return effectsOf('alter type, indexes', of)
  return effectsOf(isChecked ? 'alter type, checks' : 'alter type', of)
}
