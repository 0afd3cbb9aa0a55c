import { StrataError } from '../base/errors'
import { byteLength, maxNameBytes } from '../sql/names'
import type { Table } from './table'

/** PostgreSQL would cut it without a word, and two such names might become one. */
export class LongNameError extends StrataError {
  constructor(what: string, name: string, table: string) {
    super({
      code: 'schema.long-name',
      message: `the ${what} name ${name} of ${table} has ${byteLength(name)} bytes, and PostgreSQL keeps ${maxNameBytes}`,
      hint: what === 'table' ? "Give it a shorter dbTable: '…'." : "Give it a shorter name, a column by dbColumn: '…'.",
      facts: { name, table },
    })
  }
}

/** The table itself, if PostgreSQL takes all its names as they are. */
export function withWholeNames(table: Table): Table {
  refuse('table', table.name, table)
  for (const { name, identity } of table.columns) {
    refuse('column', name, table)
    if (identity !== undefined) refuse('sequence', identity.sequence, table)
  }
  for (const { name } of table.constraints) refuse('constraint', name, table)
  for (const { name } of table.indexes) refuse('index', name, table)
  return table
}

/** No character has more than three bytes for each of its units. */
const surelyShort = maxNameBytes / 3

function refuse(what: string, name: string, table: Table): void {
  if (name.length > surelyShort && byteLength(name) > maxNameBytes) throw new LongNameError(what, name, table.name)
}
