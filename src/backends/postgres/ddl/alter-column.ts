import { equal } from '../../../base/equal'
import { columnNeed } from '../../../schema/server-needs'
import type { SqlStep } from '../../../schema/step'
import { sqlStep } from '../../../schema/step'
import type { Column, ColumnDefault, Table } from '../../../schema/table'
import { isExpression, mapPaths } from '../../../sql/expression'
import { namesIn } from '../../../state/named-types'
import { baseType, columnType } from '../column-type'
import { quoteLiteral, quoteName } from '../compiler'
import { collationName, columnDefinition, defaultSql, identitySql } from './column'
import type { Standing } from './standing'
import { isIndexed, nothingStands, retyping } from './standing'
import type { Statement } from './takes'
import { effectsOf } from './takes'
import { changesType } from './type-change'
import { isVolatile } from './volatile'

export function commentOnColumn(table: Table, column: Column): SqlStep {
  const comment = column.comment === undefined ? 'NULL' : quoteLiteral(column.comment)
  return sqlStep(
    `COMMENT ON COLUMN ${quoteName(table.name)}.${quoteName(column.name)} IS ${comment}`,
    effectsOf('comment', { table: table.name }),
  )
}

/** A new column. The value for old rows is its DEFAULT while it is added, unless it is computed from the row. */
export function addColumn(table: Table, column: Column, fill: ColumnDefault | undefined): readonly SqlStep[] {
  const comment = column.comment === undefined ? [] : [commentOnColumn(table, column)]
  const add = (definition: string): SqlStep =>
    sqlStep(`ALTER TABLE ${quoteName(table.name)} ADD COLUMN ${definition}`, {
      ...effectsOf(writesTable(column, fill) ? 'add column, rewriting' : 'add column', { table: table.name }),
      needs: columnNeed(table, column),
    })
  if (fill === undefined) return [add(columnDefinition(table, column)), ...comment]
  if (readsRow(fill)) {
    return [
      add(columnDefinition(table, { ...column, nullable: true })),
      fillRows(table, column, fill, false),
      ...(column.nullable ? [] : [alter(table, column, ['SET NOT NULL'], 'set not null')]),
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

/** Whether every row is written when it is added: with a value of its own, which no constant in the catalog stands for. */
export function writesTable({ identity, generated, default: given }: Column, fill: ColumnDefault | undefined): boolean {
  if (identity !== undefined || generated?.stored === true) return true
  const value = fill ?? given
  return value !== undefined && !readsRow(value) && isVolatile(value)
}

/** Whether a value for old rows is computed from other columns of the row: no DEFAULT may do that. */
export function readsRow(value: ColumnDefault): boolean {
  if (value.kind !== 'expression' || !isExpression(value.expression)) return false
  let reads = false
  mapPaths(value.expression, (path) => {
    reads = true
    return path
  })
  return reads
}

export function alter(
  table: Table,
  column: Column,
  actions: readonly string[],
  statement: Statement = 'alter column',
): SqlStep {
  const name = quoteName(column.name)
  const alterations = actions.map((action) =>
    action.startsWith('ADD CONSTRAINT') ? action : `ALTER COLUMN ${name} ${action}`,
  )
  return sqlStep(
    `ALTER TABLE ${quoteName(table.name)} ${alterations.join(', ')}`,
    effectsOf(statement, { table: table.name }),
  )
}

function fillRows(table: Table, column: Column, fill: ColumnDefault, onlyNulls: boolean): SqlStep {
  const name = quoteName(column.name)
  const where = onlyNulls ? ` WHERE ${name} IS NULL` : ''
  return sqlStep(`UPDATE ${quoteName(table.name)} SET ${name} = ${defaultSql(table, column, fill)}${where}`, {
    ...effectsOf('update rows', { table: table.name }),
    writesRows: true,
  })
}

export interface Alteration {
  readonly from: Column
  readonly to: Column
  readonly fill?: ColumnDefault | undefined
  readonly values?: ReadonlyMap<string, string> | undefined
}

/** What gives a column another definition, in one ALTER TABLE as far as it goes. */
export function alterColumn(
  table: Table,
  { from: before, to, fill, values }: Alteration,
  standing: Standing = nothingStands,
): readonly SqlStep[] {
  const steps: SqlStep[] = []
  const typeChanges = changesType(before, to)
  // PostgreSQL gives the sequence of an identity the type of its column, in one statement even if it is dropped there.
  const losesFirst = typeChanges && before.identity !== undefined && to.identity === undefined
  if (losesFirst) steps.push(alter(table, to, ['DROP IDENTITY']))
  const from = losesFirst ? { ...before, identity: undefined } : before
  const actions = alterations(table, from, to, typeChanges ? [typeAction(from, to, values)] : [])
  if (actions.length > 0) {
    const effects = typeChanges ? retyping(table, from, to, standing) : {}
    steps.push({ ...alter(table, to, actions), ...effects })
  }
  if (from.nullable && !to.nullable && to.generated === undefined) {
    const value = fill ?? to.default
    if (value !== undefined) steps.push(fillRows(table, to, value, true))
    steps.push(alter(table, to, ['SET NOT NULL'], 'set not null'))
  }
  if (!from.identity && to.identity) steps.push(...addIdentity(table, to, to.identity, standing))
  if (from.comment !== to.comment) steps.push(commentOnColumn(table, to))
  return steps
}

/** All but the type costs no more than the lock. */
export function alterations(table: Table, from: Column, to: Column, typeActions: readonly string[]): readonly string[] {
  const settlesDefault = !equal(from.default, to.default) || typeActions.length > 0
  const actions: string[] = []
  if (from.identity && !to.identity) actions.push('DROP IDENTITY')
  if (from.identity && to.identity && from.identity.always !== to.identity.always)
    actions.push(`SET GENERATED ${to.identity.always ? 'ALWAYS' : 'BY DEFAULT'}`)
  if (from.generated && !to.generated) actions.push('DROP EXPRESSION')
  // A default of the old type might not be cast to the new one; it comes back as it is written now.
  if (from.default !== undefined && settlesDefault) actions.push('DROP DEFAULT')
  actions.push(...typeActions)
  if (to.default !== undefined && settlesDefault) actions.push(`SET DEFAULT ${defaultSql(table, to, to.default)}`)
  if (!from.nullable && to.nullable) actions.push('DROP NOT NULL')
  return actions
}

export function typeAction(from: Column, to: Column, values: ReadonlyMap<string, string> | undefined): string {
  const collation = to.collation ?? (from.collation === undefined ? undefined : 'pg_catalog.default')
  const converted = conversion(from, to, values)
  const using = converted === undefined ? '' : ` USING ${converted}`
  return `TYPE ${columnType(to.type)}${collation === undefined ? '' : ` COLLATE ${collationName(collation)}`}${using}`
}

/**
 * The value in the new type; undefined where an assignment converts it. A cast is to the type without its length: that
 * comes with the assignment, which refuses what does not fit where a cast would cut it off without a word. To and from a
 * type of the database's own there is a way through text, whatever the other is.
 */
export function conversion(
  from: Column,
  to: Column,
  values: ReadonlyMap<string, string> = new Map(),
  name: string = quoteName(to.name),
): string | undefined {
  if (baseType(from.type) === baseType(to.type)) return undefined
  if (namesIn(from.type).length + namesIn(to.type).length === 0) return `${name}::${castType(from, to)}`
  const isArray = from.type.kind === 'array'
  const text = `${name}::text${isArray ? '[]' : ''}`
  return `${replaced(text, isArray, values)}::${baseType(to.type)}`
}

/** Where only the bounds of an array change, nothing is cut off: all of the type. */
function castType(from: Column, to: Column): string {
  const unbounded = ({ type }: Column): string => columnType(type).replace(/\[\d+\]/g, '[]')
  return unbounded(from) === unbounded(to) ? columnType(to.type) : baseType(to.type)
}

function replaced(text: string, isArray: boolean, values: ReadonlyMap<string, string>): string {
  if (values.size === 0) return text
  const pairs = [...values].map(([from, to]) => [quoteLiteral(from), quoteLiteral(to)] as const)
  if (isArray) return pairs.reduce((inner, [from, to]) => `array_replace(${inner}, ${from}, ${to})`, text)
  return `(CASE ${text} ${pairs.map(([from, to]) => `WHEN ${from} THEN ${to}`).join(' ')} ELSE ${text} END)`
}

/** The sequence goes on after the greatest key there is. */
export function addIdentity(
  table: Table,
  column: Column,
  identity: NonNullable<Column['identity']>,
  standing: Standing,
): readonly SqlStep[] {
  const [name, tableName] = [quoteName(column.name), quoteName(table.name)]
  return [
    alter(table, column, [`ADD ${identitySql(identity)}`]),
    sqlStep(
      `SELECT setval(${quoteLiteral(quoteName(identity.sequence))}, COALESCE(MAX(${name}), 1), MAX(${name}) IS NOT NULL) FROM ${tableName}`,
      effectsOf(isIndexed(standing, column) ? 'look up rows' : 'read rows', { table: table.name }),
    ),
  ]
}
