import { namesIn } from '../../schema/names-in'
import type { Table } from '../../schema/table'
import { tablesOf } from '../../schema/tables-of'
import type { Check } from './message'
import { error } from './message'

/**
 * Names that are made of others are cut where they are too long, and then those of two tables can be the same; and an
 * index can be called like a table. What other checks find is not said again.
 */
export const checkMadeNamesDiffer: Check = function* ({ state, models }) {
  const taken = new Map<string, Table>()
  for (const { state: model } of models.values()) {
    for (const table of tablesOf(state, model)) {
      for (const name of namesIn(table)) {
        const other = taken.get(name)
        taken.set(name, table)
        if (other === undefined || isSaid(name, other, table)) continue
        const whose = other === table ? 'also' : `also in ${other.name}`
        const hint = "Give it another name, or a column a shorter dbColumn: '…', or the model a shorter dbTable: '…'."
        yield error('strata.E011', table.key, `something in ${table.name} and ${whose} would be called ${name}`, hint)
      }
    }
  }
}

/** Two tables of one name, or two indexes that were given one name. */
function isSaid(name: string, one: Table, other: Table): boolean {
  if (one !== other && one.name === other.name) return true
  const wasGiven = ({ indexes, constraints }: Table): boolean =>
    [...indexes, ...constraints].some((each) => each.name === name && /^(meta-index|constraint):/.test(each.role))
  return wasGiven(one) && wasGiven(other)
}
