import type { Table } from './table'

/** All of a table that shares one space of names in PostgreSQL: itself, sequences, and indexes with the constraints that are such. */
export function namesIn({ name, columns, constraints, indexes }: Table): readonly string[] {
  const isIndex = (kind: string): boolean => kind !== 'check' && kind !== 'foreign'
  return [
    name,
    ...columns.flatMap(({ identity }) => (identity === undefined ? [] : [identity.sequence])),
    ...constraints.filter(({ kind }) => isIndex(kind)).map((constraint) => constraint.name),
    ...indexes.map((index) => index.name),
  ]
}
