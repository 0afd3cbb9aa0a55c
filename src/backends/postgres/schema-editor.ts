import type { SchemaEditor } from '../../schema/schema-editor'
import { tableChanges } from '../../schema/state-diff'
import type { SqlStep } from '../../schema/step'
import { sqlStep } from '../../schema/step'
import type { Foreign, Table, TableConstraint } from '../../schema/table'
import type { TableChange } from '../../schema/table-change'
import { tableOf } from '../../state/relations'
import { quoteLiteral, quoteName } from './compiler'
import { addColumn, alterColumn, commentOnColumn } from './ddl/alter-column'
import { columnDefinition } from './ddl/column'
import { constraintDefinition } from './ddl/constraint'
import { lock, locking } from './ddl/effects'
import { createIndex } from './ddl/index-definition'

/** Puts changes of the state into PostgreSQL's words. */
export const postgresSchema: SchemaEditor = {
  change: (change) => tableChanges(change).flatMap(steps),

  validateConstraint(state, key, name) {
    const table = tableOf(state.model(key))
    return [
      sqlStep(`ALTER TABLE ${quoteName(table)} VALIDATE CONSTRAINT ${quoteName(name)}`, {
        ...locking(table, 'SHARE UPDATE EXCLUSIVE'),
        scans: [table],
      }),
    ]
  },
}

/** No default branch: a change without words for it does not compile. */
function steps(change: TableChange): readonly SqlStep[] {
  const table = quoteName(change.table.name)
  switch (change.kind) {
    case 'create-table':
      return createTable(change.table)
    case 'drop-table':
      return [
        sqlStep(`DROP TABLE ${table}`, {
          locks: [lock(change.table, 'ACCESS EXCLUSIVE'), ...targetLocks(change.table, 'ACCESS EXCLUSIVE')],
        }),
      ]
    case 'rename-table':
      return [sqlStep(`ALTER TABLE ${table} RENAME TO ${quoteName(change.to)}`, locking(change.table))]
    case 'comment-table':
      return [commentOnTable(change.table)]
    case 'move-table':
      return [
        sqlStep(`ALTER TABLE ${table} SET TABLESPACE ${quoteName(change.table.tablespace ?? 'pg_default')}`, {
          ...locking(change.table),
          rewrites: [change.table.name],
        }),
      ]
    case 'add-column':
      return addColumn(change.table, change.column, change.fill)
    case 'alter-column':
      return alterColumn(change.table, change.from, change.to, change.fill)
    case 'drop-column':
      return [sqlStep(`ALTER TABLE ${table} DROP COLUMN ${quoteName(change.column.name)}`, locking(change.table))]
    case 'rename-column':
      return [
        sqlStep(
          `ALTER TABLE ${table} RENAME COLUMN ${quoteName(change.from)} TO ${quoteName(change.to)}`,
          locking(change.table),
        ),
      ]
    case 'rename-sequence':
      return [sqlStep(`ALTER SEQUENCE ${quoteName(change.from)} RENAME TO ${quoteName(change.to)}`)]
    case 'rename-constraint':
      return [
        sqlStep(
          `ALTER TABLE ${table} RENAME CONSTRAINT ${quoteName(change.from)} TO ${quoteName(change.to)}`,
          locking(change.table),
        ),
      ]
    case 'rename-index':
      return [
        sqlStep(
          `ALTER INDEX ${quoteName(change.from)} RENAME TO ${quoteName(change.to)}`,
          locking(change.table, 'SHARE UPDATE EXCLUSIVE'),
        ),
      ]
    case 'add-constraint':
      return [addConstraint(change.table, change.constraint, change.validate)]
    case 'drop-constraint':
      return [
        sqlStep(`ALTER TABLE ${table} DROP CONSTRAINT ${quoteName(change.constraint.name)}`, {
          locks: [lock(change.table, 'ACCESS EXCLUSIVE'), ...foreignLocks(change.constraint, 'ACCESS EXCLUSIVE')],
        }),
      ]
    case 'add-index':
      return [
        sqlStep(createIndex(change.table, change.index, change.concurrently), {
          ...locking(change.table, change.concurrently ? 'SHARE UPDATE EXCLUSIVE' : 'SHARE'),
          transactional: !change.concurrently,
          scans: [change.table.name],
        }),
      ]
    case 'drop-index':
      return [
        sqlStep(`DROP INDEX ${change.concurrently ? 'CONCURRENTLY ' : ''}${quoteName(change.index.name)}`, {
          ...locking(change.table, change.concurrently ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE'),
          transactional: !change.concurrently,
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
      locks: targetLocks(table, 'SHARE ROW EXCLUSIVE'),
    }),
    ...late.map((constraint) => addConstraint(table, constraint, true)),
    ...table.indexes.map((index) => sqlStep(createIndex(table, index, false))),
    ...(table.comment === undefined ? [] : [commentOnTable(table)]),
    ...table.columns.filter(({ comment }) => comment !== undefined).map((column) => commentOnColumn(table, column)),
  ]
}

/** Of two keys over the same columns CREATE TABLE makes one only, so the second comes afterwards. */
function inlineConstraints(table: Table): readonly [inline: TableConstraint[], late: TableConstraint[]] {
  const keyed = new Set<string>()
  const late = table.constraints.filter((constraint) => {
    if (constraint.kind !== 'primary' && constraint.kind !== 'unique') return false
    const columns = constraint.columns.join()
    if (keyed.has(columns)) return true
    keyed.add(columns)
    return false
  })
  return [table.constraints.filter((constraint) => !late.includes(constraint)), late]
}

function addConstraint(table: Table, constraint: TableConstraint, validate: boolean): SqlStep {
  const strength = constraint.kind === 'foreign' ? 'SHARE ROW EXCLUSIVE' : 'ACCESS EXCLUSIVE'
  return sqlStep(
    `ALTER TABLE ${quoteName(table.name)} ADD ${constraintDefinition(table, constraint)}${validate ? '' : ' NOT VALID'}`,
    {
      locks: [lock(table, strength), ...foreignLocks(constraint, 'SHARE ROW EXCLUSIVE')],
      scans: validate ? [table.name] : [],
    },
  )
}

function commentOnTable(table: Table): SqlStep {
  const comment = table.comment === undefined ? 'NULL' : quoteLiteral(table.comment)
  return sqlStep(`COMMENT ON TABLE ${quoteName(table.name)} IS ${comment}`, locking(table, 'SHARE UPDATE EXCLUSIVE'))
}

/** A foreign key takes a lock on the table it refers to as well. */
function foreignLocks(
  constraint: TableConstraint,
  mode: 'SHARE ROW EXCLUSIVE' | 'ACCESS EXCLUSIVE',
): ReturnType<typeof lock>[] {
  return constraint.kind === 'foreign' ? [lock(constraint.targetNames.table, mode)] : []
}

function targetLocks(table: Table, mode: 'SHARE ROW EXCLUSIVE' | 'ACCESS EXCLUSIVE'): ReturnType<typeof lock>[] {
  const targets = table.constraints.filter((each): each is Foreign => each.kind === 'foreign')
  return [...new Set(targets.map(({ targetNames }) => targetNames.table))]
    .filter((name) => name !== table.name)
    .map((name) => lock(name, mode))
}
