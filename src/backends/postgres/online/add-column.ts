import { equal } from '../../../base/equal'
import type { SqlStep, Step } from '../../../schema/step'
import { sqlStep } from '../../../schema/step'
import type { Column, ColumnDefault, Table } from '../../../schema/table'
import { temporaryName } from '../../../sql/names'
import { quoteLiteral, quoteName } from '../compiler'
import { alter, commentOnColumn, readsRow } from '../ddl/alter-column'
import { columnDefinition, defaultSql, identitySql } from '../ddl/column'
import { effectsOf } from '../ddl/takes'
import { alone, together } from './alone'
import { alterTable, emptyFilled, fillColumn, filledSteps, notNullSteps } from './not-null'
import { NoOnlineWayError } from './refusal'

/** A column whose every value is computed: it is added empty, and filled while others go on. */
export function addColumnOnline(
  table: Table,
  column: Column,
  fill: ColumnDefault | undefined,
  version: number,
): readonly Step[] {
  if (column.generated !== undefined) {
    throw new NoOnlineWayError(
      table.name,
      `adding the stored generated column ${column.name}`,
      'PostgreSQL writes every row anew for it',
      'A virtual one (dbPersist: false) costs nothing since PostgreSQL 18.',
    )
  }
  const value = fill ?? column.default
  return [
    ...(column.identity === undefined
      ? value === undefined
        ? [added(table, column)]
        : valueSteps(table, column, value, version)
      : identitySteps(table, column, column.identity, version)),
    ...(column.comment === undefined ? [] : [commentOnColumn(table, column)]),
  ]
}

/** Empty, and with no default: a default of its own would be written into every row. */
function added(table: Table, column: Column): SqlStep {
  const bare: Column = { ...column, nullable: true, default: undefined, identity: undefined }
  return alone(
    sqlStep(
      `${alterTable(table)} ADD COLUMN ${columnDefinition(table, bare)}`,
      effectsOf('add column', { table: table.name }),
    ),
    { undo: dropColumn(table, column) },
  )
}

function dropColumn(table: Table, column: Column): string {
  return `${alterTable(table)} DROP COLUMN ${quoteName(column.name)}`
}

/** The default comes after the column, in a statement of its own: rows that are there stay empty, new ones have it. */
function valueSteps(table: Table, column: Column, value: ColumnDefault, version: number): readonly Step[] {
  const prove = column.nullable ? [] : notNullSteps(table, column, version)
  if (readsRow(value)) {
    const given = column.default === undefined ? [] : setDefault(table, column, column.default)
    return [
      ...together([added(table, column), ...given], { undo: dropColumn(table, column) }),
      ...filledSteps(table, column, value, prove, 'new'),
    ]
  }
  return [
    ...together([added(table, column), ...setDefault(table, column, value)], { undo: dropColumn(table, column) }),
    fillColumn(table, emptyFilled(column, defaultSql(table, column, value)), 'new'),
    ...prove,
    ...(equal(value, column.default) ? [] : setDefault(table, column, column.default).map((step) => alone(step))),
  ]
}

function setDefault(table: Table, column: Column, value: ColumnDefault | undefined): readonly SqlStep[] {
  return [
    alter(table, column, [value === undefined ? 'DROP DEFAULT' : `SET DEFAULT ${defaultSql(table, column, value)}`]),
  ]
}

/** Numbers come from a sequence of their own until all rows have one; the identity goes on after the last. */
function identitySteps(
  table: Table,
  column: Column,
  identity: NonNullable<Column['identity']>,
  version: number,
): readonly Step[] {
  const [name, sequence] = [quoteName(column.name), temporaryName(table.name, column.name, 'seq')]
  const next = `nextval(${quoteLiteral(quoteName(sequence))})`
  const start = [
    sqlStep(`CREATE SEQUENCE ${quoteName(sequence)}`),
    // Who may insert a row needs no right to the sequence of an identity, and has none to this one.
    sqlStep(`GRANT USAGE ON SEQUENCE ${quoteName(sequence)} TO PUBLIC`),
    added(table, column),
    alter(table, column, [`SET DEFAULT ${next}`]),
  ]
  const drop = `DROP SEQUENCE ${quoteName(sequence)}`
  const handOver = [
    sqlStep(
      `LOCK TABLE ${quoteName(table.name)} IN ACCESS EXCLUSIVE MODE`,
      effectsOf('alter column', { table: table.name }),
    ),
    alter(table, column, ['DROP DEFAULT']),
    alter(table, column, [`ADD ${identitySql(identity)}`]),
    sqlStep(
      `SELECT setval(${quoteLiteral(quoteName(identity.sequence))}, last_value, is_called) FROM ${quoteName(sequence)}`,
    ),
    sqlStep(drop),
  ]
  return [
    ...together(start, { undo: `${dropColumn(table, column)};\n${drop}` }),
    fillColumn(table, { ...emptyFilled(column, next), missed: `${name} IS NULL` }, 'new'),
    ...notNullSteps(table, column, version),
    ...together(handOver, { phase: 'contract' }),
  ]
}
