import type { Lock, SqlStep, Step } from '../../../schema/step'
import { sqlStep } from '../../../schema/step'
import type { Column, Table } from '../../../schema/table'
import { quoteLiteral, quoteName, quoteText } from '../compiler'
import { commentOnColumn } from '../ddl/alter-column'
import { defaultSql, identitySql } from '../ddl/column'
import { targetsOf } from '../ddl/direct'
import { dropConstraint, indexOf, usingIndex } from './constraint'
import { alterTable, provenBy } from './not-null'
import { addedAgain, dropped } from './recomputed'
import { becomesFull, checksOf, keysOf, shadowOf, temporary, temporaryCheck, trigger } from './shadow-parts'
import type { Alter, ShadowForeign, Shadows, ShadowTable } from './shadow-plan'
import { shadowName } from './shadow-plan'

/** The new columns take the place of the old ones: names only, in one transaction, with all tables locked in one order. */
export function swapSteps({ tables, foreign, recomputed }: Shadows): readonly Step[] {
  const computed = addedAgain(recomputed)
  const locked = [...tables, ...foreign, ...recomputed.map(({ add }) => add)].map(({ table }) => table.name)
  const targets = foreign.flatMap(({ constraint, was }) =>
    targetsOf(was === undefined ? [constraint] : [constraint, was]),
  )
  const names = [...new Set([...locked, ...targets])].sort()
  const sql = [
    `LOCK TABLE ${names.map(quoteName).join(', ')} IN ACCESS EXCLUSIVE MODE`,
    ...tables.map(({ table }) => rememberIdentity(table)),
    ...tables.flatMap((each) => each.alters.flatMap((alter) => remember(alter))),
    ...tables.flatMap((each) => each.alters.map((alter) => trigger(each, alter).dropSql)),
    ...foreign.flatMap(({ table, was }) => (was === undefined ? [] : [dropConstraint(table, was)])),
    ...dropped(recomputed).map(({ sql }) => sql),
    ...tables.flatMap(exchange),
    ...computed.map(({ sql }) => sql),
    ...foreign.map(rename),
    ...tables.flatMap(({ table, alters }) =>
      alters.filter(({ to }) => to.comment !== undefined).map(({ to }) => commentOnColumn(table, to).sql),
    ),
  ]
  const locks: readonly Lock[] = names.map((table) => ({ table, mode: 'ACCESS EXCLUSIVE' }))
  const needs = computed.find((step) => step.needs !== undefined)?.needs
  const step: SqlStep = { ...sqlStep(sql.join(';\n'), { locks }), needs, alone: true, phase: 'contract' }
  return [step]
}

/** The columns of one table. What rests on an old column is dropped along with it. */
function exchange(each: ShadowTable): readonly string[] {
  const { table, alters } = each
  const on = alterTable(table)
  return [
    ...alters.map((alter) => settings(table, alter)),
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
    sameIdentity(table),
    ...alters.flatMap(({ from, to }) => [
      ...(to.default === undefined
        ? []
        : [`${on} ALTER COLUMN ${quoteName(to.name)} SET DEFAULT ${defaultSql(table, to, to.default)}`]),
      ...(to.identity === undefined ? [] : identity(each, from, to, to.identity)),
    ]),
  ]
}

/** Who may use the old column by itself may use the new one; what was said of it by hand is said of that. */
function settings(table: Table, { from, to: { name, comment } }: Alter): string {
  const [on, to] = [quoteName(table.name), quoteName(shadowName(name))]
  const grant = `format('GRANT %s (%s) ON %s TO %s%s', privilege_type, ${quoteText(to)}, ${quoteText(on)},
    CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END, CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)`
  const column = `pg_attribute WHERE attrelid = ${quoteText(on)}::regclass AND attname = ${quoteText(name)}`
  const altered = quoteText(`${alterTable(table)} ALTER COLUMN ${to} SET `)
  const isSaidByHand = from.comment === undefined && comment === undefined
  const said = `
    UNION ALL SELECT format('COMMENT ON COLUMN %s.%s IS %L', ${quoteText(on)}, ${quoteText(to)}, col_description(attrelid, attnum))
      FROM ${column} AND col_description(attrelid, attnum) IS NOT NULL`
  return `DO $strata$ DECLARE one text; BEGIN FOR one IN
    SELECT ${grant} FROM aclexplode((SELECT attacl FROM ${column}))
    UNION ALL SELECT ${altered} || 'STATISTICS ' || attstattarget FROM ${column} AND attstattarget >= 0
    UNION ALL SELECT ${altered} || '(' || option || ')' FROM unnest((SELECT attoptions FROM ${column})) AS option WHERE option LIKE 'n\\_distinct%'${isSaidByHand ? said : ''}
  LOOP EXECUTE one; END LOOP; END $strata$`
}

/** The index that tells subscribers which row is meant goes with its column; without one nobody could write a row. */
function rememberIdentity(table: Table): string {
  const named = `SELECT relname FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE indrelid = ${regclass(table)} AND indisreplident`
  return `SELECT set_config(${setting(table.name)}, COALESCE((${named}), ''), true)`
}

/** One that has another name by now cannot be found; whole rows tell as well. */
function sameIdentity(table: Table): string {
  const [kept, on] = [`current_setting(${setting(table.name)})`, quoteText(alterTable(table))]
  const isThere = `EXISTS (SELECT FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE indrelid = ${regclass(table)} AND relname = ${kept})`
  return `DO $strata$ BEGIN IF ${kept} <> '' THEN
    EXECUTE ${on} || ' REPLICA IDENTITY ' || CASE WHEN ${isThere} THEN format('USING INDEX %I', ${kept}) ELSE 'FULL' END;
  END IF; END $strata$`
}

function regclass(table: Table): string {
  return `${quoteText(quoteName(table.name))}::regclass`
}

/** A sequence goes with its column, so where it stands, and what was said of it by hand, is kept until the new one is there. */
function remember({ from: { identity: was }, to: { identity: is } }: Alter): readonly string[] {
  if (was === undefined || is === undefined) return []
  // A rename comes before, so the sequence has its new name by now.
  const name = quoteName(is.sequence)
  const kept = `concat_ws(' ', last_value, is_called, seqincrement, seqcache, relacl)`
  return [
    `SELECT set_config(${setting(is.sequence)}, (SELECT ${kept} FROM ${name}, pg_sequence JOIN pg_class ON oid = seqrelid
    WHERE seqrelid = ${quoteText(name)}::regclass), true)`,
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
  const add = `${alterTable(table)} ALTER COLUMN ${name} ADD ${identitySql(is)}`
  if (from.identity === undefined) {
    return [
      add,
      `SELECT setval(${sequence}, COALESCE(MAX(${name}), 1), MAX(${name}) IS NOT NULL) FROM ${quoteName(table.name)}`,
    ]
  }
  const kept = (nth: number): string => `split_part(current_setting(${setting(is.sequence)}), ' ', ${nth})`
  return [
    add,
    ...sameSequence(is.sequence, kept),
    `SELECT setval(${sequence}, ${kept(1)}::bigint, ${kept(2)}::boolean)`,
  ]
}

/** Its steps, as of one server of several, and who may use it. */
function sameSequence(sequence: string, kept: (nth: number) => string): readonly string[] {
  const on = quoteText(quoteName(sequence))
  return [
    `DO $strata$ DECLARE one text; BEGIN FOR one IN
    SELECT format('ALTER SEQUENCE %s INCREMENT BY %s CACHE %s', ${on}, ${kept(3)}, ${kept(4)})
    UNION ALL SELECT format('GRANT %s ON SEQUENCE %s TO %s%s', privilege_type, ${on},
      CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END, CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
      FROM aclexplode(NULLIF(${kept(5)}, '')::aclitem[])
  LOOP EXECUTE one; END LOOP; END $strata$`,
  ]
}

function rename({ table, constraint, twin }: ShadowForeign): string {
  return `${alterTable(table)} RENAME CONSTRAINT ${quoteName(twin.constraint.name)} TO ${quoteName(constraint.name)}`
}
