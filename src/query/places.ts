import type { Database } from '../sql/database'
import { isExpression } from '../sql/expression'
import { Q } from '../sql/q'
import type { Param, SelectQuery, Term, Test } from '../sql/query'
import type { ModelState } from '../state/model-state'
import type { ProjectState } from '../state/project-state'
import { columnTypeOf, orderName, tableOf, valueField } from '../state/relations'
import { isUnsaved } from './facts'
import type { Instance } from './instance'
import { propertyOf } from './instance'
import { resolveCondition } from './resolve'
import { tableScope } from './table-scope'
import { anyOf } from './tests'
import { paramFor } from './values'

/** More groups a statement win nothing: each row is compared with all of them. */
const MAX_GROUPS = 100

/** Rows with the same relation, in the order in which they are to be inserted. */
interface Group {
  readonly test: Test
  readonly objects: Instance[]
}

/** What was read from a row keeps its place there; inserted again it is another row. */
export function needsPlace(object: Instance): boolean {
  return !isUnsaved(object) || object[orderName] === undefined || object[orderName] === null
}

/** Where a model has `orderWithRespectTo`: the places of new rows, after those that are there with the same relation. */
export async function nextPlaces(
  state: ProjectState,
  model: ModelState,
  objects: readonly Instance[],
  database: Database,
): Promise<ReadonlyMap<Instance, number>> {
  const places = new Map<Instance, number>()
  const { orderWithRespectTo: relation } = model.options
  if (relation === undefined) return places
  const groups = groupsOf(state, model, relation, objects.filter(needsPlace))
  for (let at = 0; at < groups.length; at += MAX_GROUPS) {
    const some = groups.slice(at, at + MAX_GROUPS)
    const last = await lastPlaces(model, some, database)
    some.forEach((group, i) => {
      const next = (last[i] ?? -1) + 1
      group.objects.forEach((object, k) => {
        places.set(object, next + k)
      })
    })
  }
  return places
}

function groupsOf(
  state: ProjectState,
  model: ModelState,
  relation: string,
  objects: readonly Instance[],
): readonly Group[] {
  const field = model.field(relation)
  const property = propertyOf(relation, field)
  const scope = tableScope(state, model)
  const groups = new Map<unknown, Group>()
  for (const object of objects) {
    const value = object[property]
    const id = isExpression(value)
      ? value
      : textOf(paramFor(value, valueField(state, field), columnTypeOf(state, field), `${model.key}.${relation}`))
    const group = groups.get(id) ?? { test: resolveCondition(Q({ [property]: value }), scope), objects: [] }
    group.objects.push(object)
    groups.set(id, group)
  }
  return [...groups.values()]
}

/** Values that are the same to the database are the same text; NULL is no text. */
function textOf({ value }: Param): unknown {
  return value === null ? null : String(value)
}

/** The greatest number in each group; undefined: the group has no rows. */
async function lastPlaces(
  model: ModelState,
  groups: readonly Group[],
  database: Database,
): Promise<readonly (number | undefined)[]> {
  const query: SelectQuery = {
    kind: 'select',
    table: tableOf(model),
    joins: [],
    selected: groups.map(({ test }) => ({ term: greatest(groups.length === 1 ? undefined : test) })),
    where: anyOf(groups.map(({ test }) => test)),
    orderBy: [],
  }
  const { rows } = await database.run(database.compile(query))
  return (rows[0] ?? []).map((last) => (last === null ? undefined : Number(last)))
}

/** `MAX("_order")`, of the rows that meet the test. */
function greatest(test: Test | undefined): Term {
  const order: Term = { kind: 'column', column: orderName }
  const counted: Term = test === undefined ? order : { kind: 'case', whens: [{ test, then: order }] }
  return { kind: 'call', function: 'MAX', args: [counted] }
}
