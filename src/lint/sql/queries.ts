import { isSteady } from '../../backends/postgres/ddl/volatile'
import type { Action } from '../action'
import { functionsIn } from './expressions'
import type { Node, RangeVar, SelectStmt } from './nodes'
import { relationName, textOf } from './nodes'
import { sequencesSet } from './sequences'
import { settingsCalled } from './settings'
import { whereOf } from './where'

/** What a query does besides giving rows: it reads tables, and calls functions. */
export function queryActions(query: Node | undefined): readonly Action[] {
  const select = query?.SelectStmt
  if (select === undefined) return []
  const functions = functionsIn(select)
  const tables = tablesOf(select).map(relationName)
  return [
    ...(tables.length > 0 && mayReadAll(select, functions)
      ? [{ kind: 'read', tables, where: whereOf(select.whereClause) } as const]
      : []),
    ...(functions.some((name) => !isSteady(name) && !harmless.has(name)) ? [{ kind: 'call' } as const] : []),
    ...settingsCalled(select),
    ...sequencesSet(select),
  ]
}

/** Statements in the WITH of another that change rows. */
export function changesBeside({ SelectStmt, InsertStmt, UpdateStmt, DeleteStmt }: Node): readonly Node[] {
  const { withClause } = SelectStmt ?? InsertStmt ?? UpdateStmt ?? DeleteStmt ?? {}
  const queries = (withClause?.ctes ?? []).map(({ CommonTableExpr: { ctequery } }) => ctequery)
  return queries.filter(({ SelectStmt: query }) => query === undefined)
}

/** An end to the rows, or the first and last of an index, spare the rest. */
function mayReadAll({ limitCount }: SelectStmt, functions: readonly string[]): boolean {
  return limitCount === undefined && !functions.includes('min') && !functions.includes('max')
}

/** Aggregates, and functions of sequences and sessions: they change no row of a table. */
const harmless: ReadonlySet<string> = new Set(
  'count sum avg min max array_agg string_agg json_agg jsonb_agg bool_and bool_or setval nextval currval set_config'.split(
    ' ',
  ),
)

/** The tables of which a view has all columns that there are when it is made. */
export function starredIn(query: Node): readonly string[] {
  const select = query.SelectStmt
  if (select === undefined) return []
  const { targetList = [], larg, rarg } = select
  const stars = targetList.flatMap(({ ResTarget: target }) => starOf(target?.val) ?? [])
  const own = tablesOf(select).filter((table) => stars.some((star) => star === '' || star === calledOf(table)))
  const parts = [larg, rarg].flatMap((part) => (part === undefined ? [] : starredIn({ SelectStmt: part })))
  return [...own.map(relationName), ...parts]
}

/** The columns that a query gives, as far as they have a name in it. */
export function namesGiven({ SelectStmt: select }: Node): readonly string[] {
  return (select?.targetList ?? []).flatMap(({ ResTarget: target }) => {
    const named = target?.name ?? textOf(target?.val?.ColumnRef?.fields.at(-1))
    return named === '' ? [] : [named]
  })
}

/** What stands before `.*`; empty: nothing does. */
function starOf(value: Node | undefined): string | undefined {
  const fields = value?.ColumnRef?.fields ?? []
  return fields.at(-1)?.A_Star === undefined ? undefined : textOf(fields.at(-2))
}

function calledOf({ alias, relname }: RangeVar): string {
  return alias?.aliasname ?? relname
}

/** The tables that a query reads itself, without those inside of other queries. */
function tablesOf({ fromClause = [], withClause }: SelectStmt): readonly RangeVar[] {
  const own = new Set((withClause?.ctes ?? []).map(({ CommonTableExpr: { ctename } }) => ctename))
  return fromClause.flatMap(rangesOf).filter(({ relname, schemaname }) => schemaname !== undefined || !own.has(relname))
}

function rangesOf({ RangeVar: range, JoinExpr: join }: Node): readonly RangeVar[] {
  if (join !== undefined) return [...rangesOf(join.larg), ...rangesOf(join.rarg)]
  return range === undefined ? [] : [range]
}
