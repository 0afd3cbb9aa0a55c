import { indexNeed } from '../../../schema/server-needs'
import type { SqlStep, Step } from '../../../schema/step'
import { sqlStep } from '../../../schema/step'
import type { Check, Foreign, PrimaryKey, Table, TableConstraint, TableIndex, Unique } from '../../../schema/table'
import { F } from '../../../sql/functions'
import { quoteName } from '../compiler'
import { words } from '../ddl/constraint'
import { addConstraint, targetsOf } from '../ddl/direct'
import { createIndex } from '../ddl/index-definition'
import { effectsOf } from '../ddl/takes'
import { alone } from './alone'
import { alterTable } from './not-null'
import { NoOnlineWayError } from './refusal'

export function addConstraintOnline(table: Table, constraint: TableConstraint): readonly Step[] {
  switch (constraint.kind) {
    case 'check':
    case 'foreign':
      return [notValid(table, constraint), validate(table, constraint)]
    case 'unique':
    case 'primary':
      return [
        buildKey(table, constraint),
        alone(usingIndex(table, constraint), { undo: dropConstraint(table, constraint) }),
      ]
    case 'exclusion':
      throw new NoOnlineWayError(
        table.name,
        `the exclusion constraint ${constraint.name}`,
        'PostgreSQL builds its index only while nobody reads or writes the table',
      )
  }
}

/** New rows meet it from now on; those that are there are looked at in a transaction that locks nobody out. */
export function notValid(table: Table, constraint: Check | Foreign): SqlStep {
  return alone(addConstraint(table, constraint, false), { undo: dropConstraint(table, constraint) })
}

export function validate(table: Table, constraint: Check | Foreign): SqlStep {
  return alone(
    sqlStep(
      `${alterTable(table)} VALIDATE CONSTRAINT ${quoteName(constraint.name)}`,
      effectsOf(constraint.kind === 'foreign' ? 'validate foreign key' : 'validate', {
        table: table.name,
        targets: targetsOf([constraint]),
      }),
    ),
    { undo: '' },
  )
}

export function dropConstraint(table: Table, { name }: Pick<TableConstraint, 'name'>): string {
  return `${alterTable(table)} DROP CONSTRAINT ${quoteName(name)}`
}

/** Built beside reads and writes. An index that could not be finished stays behind, and is dropped. */
export function buildIndex(table: Table, index: TableIndex): SqlStep {
  return {
    ...sqlStep(createIndex(table, index, { concurrently: true }), {
      ...effectsOf('create index concurrently', { table: table.name }),
      needs: indexNeed(index),
      index: { name: index.name, becomes: 'built' },
      phase: 'expand',
      undo: `DROP INDEX CONCURRENTLY IF EXISTS ${quoteName(index.name)}`,
    }),
  }
}

export function buildKey(table: Table, key: Unique | PrimaryKey): SqlStep {
  return buildIndex(table, indexOf(key))
}

/** The index that a key stands on. */
export function indexOf(key: Unique | PrimaryKey): TableIndex {
  return {
    role: key.role,
    name: key.name,
    unique: true,
    method: 'btree',
    parts: key.columns.map((column) => ({ expression: F(column), descending: false })),
    include: key.kind === 'unique' ? key.include : undefined,
    nullsDistinct: key.kind === 'unique' ? key.nullsDistinct : undefined,
    parameters: {},
    tablespace: key.tablespace,
  }
}

/** The index gets the name of the constraint. */
export function usingIndex(table: Table, key: Unique | PrimaryKey, index: string = key.name): SqlStep {
  const deferrable = key.kind === 'unique' && key.deferrable && `DEFERRABLE INITIALLY ${key.deferrable.toUpperCase()}`
  const definition = words(
    `CONSTRAINT ${quoteName(key.name)}`,
    key.kind === 'primary' ? 'PRIMARY KEY' : 'UNIQUE',
    `USING INDEX ${quoteName(index)}`,
    deferrable,
  )
  return sqlStep(`${alterTable(table)} ADD ${definition}`, effectsOf('add key, using index', { table: table.name }))
}
