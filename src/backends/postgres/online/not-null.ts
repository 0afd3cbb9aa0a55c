import type { FillStep, SqlStep, Step } from '../../../schema/step'
import { fillStep, sqlStep } from '../../../schema/step'
import type { Column, ColumnDefault, Table } from '../../../schema/table'
import { columnOfTable } from '../../../schema/table'
import { temporaryName } from '../../../sql/names'
import { quoteLiteral, quoteName, quoteText } from '../compiler'
import { alter } from '../ddl/alter-column'
import { noHeirs, seesAllRows } from '../ddl/catalog-demands'
import { defaultSql } from '../ddl/column'
import { effectsOf } from '../ddl/takes'
import { SESSION_SETTINGS } from '../value-text'
import { alone, together } from './alone'
import { NoOnlineWayError } from './refusal'

/** Since PostgreSQL 18 NOT NULL itself can be added without looking at the rows. */
export const nativeNotNull = 18

/** Makes a column NOT NULL that has no NULL left and gets none. */
export function notNullSteps(table: Table, column: Column, version: number): readonly SqlStep[] {
  if (version >= nativeNotNull) return nativeSteps(table, column)
  const helper = provenBy(table, column)
  return [
    ...helper.steps,
    alone(alter(table, column, ['SET NOT NULL'], 'set not null, proven'), { undo: undoNotNull(table, column) }),
    // A statement of its own: in one with SET NOT NULL the proof is gone before it is looked at.
    alone(sqlStep(helper.drop, effectsOf('drop constraint', { table: table.name }))),
  ]
}

/** A check that proves that there is no NULL: SET NOT NULL and PRIMARY KEY then look at no row. */
export function provenBy(table: Table, column: Column): { readonly steps: readonly SqlStep[]; readonly drop: string } {
  const [on, name] = [alterTable(table), quoteName(temporaryName(table.name, column.name, 'filled'))]
  const drop = `${on} DROP CONSTRAINT ${name}`
  return {
    steps: [
      alone(
        sqlStep(
          `${on} ADD CONSTRAINT ${name} CHECK (${quoteName(column.name)} IS NOT NULL) NOT VALID`,
          effectsOf('add check, not valid', { table: table.name }),
        ),
        { undo: drop },
      ),
      alone(sqlStep(`${on} VALIDATE CONSTRAINT ${name}`, effectsOf('validate', { table: table.name })), { undo: '' }),
    ],
    drop,
  }
}

/** The server chooses the name, as it does for a column that is NOT NULL from the start; so it is looked up. */
function nativeSteps(table: Table, column: Column): readonly SqlStep[] {
  const [on, regclass] = [alterTable(table), `${quoteLiteral(quoteName(table.name))}::regclass`]
  const named = `SELECT format('ALTER TABLE %s VALIDATE CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint
    WHERE conrelid = ${regclass} AND contype = 'n' AND conkey = ARRAY[(
      SELECT attnum FROM pg_attribute WHERE attrelid = ${regclass} AND attname = ${quoteLiteral(column.name)})]`
  return [
    alone(
      sqlStep(
        `${on} ADD NOT NULL ${quoteName(column.name)} NOT VALID`,
        effectsOf('set not null, proven', { table: table.name }),
      ),
      { undo: undoNotNull(table, column) },
    ),
    alone(sqlStep(`DO $$ BEGIN EXECUTE (${named}); END $$`, effectsOf('validate', { table: table.name })), {
      undo: '',
    }),
  ]
}

function undoNotNull(table: Table, { name }: Column): string {
  return `${alterTable(table)} ALTER COLUMN ${quoteName(name)} DROP NOT NULL`
}

/** A value in the place of every NULL: in new rows by a trigger, in old ones a few at a time. */
export function filledSteps(
  table: Table,
  column: Column,
  value: ColumnDefault,
  prove: readonly Step[],
  filled: 'new' | 'kept',
): readonly Step[] {
  const sql = defaultSql(table, column, value)
  const trigger = triggerSteps(table, column, ofNewRow(sql), 'whereNull')
  return [...trigger.create, fillColumn(table, emptyFilled(column, sql), filled), ...prove, ...trigger.drop]
}

/** Every NULL becomes a value, unless that is NULL itself. */
export function emptyFilled({ name }: Pick<Column, 'name'>, value: string): Filling {
  const empty = `${quoteName(name)} IS NULL`
  return { set: `${quoteName(name)} = ${value}`, where: empty, missed: `${empty} AND (${value}) IS NOT NULL` }
}

export type Filling = Pick<FillStep, 'set' | 'where' | 'missed'>

/** A column that was there keeps what it is filled with; a new one goes with it. */
export function fillColumn(table: Table, filling: Filling, column: 'new' | 'kept'): FillStep {
  const primary = table.constraints.find(({ kind }) => kind === 'primary')
  if (primary === undefined || !('columns' in primary)) {
    throw new NoOnlineWayError(table.name, 'filling a column', 'it has no primary key to go along')
  }
  const key = primary.columns.map((each) => columnOfTable(table, each).name)
  const step = fillStep({ table: table.name, key, ...filling, demands: [seesAllRows(table)] })
  return column === 'new' ? { ...step, undo: '' } : step
}

/** What reads columns by their names finds those of the row that is written. */
export function ofNewRow(sql: string): string {
  return `(SELECT ${sql} FROM (SELECT NEW.*) AS filled)`
}

/** The sessions that write are others', with a time zone and a search path of their own: a value must not go by them. */
const asHere = [
  'SET search_path FROM CURRENT',
  ...Object.entries(SESSION_SETTINGS).map(([name, value]) => `SET ${name} TO ${quoteText(value)}`),
].join(' ')

export interface TemporaryTrigger {
  readonly create: readonly SqlStep[]
  readonly drop: readonly SqlStep[]
  readonly dropSql: string
}

/**
 * Sets a column of every row that is written meanwhile, also of those that a subscription writes. Its name comes after
 * all letters, and so does it after the triggers that change the row.
 */
export function triggerSteps(
  table: Table,
  column: Pick<Column, 'name'>,
  value: string,
  when: 'always' | 'whereNull',
): TemporaryTrigger {
  const [on, name] = [quoteName(table.name), quoteName(temporaryName(`~${table.name}`, column.name, 'set'))]
  const target = `NEW.${quoteName(column.name)}`
  const set = `${target} := ${value};`
  const body = when === 'always' ? set : `IF ${target} IS NULL THEN ${set} END IF;`
  const dropSql = `DROP TRIGGER ${name} ON ${on};\nDROP FUNCTION ${name}()`
  const create = [
    sqlStep(
      `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql ${asHere} AS $strata$ BEGIN ${body} RETURN NEW; END $strata$`,
    ),
    sqlStep(
      `CREATE TRIGGER ${name} BEFORE INSERT OR UPDATE ON ${on} FOR EACH ROW EXECUTE FUNCTION ${name}()`,
      effectsOf('create trigger', { table: table.name }),
    ),
    sqlStep(`ALTER TABLE ${on} ENABLE ALWAYS TRIGGER ${name}`, effectsOf('create trigger', { table: table.name })),
  ]
  return {
    create: together(create, { undo: dropSql }).map((step) => ({ ...step, demands: [noHeirs(table)] })),
    drop: [alone(sqlStep(dropSql, effectsOf('drop trigger', { table: table.name })), { phase: 'contract' })],
    dropSql,
  }
}

export function alterTable(table: Table): string {
  return `ALTER TABLE ${quoteName(table.name)}`
}
