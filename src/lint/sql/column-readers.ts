import type { Action, Reading } from '../action'
import { eventsOf } from './beside-tables'
import { columnsIn } from './expressions'
import type { Node, Policy } from './nodes'
import { relationName, textOf, valuesOf } from './nodes'
import { readsOf } from './uses'

/** What looks at columns besides views: PostgreSQL lets none of them go, or change its type, under one. */
export function createTrigger(node: NonNullable<Node['CreateTrigStmt']>): readonly Action[] {
  const { relation, trigname: name, events = 0, columns: updated = [], whenClause } = node
  const columns = [...updated.map(textOf), ...columnsIn(whenClause)]
  return [{ kind: 'trigger', table: relationName(relation), does: 'create', name, events: eventsOf(events), columns }]
}

export function createRule({
  relation,
  rulename: name,
  whereClause,
  actions,
}: NonNullable<Node['RuleStmt']>): readonly Action[] {
  const table = relationName(relation)
  const written = [
    ...valuesOf(actions, 'UpdateStmt'),
    ...valuesOf(actions, 'InsertStmt'),
    ...valuesOf(actions, 'DeleteStmt'),
  ]
  const changed = (written as readonly Written[]).map(({ relation: of }) => relationName(of))
  const tables = [table, ...changed, ...readsOf({ List: { items: actions ?? [] } })]
  return [
    {
      kind: 'rule',
      table,
      does: 'create',
      name,
      tables,
      columns: [...columnsIn([whereClause, actions]), ...writtenIn(written as readonly Written[])],
    },
  ]
}

export function policy(
  does: 'create' | 'alter',
  { policy_name: name, table: on, qual, with_check }: Policy,
): readonly Action[] {
  const table = relationName(on)
  const conditions = [qual, with_check].flatMap((condition) => condition ?? [])
  const tables = [table, ...conditions.flatMap(readsOf)]
  return [{ kind: 'policy', table, does, name, tables, columns: columnsIn(conditions) }]
}

/** Of a function whose body is SQL and no text. */
export function bodyOf({ sql_body: body }: NonNullable<Node['CreateFunctionStmt']>): Omit<Reading, 'name'> {
  return { tables: body === undefined ? [] : readsOf(body), columns: columnsIn(body) }
}

interface Written {
  readonly relation: Parameters<typeof relationName>[0]
  readonly targetList?: readonly { readonly ResTarget: { readonly name?: string } }[]
  readonly cols?: readonly { readonly ResTarget: { readonly name?: string } }[]
}

function writtenIn(statements: readonly Written[]): readonly string[] {
  return statements.flatMap(({ targetList = [], cols = [] }) =>
    [...targetList, ...cols].flatMap(({ ResTarget: { name } }) => name ?? []),
  )
}
