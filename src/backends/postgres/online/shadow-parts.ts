import type { Check, PrimaryKey, Table, TableIndex, Unique } from '../../../schema/table'
import { columnOfTable } from '../../../schema/table'
import { temporaryName } from '../../../sql/names'
import { quoteName } from '../compiler'
import { conversion } from '../ddl/alter-column'
import { defaultSql } from '../ddl/column'
import { ofNewRow, triggerSteps } from './not-null'
import type { Alter, ShadowTable } from './shadow-plan'
import { shadowName } from './shadow-plan'

export function shadowOf({ twin }: ShadowTable, key: string): Table['columns'][number] {
  return columnOfTable(twin, key)
}

/** A column of a primary key is NOT NULL whatever else it is. */
export function becomesFull({ to }: Alter): boolean {
  return !to.nullable && to.generated === undefined
}

export function keysOf({ constraints }: ShadowTable): readonly (Unique | PrimaryKey)[] {
  return constraints.filter((each): each is Unique | PrimaryKey => each.kind === 'unique' || each.kind === 'primary')
}

export function checksOf({ constraints }: ShadowTable): readonly Check[] {
  return constraints.filter((each): each is Check => each.kind === 'check')
}

export function temporary(table: Table, index: TableIndex): TableIndex {
  return { ...index, name: temporaryName(table.name, index.name, 'new') }
}

export function temporaryCheck(table: Table, check: Check): string {
  return temporaryName(table.name, check.name, 'check')
}

export function trigger(each: ShadowTable, { from, to, fill, values }: Alter): ReturnType<typeof triggerSteps> {
  const source = `NEW.${quoteName(to.name)}`
  const value = withoutNull(each.table, { from, to, fill }, conversion(from, to, values, source) ?? source, ofNewRow)
  return triggerSteps(each.table, { name: shadowName(to.name) }, value, 'always')
}

export function withoutNull(
  table: Table,
  { from, to, fill }: Pick<Alter, 'from' | 'to' | 'fill'>,
  value: string,
  computed: (sql: string) => string = (sql) => sql,
): string {
  const instead = fill ?? to.default
  if (!from.nullable || to.nullable || instead === undefined) return value
  return `COALESCE(${value}, ${computed(defaultSql(table, to, instead))})`
}
