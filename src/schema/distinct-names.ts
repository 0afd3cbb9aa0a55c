import { type DerivedLabel, derivedName } from '../sql/names'
import type { Column, Table, TableConstraint } from './table'
import { columnOfTable } from './table'

/**
 * The tables of one model with different names for all that is named after them. Names that are shortened may come out
 * the same: the second is numbered then, as PostgreSQL does it.
 */
export function withDistinctNames(tables: readonly Table[]): readonly Table[] {
  if (!tables.some(mayClash)) return tables
  const taken = new Set<string>()
  const free = (name: string, table: Table, column: string | undefined, label: DerivedLabel): string => {
    let free = name
    for (let nth = 1; taken.has(free); nth++) free = derivedName(table.name, column, label, nth)
    taken.add(free)
    return free
  }
  return tables.map((table) => ({
    ...table,
    columns: table.columns.map((column) => withSequence(column, (name) => free(name, table, column.name, 'seq'))),
    constraints: table.constraints.map((constraint) => {
      const [label, column] = labelOf(table, constraint)
      return label === undefined ? constraint : { ...constraint, name: free(constraint.name, table, column, label) }
    }),
  }))
}

/** No name is shortened that has fewer characters, whatever they are. */
const shortest = 30

function mayClash({ columns, constraints }: Table): boolean {
  return (
    constraints.some(({ name }) => name.length >= shortest) ||
    columns.some(({ identity }) => identity !== undefined && identity.sequence.length >= shortest)
  )
}

function withSequence(column: Column, free: (name: string) => string): Column {
  const { identity } = column
  return identity === undefined ? column : { ...column, identity: { ...identity, sequence: free(identity.sequence) } }
}

/** Of constraints that have their name from PostgreSQL's own rule. */
function labelOf(
  table: Table,
  constraint: TableConstraint,
): readonly [label: DerivedLabel | undefined, column?: string] {
  if (constraint.kind === 'primary') return ['pkey']
  const [what, key = ''] = constraint.role.split(':')
  if (constraint.kind === 'unique' && what === 'unique') return ['key', columnOfTable(table, key).name]
  if (constraint.kind === 'check' && what === 'check') return ['check', columnOfTable(table, key).name]
  return [undefined]
}
