import { equal } from '../../../base/equal'
import type { SqlStep } from '../../../schema/step'
import { sqlStep } from '../../../schema/step'
import type { Column, ColumnDefault, Table } from '../../../schema/table'
import { isExpression, mapPaths } from '../../../sql/expression'
import { baseType, columnType } from '../column-type'
import { quoteLiteral, quoteName } from '../compiler'
import { collationName, columnDefinition, defaultSql } from './column'
import { locking } from './effects'

export function commentOnColumn(table: Table, column: Column): SqlStep {
  const comment = column.comment === undefined ? 'NULL' : quoteLiteral(column.comment)
  return sqlStep(
    `COMMENT ON COLUMN ${quoteName(table.name)}.${quoteName(column.name)} IS ${comment}`,
    locking(table, 'SHARE UPDATE EXCLUSIVE'),
  )
}

/** A new column. The value for old rows is its DEFAULT while it is added, unless it is computed from the row. */
export function addColumn(table: Table, column: Column, fill: ColumnDefault | undefined): readonly SqlStep[] {
  const comment = column.comment === undefined ? [] : [commentOnColumn(table, column)]
  const add = (definition: string): SqlStep =>
    sqlStep(`ALTER TABLE ${quoteName(table.name)} ADD COLUMN ${definition}`, locking(table))
  if (fill === undefined) return [add(columnDefinition(table, column)), ...comment]
  if (readsRow(fill)) {
    return [
      add(columnDefinition(table, { ...column, nullable: true })),
      fillRows(table, column, fill, false),
      ...(column.nullable ? [] : [alter(table, column, ['SET NOT NULL'], { scans: [table.name] })]),
      ...comment,
    ]
  }
  const settle =
    column.default === undefined ? 'DROP DEFAULT' : `SET DEFAULT ${defaultSql(table, column, column.default)}`
  return [
    add(columnDefinition(table, column, fill)),
    ...(equal(fill, column.default) ? [] : [alter(table, column, [settle])]),
    ...comment,
  ]
}

/** Whether a value for old rows is computed from other columns of the row: no DEFAULT may do that. */
function readsRow(value: ColumnDefault): boolean {
  if (value.kind !== 'expression' || !isExpression(value.expression)) return false
  let reads = false
  mapPaths(value.expression, (path) => {
    reads = true
    return path
  })
  return reads
}

function alter(
  table: Table,
  column: Column,
  actions: readonly string[],
  effects: { scans?: string[]; rewrites?: string[] } = {},
): SqlStep {
  const name = quoteName(column.name)
  const alterations = actions.map((action) =>
    action.startsWith('ADD CONSTRAINT') ? action : `ALTER COLUMN ${name} ${action}`,
  )
  return sqlStep(`ALTER TABLE ${quoteName(table.name)} ${alterations.join(', ')}`, { ...locking(table), ...effects })
}

function fillRows(table: Table, column: Column, fill: ColumnDefault, onlyNulls: boolean): SqlStep {
  const name = quoteName(column.name)
  const where = onlyNulls ? ` WHERE ${name} IS NULL` : ''
  return sqlStep(`UPDATE ${quoteName(table.name)} SET ${name} = ${defaultSql(table, column, fill)}${where}`, {
    ...locking(table, 'ROW EXCLUSIVE'),
    scans: [table.name],
    writesRows: true,
  })
}

/** What gives a column another definition, in one ALTER TABLE as far as it goes. */
export function alterColumn(
  table: Table,
  from: Column,
  to: Column,
  fill: ColumnDefault | undefined,
): readonly SqlStep[] {
  const steps: SqlStep[] = []
  const typeChanges = !equal(from.type, to.type) || from.collation !== to.collation
  const defaultChanges = !equal(from.default, to.default)
  const actions: string[] = []
  if (from.identity && !to.identity) actions.push('DROP IDENTITY')
  if (from.generated && !to.generated) actions.push('DROP EXPRESSION')
  // A default of the old type might not be cast to the new one; it comes back as it is written now.
  if (from.default !== undefined && (defaultChanges || typeChanges)) actions.push('DROP DEFAULT')
  if (typeChanges) actions.push(typeAction(from, to))
  if (to.default !== undefined && (defaultChanges || typeChanges))
    actions.push(`SET DEFAULT ${defaultSql(table, to, to.default)}`)
  if (!from.nullable && to.nullable) actions.push('DROP NOT NULL')
  if (actions.length > 0) steps.push(alter(table, to, actions, typeChanges ? { rewrites: [table.name] } : {}))
  if (from.nullable && !to.nullable && to.generated === undefined) {
    const value = fill ?? to.default
    if (value !== undefined) steps.push(fillRows(table, to, value, true))
    steps.push(alter(table, to, ['SET NOT NULL'], { scans: [table.name] }))
  }
  if (!from.identity && to.identity) steps.push(...addIdentity(table, to, to.identity.sequence))
  if (from.comment !== to.comment) steps.push(commentOnColumn(table, to))
  return steps
}

function typeAction(from: Column, to: Column): string {
  const collation = to.collation ?? (from.collation === undefined ? undefined : 'pg_catalog.default')
  const using = baseType(from.type) === baseType(to.type) ? '' : ` USING ${quoteName(to.name)}::${columnType(to.type)}`
  return `TYPE ${columnType(to.type)}${collation === undefined ? '' : ` COLLATE ${collationName(collation)}`}${using}`
}

/** The sequence goes on after the greatest key there is. */
function addIdentity(table: Table, column: Column, sequence: string): readonly SqlStep[] {
  const [name, tableName] = [quoteName(column.name), quoteName(table.name)]
  return [
    alter(table, column, [`ADD GENERATED BY DEFAULT AS IDENTITY (SEQUENCE NAME ${quoteName(sequence)})`]),
    sqlStep(
      `SELECT setval(${quoteLiteral(quoteName(sequence))}, COALESCE(MAX(${name}), 1), MAX(${name}) IS NOT NULL) FROM ${tableName}`,
      { ...locking(table, 'ACCESS SHARE'), scans: [table.name] },
    ),
  ]
}
