import type { Condition, Expression } from '../sql/expression'
import { node } from '../sql/expression'
import { F } from '../sql/functions'
import type { DeleteQuery, Order, Selected, SelectQuery, Term, Test, UpdateQuery } from '../sql/query'
import type { ModelState } from '../state/model-state'
import type { ProjectState } from '../state/project-state'
import {
  columnOf,
  concreteModel,
  foreignKeyOptions,
  foreignKeyTarget,
  isForeignKey,
  orderingOf,
  primaryKeyFields,
  tableOf,
} from '../state/relations'
import { findPath } from './path'
import { rowOf, termsOf } from './place'
import { QueryScope } from './query-scope'
import { resolveCondition, resolveOrder } from './resolve'
import { allOf, constant, isConstant } from './tests'

/** Where a query begins: a model as one state has it. */
export interface Source {
  readonly state: ProjectState
  readonly model: ModelState
}

/** What a query set has been told so far. Frozen; each method of a query set makes the next one. */
export interface Plan extends Source {
  /** One for each call of `filter` or `exclude`. */
  readonly filters: readonly Condition[]
  /** undefined: the model's own ordering. */
  readonly order: readonly (string | Expression)[] | undefined
  readonly reversed: boolean
  readonly distinct: boolean
  readonly offset: number
  readonly limit: number | undefined
}

export function planFor(state: ProjectState, model: ModelState): Plan {
  return Object.freeze({
    state,
    model,
    filters: [],
    order: undefined,
    reversed: false,
    distinct: false,
    offset: 0,
    limit: undefined,
  })
}

export function isSliced({ offset, limit }: Plan): boolean {
  return offset > 0 || limit !== undefined
}

/** Whether the database need not be asked: nothing can match. */
export function findsNothing(query: {
  readonly where?: Test | undefined
  readonly limit?: number | undefined
}): boolean {
  return query.limit === 0 || isConstant(query.where, false)
}

/** The query for the terms that `select` picks in its scope. */
export function selectQuery(plan: Plan, select: (scope: QueryScope) => readonly Selected[]): SelectQuery {
  const scope = QueryScope.of(plan.state, plan.model)
  const where = whereOf(plan, scope)
  const selected = select(scope)
  const orderBy = orderOf(plan, scope)
  return {
    kind: 'select',
    ...scope.from,
    joins: scope.joins,
    selected,
    ...(plan.distinct && { distinct: true }),
    where,
    orderBy,
    limit: plan.limit,
    offset: plan.offset === 0 ? undefined : plan.offset,
  }
}

/** How many rows `select` would give: its joins may make several of one row, and distinct values may be fewer. */
export function countQuery(plan: Plan, select?: (scope: QueryScope) => readonly Selected[]): SelectQuery {
  const scope = QueryScope.of(plan.state, plan.model)
  const where = whereOf(plan, scope)
  const selected = select?.(scope) ?? []
  const term = plan.distinct && selected.length > 0 ? countOf(selected) : countOfAll
  return { kind: 'select', ...scope.from, joins: scope.joins, selected: [{ term }], where, orderBy: [] }
}

const countOfAll: Term = { kind: 'call', function: 'COUNT', args: [{ kind: 'star' }] }

/** As a row, since COUNT leaves out what is NULL. */
function countOf(selected: readonly Selected[]): Term {
  return { kind: 'call', function: 'COUNT', distinct: true, args: [rowOf(selected.map(({ term }) => term))] }
}

export function existsQuery(plan: Plan): SelectQuery {
  const limit = plan.limit === undefined ? 1 : Math.min(plan.limit, 1)
  const order = isSliced(plan) ? plan.order : []
  return selectQuery({ ...plan, order, limit }, () => [])
}

export function updateQuery(plan: Plan, set: UpdateQuery['set']): UpdateQuery {
  return { kind: 'update', table: tableOf(concreteModel(plan.state, plan.model)), set, where: ownWhere(plan) }
}

/** The row of a model that extends another goes with the row of the other. */
export function deleteQuery(plan: Plan): DeleteQuery {
  const model = concreteModel(plan.state, plan.model)
  const up = linkToParent(plan.state, model)
  if (up === undefined) return { kind: 'delete', table: tableOf(model), where: ownWhere(plan) }
  const query = selectQuery(plan, (scope) => [{ term: scope.place(up.path).term }])
  const term: Term = { kind: 'column', table: tableOf(up.model), column: up.column }
  const where: Test = findsNothing(query) ? constant(false) : { kind: 'in-query', term, query }
  return { kind: 'delete', table: tableOf(up.model), where }
}

interface Up {
  readonly model: ModelState
  /** The path to the key of the topmost model, and its column there. */
  readonly path: string
  readonly column: string
}

function linkToParent(state: ProjectState, model: ModelState, before = ''): Up | undefined {
  for (const [name, field] of model.fields) {
    if (!isForeignKey(field) || foreignKeyOptions(field).parentLink !== true) continue
    const target = foreignKeyTarget(state, field)
    const path = before + name
    return (
      linkToParent(state, target.model, `${path}__`) ?? {
        model: target.model,
        path,
        column: columnOf(target.name, target.field),
      }
    )
  }
  return undefined
}

/** A condition on the table alone: UPDATE and DELETE have no joins, and no LIMIT. */
function ownWhere(plan: Plan): Test | undefined {
  const scope = QueryScope.of(plan.state, plan.model)
  const where = whereOf(plan, scope)
  if (findsNothing({ where, limit: plan.limit })) return constant(false)
  if (scope.joins.length === 0 && !isSliced(plan)) return where
  const order = isSliced(plan) ? plan.order : []
  const query = selectQuery({ ...plan, order }, (inner) => termsOf(inner.place('pk')).map((term) => ({ term })))
  return { kind: 'in-query', term: scope.place('pk').term, query }
}

function whereOf({ filters }: Plan, scope: QueryScope): Test | undefined {
  const test = allOf(filters.map((condition) => resolveCondition(condition, scope)))
  return isConstant(test, true) ? undefined : test
}

/** What the plan is ordered by, as expressions. */
function orderOf(plan: Plan, scope: QueryScope): readonly Order[] {
  const given = plan.order ?? orderingOf(plan.state, plan.model)
  const orders = given.flatMap((each) => ordersBy(each, plan, scope))
  return plan.reversed ? orders.map(turned) : orders
}

function ordersBy(by: string | Expression, { state, model }: Plan, scope: QueryScope): readonly Order[] {
  if (typeof by !== 'string') return [resolveOrder(by, scope)]
  const descending = by.startsWith('-')
  return orderedPaths(state, model, descending ? by.slice(1) : by, descending).flatMap((order) =>
    termsOf(scope.placeOfMany(order.path)).map((term) => ({ term, descending: order.descending })),
  )
}

interface OrderedPath {
  readonly path: string
  readonly descending: boolean
}

/** To order by a relation is to order as its model is ordered. */
function orderedPaths(
  state: ProjectState,
  model: ModelState,
  path: string,
  descending: boolean,
  seen: readonly ModelState[] = [model],
): readonly OrderedPath[] {
  const { hops, isRelation } = findPath(state, model, path)
  const target = hops.at(-1)?.model
  const ordering = target === undefined ? [] : orderingOf(state, target)
  if (!isRelation || target === undefined || ordering.length === 0 || seen.includes(target))
    return [{ path, descending }]
  return ordering.flatMap((each) => {
    const down = each.startsWith('-')
    const next = `${path}__${down ? each.slice(1) : each}`
    return orderedPaths(state, model, next, down !== descending, [...seen, target])
  })
}

function turned({ term, descending, nulls }: Order): Order {
  return { term, descending: !descending, nulls: nulls && (nulls === 'first' ? 'last' : 'first') }
}

/** The plan ordered by something: by the key where neither the caller nor the model says. */
export function ordered(plan: Plan): Plan {
  if ((plan.order ?? orderingOf(plan.state, plan.model)).length > 0) return plan
  const keys = primaryKeyFields(concreteModel(plan.state, plan.model))
  return { ...plan, order: keys.map((key) => node(F(key))) }
}
