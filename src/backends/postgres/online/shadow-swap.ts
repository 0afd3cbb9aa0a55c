import type { Lock, SqlStep, Step } from '../../../schema/step'
import { sqlStep } from '../../../schema/step'
import type { Column, Table } from '../../../schema/table'
import { quoteLiteral, quoteName, quoteText } from '../compiler'
import { commentOnColumn } from '../ddl/alter-column'
import { defaultSql, identitySql } from '../ddl/column'
import { targetsOf } from '../ddl/direct'
import { dropConstraint, indexOf, usingIndex } from './constraint'
import { alterTable, provenBy } from './not-null'
import { becomesFull, checksOf, keysOf, shadowOf, temporary, temporaryCheck, trigger } from './shadow-parts'
import type { Alter, ShadowForeign, Shadows, ShadowTable } from './shadow-plan'
import { shadowName } from './shadow-plan'

/** The new columns take the place of the old ones: names only, in one transaction, with all tables locked in one order. */
export function swapSteps({ tables, foreign }: Shadows): readonly Step[] {
  const locked = [...new Set([...tables, ...foreign].flatMap(({ table }) => [table.name]))]
  const targets = foreign.flatMap(({ constraint, was }) =>
    targetsOf(was === undefined ? [constraint] : [constraint, was]),
  )
  const names = [...new Set([...locked, ...targets])].sort()
  const sql = [
    `LOCK TABLE ${names.map(quoteName).join(', ')} IN ACCESS EXCLUSIVE MODE`,
    ...tables.flatMap((each) => each.alters.flatMap((alter) => remember(alter))),
    ...tables.flatMap((each) => each.alters.map((alter) => trigger(each, alter).dropSql)),
    ...foreign.flatMap(({ table, was }) => (was === undefined ? [] : [dropConstraint(table, was)])),
    ...tables.flatMap(exchange),
    ...foreign.map(rename),
    ...tables.flatMap(({ table, alters }) =>
      alters.filter(({ to }) => to.comment !== undefined).map(({ to }) => commentOnColumn(table, to).sql),
    ),
  ]
  const locks: readonly Lock[] = names.map((table) => ({ table, mode: 'ACCESS EXCLUSIVE' }))
  const step: SqlStep = { ...sqlStep(sql.join(';\n'), { locks }), alone: true, phase: 'contract' }
  return [step]
}

/** The columns of one table. What rests on an old column is dropped along with it. */
function exchange(each: ShadowTable): readonly string[] {
  const { table, alters } = each
  const on = alterTable(table)
  return [
    ...alters.map(({ to }) => settings(table, to)),
    `${on} ${alters.map(({ to }) => `DROP COLUMN ${quoteName(to.name)}`).join(', ')}`,
    ...alters.map(({ to: { name } }) => `${on} RENAME COLUMN ${quoteName(shadowName(name))} TO ${quoteName(name)}`),
    ...alters
      .filter(becomesFull)
      .flatMap(({ to }) => [
        `${on} ALTER COLUMN ${quoteName(to.name)} SET NOT NULL`,
        provenBy(table, shadowOf(each, to.key)).drop,
      ]),
    ...each.indexes.map(
      (index) => `ALTER INDEX ${quoteName(temporary(table, index).name)} RENAME TO ${quoteName(index.name)}`,
    ),
    ...keysOf(each).map((key) => usingIndex(table, key, temporary(table, indexOf(key)).name).sql),
    ...checksOf(each).map(
      (check) => `${on} RENAME CONSTRAINT ${quoteName(temporaryCheck(table, check))} TO ${quoteName(check.name)}`,
    ),
    ...alters.flatMap(({ from, to }) => [
      ...(to.default === undefined
        ? []
        : [`${on} ALTER COLUMN ${quoteName(to.name)} SET DEFAULT ${defaultSql(table, to, to.default)}`]),
      ...(to.identity === undefined ? [] : identity(each, from, to, to.identity)),
    ]),
  ]
}

/** Who may use the old column by itself may use the new one, and the planner is told the same of it. */
function settings(table: Table, { name }: Column): string {
  const [on, to] = [quoteName(table.name), quoteName(shadowName(name))]
  const grant = `format('GRANT %s (%s) ON %s TO %s%s', privilege_type, ${quoteText(to)}, ${quoteText(on)},
    CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END, CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)`
  const column = `pg_attribute WHERE attrelid = ${quoteText(on)}::regclass AND attname = ${quoteText(name)}`
  const altered = quoteText(`${alterTable(table)} ALTER COLUMN ${to} SET `)
  return `DO $strata$ DECLARE one text; BEGIN FOR one IN
    SELECT ${grant} FROM aclexplode((SELECT attacl FROM ${column}))
    UNION ALL SELECT ${altered} || 'STATISTICS ' || attstattarget FROM ${column} AND attstattarget >= 0
    UNION ALL SELECT ${altered} || '(' || option || ')' FROM unnest((SELECT attoptions FROM ${column})) AS option WHERE option LIKE 'n\\_distinct%'
  LOOP EXECUTE one; END LOOP; END $strata$`
}

/** A sequence goes with its column, so where it stands is kept until the new one is there. */
function remember({ from: { identity: was }, to: { identity: is } }: Alter): readonly string[] {
  if (was === undefined || is === undefined) return []
  // A rename comes before, so the sequence has its new name by now.
  return [
    `SELECT set_config(${setting(is.sequence)}, (SELECT last_value || ' ' || is_called FROM ${quoteName(is.sequence)}), true)`,
  ]
}

function setting(sequence: string): string {
  return quoteText(`strata.s${Buffer.from(sequence).toString('hex')}`)
}

function identity(
  { table }: ShadowTable,
  from: Column,
  to: Column,
  is: NonNullable<Column['identity']>,
): readonly string[] {
  const [sequence, name] = [quoteLiteral(quoteName(is.sequence)), quoteName(to.name)]
  const kept = `current_setting(${setting(is.sequence)})`
  const value =
    from.identity === undefined
      ? `SELECT setval(${sequence}, COALESCE(MAX(${name}), 1), MAX(${name}) IS NOT NULL) FROM ${quoteName(table.name)}`
      : `SELECT setval(${sequence}, split_part(${kept}, ' ', 1)::bigint, split_part(${kept}, ' ', 2)::boolean)`
  return [`${alterTable(table)} ALTER COLUMN ${name} ADD ${identitySql(is)}`, value]
}

function rename({ table, constraint, twin }: ShadowForeign): string {
  return `${alterTable(table)} RENAME CONSTRAINT ${quoteName(twin.constraint.name)} TO ${quoteName(constraint.name)}`
}
