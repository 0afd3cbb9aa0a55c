import { indexNeed, tableNeed } from '../../../schema/server-needs'
import type { SqlStep } from '../../../schema/step'
import { sqlStep } from '../../../schema/step'
import type { Foreign, Table, TableConstraint } from '../../../schema/table'
import type { TableChange } from '../../../schema/table-change'
import { fieldsRead } from '../../../sql/expression'
import { quoteLiteral, quoteName } from '../compiler'
import { addColumn, alterColumn, commentOnColumn } from './alter-column'
import { columnDefinition } from './column'
import { constraintDefinition } from './constraint'
import { createIndex } from './index-definition'
import type { Standing } from './standing'
import type { Statement } from './takes'
import { effectsOf } from './takes'

/** A change in PostgreSQL's words, each statement as it is. No default branch: one without words does not compile. */
export function directSteps(change: TableChange, standing?: Standing): readonly SqlStep[] {
  const of = { table: change.table.name }
  const table = quoteName(change.table.name)
  switch (change.kind) {
    case 'create-table':
      return createTable(change.table)
    case 'drop-table':
      return [
        sqlStep(`DROP TABLE ${table}`, {
          ...effectsOf('drop table', { ...of, targets: targetsOf(change.table.constraints) }),
        }),
      ]
    case 'rename-table':
      return [
        sqlStep(`ALTER TABLE ${table} RENAME TO ${quoteName(change.to)}`, {
          ...effectsOf('rename', of),
          renames: { from: change.table.name, to: change.to },
        }),
      ]
    case 'comment-table':
      return [commentOnTable(change.table)]
    case 'move-table':
      return [
        sqlStep(`ALTER TABLE ${table} SET TABLESPACE ${quoteName(change.table.tablespace ?? 'pg_default')}`, {
          ...effectsOf('move table', of),
        }),
      ]
    case 'move-index':
      return [
        sqlStep(
          `ALTER INDEX ${quoteName(change.index)} SET TABLESPACE ${quoteName(change.tablespace ?? 'pg_default')}`,
          {
            locks: [{ table: change.index, mode: 'ACCESS EXCLUSIVE' }],
            rewrites: [change.index],
          },
        ),
      ]
    case 'row-level-security':
      return [rowLevelSecurity(change.table, change.from)]
    case 'add-column':
      return addColumn(change.table, change.column, change.fill)
    case 'alter-column':
      return alterColumn(change.table, change, standing)
    case 'drop-column':
      return [
        sqlStep(`ALTER TABLE ${table} DROP COLUMN ${quoteName(change.column.name)}`, {
          ...effectsOf('drop column', of),
          drops: { table: change.table.name, column: change.column.name },
        }),
      ]
    case 'rename-column':
      return [
        sqlStep(
          `ALTER TABLE ${table} RENAME COLUMN ${quoteName(change.from)} TO ${quoteName(change.to)}`,
          effectsOf('rename', of),
        ),
      ]
    case 'rename-sequence':
      return [
        sqlStep(`ALTER SEQUENCE ${quoteName(change.from)} RENAME TO ${quoteName(change.to)}`, {
          locks: [{ table: change.from, mode: 'ACCESS EXCLUSIVE' }],
        }),
      ]
    case 'rename-constraint':
      return [
        sqlStep(
          `ALTER TABLE ${table} RENAME CONSTRAINT ${quoteName(change.from)} TO ${quoteName(change.to)}`,
          effectsOf('rename', of),
        ),
      ]
    case 'rename-index':
      return [
        sqlStep(
          `ALTER INDEX ${quoteName(change.from)} RENAME TO ${quoteName(change.to)}`,
          // The index alone, since PostgreSQL 12.
          { locks: [{ table: change.from, mode: 'SHARE UPDATE EXCLUSIVE' }] },
        ),
      ]
    case 'add-constraint':
      return [addConstraint(change.table, change.constraint, change.validate)]
    case 'drop-constraint':
      return [
        sqlStep(
          `ALTER TABLE ${table} DROP CONSTRAINT ${quoteName(change.constraint.name)}`,
          effectsOf('drop foreign key', { ...of, targets: targetsOf([change.constraint]) }),
        ),
      ]
    case 'add-index':
      return [
        sqlStep(createIndex(change.table, change.index, change), {
          ...effectsOf(change.concurrently ? 'create index concurrently' : 'create index', of),
          needs: indexNeed(change.index),
          ...(change.concurrently && { index: { name: change.index.name, becomes: 'built' } }),
        }),
      ]
    case 'drop-index':
      return [
        sqlStep(`DROP INDEX ${change.concurrently ? 'CONCURRENTLY ' : ''}${quoteName(change.index.name)}`, {
          ...effectsOf(change.concurrently ? 'drop index concurrently' : 'drop index', of),
          ...(change.concurrently && { index: { name: change.index.name, becomes: 'gone' } }),
        }),
      ]
  }
}

function createTable(table: Table): readonly SqlStep[] {
  const [inline, late] = inlineConstraints(table)
  const parts = [
    ...table.columns.map((column) => columnDefinition(table, column)),
    ...inline.map((constraint) => constraintDefinition(table, constraint)),
  ]
  const tablespace = table.tablespace === undefined ? '' : ` TABLESPACE ${quoteName(table.tablespace)}`
  return [
    sqlStep(`CREATE TABLE ${quoteName(table.name)} (\n  ${parts.join(',\n  ')}\n)${tablespace}`, {
      locks: effectsOf('create table', { table: table.name, targets: targetsOf(inline) }).locks?.slice(1),
      creates: table.name,
      needs: tableNeed({ ...table, constraints: inline }),
    }),
    ...late.map((constraint) => addConstraint(table, constraint, true)),
    ...table.indexes.map((index) => sqlStep(createIndex(table, index), { needs: indexNeed(index) })),
    ...(table.rowLevelSecurity === undefined ? [] : [rowLevelSecurity(table, undefined)]),
    ...(table.comment === undefined ? [] : [commentOnTable(table)]),
    ...table.columns.filter(({ comment }) => comment !== undefined).map((column) => commentOnColumn(table, column)),
  ]
}

/** Two switches: whether policies count, and whether they count for the owner of the table. */
function rowLevelSecurity(table: Table, from: Table['rowLevelSecurity']): SqlStep {
  const { name, rowLevelSecurity: to } = table
  const actions = [
    ...(Boolean(from) === Boolean(to) ? [] : [`${to ? 'ENABLE' : 'DISABLE'} ROW LEVEL SECURITY`]),
    ...((from === 'force') === (to === 'force') ? [] : [`${to === 'force' ? 'FORCE' : 'NO FORCE'} ROW LEVEL SECURITY`]),
  ]
  return sqlStep(`ALTER TABLE ${quoteName(name)} ${actions.join(', ')}`, effectsOf('alter column', { table: name }))
}

/** Of two keys or exclusions over the same columns CREATE TABLE makes one only, so the second comes afterwards. */
function inlineConstraints(table: Table): readonly [inline: TableConstraint[], late: TableConstraint[]] {
  const indexed = new Set<string>()
  const late = table.constraints.filter((constraint) => {
    const columns = indexedColumns(constraint)
    if (columns === undefined) return false
    if (indexed.has(columns)) return true
    indexed.add(columns)
    return false
  })
  return [table.constraints.filter((constraint) => !late.includes(constraint)), late]
}

function indexedColumns(constraint: TableConstraint): string | undefined {
  if (constraint.kind === 'primary' || constraint.kind === 'unique') return constraint.columns.join()
  if (constraint.kind !== 'exclusion') return undefined
  return `exclusion ${constraint.expressions.flatMap(([of]) => [...fieldsRead(of)]).join()}`
}

export function addConstraint(table: Table, constraint: TableConstraint, validate: boolean): SqlStep {
  return sqlStep(
    `ALTER TABLE ${quoteName(table.name)} ADD ${constraintDefinition(table, constraint)}${validate ? '' : ' NOT VALID'}`,
    {
      ...effectsOf(adding(constraint, validate), { table: table.name, targets: targetsOf([constraint]) }),
      needs: indexNeed(constraint),
    },
  )
}

function adding({ kind }: TableConstraint, validate: boolean): Statement {
  switch (kind) {
    case 'foreign':
      return validate ? 'add foreign key' : 'add foreign key, not valid'
    case 'check':
      return validate ? 'add check' : 'add check, not valid'
    case 'primary':
    case 'unique':
    case 'exclusion':
      return 'add key'
  }
}

function commentOnTable(table: Table): SqlStep {
  const comment = table.comment === undefined ? 'NULL' : quoteLiteral(table.comment)
  return sqlStep(`COMMENT ON TABLE ${quoteName(table.name)} IS ${comment}`, effectsOf('comment', { table: table.name }))
}

/** The tables that foreign keys refer to. */
export function targetsOf(constraints: readonly TableConstraint[]): readonly string[] {
  return constraints
    .filter((each): each is Foreign => each.kind === 'foreign')
    .map(({ targetNames }) => targetNames.table)
}
