import { equal } from '../base/equal'
import type { DatabaseObject, DependencyKey } from '../objects/database-object'
import { dependenciesOf, objectKey } from '../objects/database-object'
import { isReplaceableFunction } from '../objects/function'
import { isReplaceableView } from '../objects/view'
import type { ModelKey } from '../state/model-state'
import { namesIn } from '../state/named-types'
import { standingOn } from '../state/object-references'
import type { ProjectState } from '../state/project-state'
import { columnTypeOf, valueField } from '../state/relations'
import type { Differences } from './differences'
import { type EnumDifference, enumDifference } from './enum-differences'

export interface ObjectPair {
  readonly before: DatabaseObject
  readonly after: DatabaseObject
}

/** What became of the objects beside the tables. */
export interface ObjectDifferences {
  readonly created: readonly DatabaseObject[]
  readonly deleted: readonly DatabaseObject[]
  /** Another definition, in the same place. */
  readonly altered: readonly ObjectPair[]
  /** In the way of something else: gone before it and back after it, changed or not. */
  readonly recreated: readonly ObjectPair[]
  readonly enums: readonly EnumDifference[]
}

const known = new WeakMap<Differences, ObjectDifferences>()

/** Worked out once for all detectors. */
export function objectDifferences(differences: Differences): ObjectDifferences {
  let found = known.get(differences)
  if (found === undefined) {
    found = compare(differences)
    known.set(differences, found)
  }
  return found
}

function compare(differences: Differences): ObjectDifferences {
  const { from, to, watched } = differences
  const before = byKey([...from.objects()].filter(({ app }) => watched(app)))
  const after = byKey([...to.objects()].filter(({ app }) => watched(app)))
  const pairs = before.flatMap((object) => {
    const other = to.findObject(objectKey(object))
    return other === undefined ? [] : [{ before: object, after: other }]
  })
  const enums = pairs.flatMap((pair) => enumDifference(pair.before, pair.after) ?? [])
  const deleted = before.filter((object) => to.findObject(objectKey(object)) === undefined)
  const changed = pairs.filter((pair) => pair.before.kind !== 'enum' && !equal(pair.before, pair.after))
  // To know what is unsettled columns are looked at: not where no object could stand in the way.
  const keys = pairs.length === 0 ? new Set<DependencyKey>() : unsettled(differences, deleted, changed, enums)
  const inTheWay = new Set(standingOn(from, keys))
  const recreated = pairs.filter((pair) => inTheWay.has(pair.before))
  return {
    created: after.filter((object) => from.findObject(objectKey(object)) === undefined),
    deleted,
    altered: changed.filter((pair) => !recreated.includes(pair)),
    recreated,
    enums,
  }
}

/** What cannot change while something stands on it, by key. */
function unsettled(
  differences: Differences,
  deleted: readonly DatabaseObject[],
  changed: readonly ObjectPair[],
  enums: readonly EnumDifference[],
): ReadonlySet<DependencyKey> {
  const rebuilt = enums.filter((each) => each.isRebuilt)
  return new Set([
    ...differences.deleted.map(({ key }) => key),
    ...unsettledModels(differences, new Set(rebuilt.map(({ after }) => after.name))),
    ...rebuilt.map(({ key }) => key),
    ...deleted.map(objectKey),
    ...changed.filter((pair) => !isReplaced(pair)).map(({ before }) => objectKey(before)),
  ])
}

/** Whether the object is changed without being gone in between, and changed back as well. */
function isReplaced({ before, after }: ObjectPair): boolean {
  if (before.kind === 'view' && after.kind === 'view') {
    const [old, now] = [before.options, after.options]
    return isReplaceableView(old, now) && isReplaceableView(now, old)
  }
  if (before.kind === 'function' && after.kind === 'function')
    return isReplaceableFunction(before.options, after.options)
  return before.kind === 'extension' || before.kind === 'schema'
}

/** Models with a column that goes or changes its type, be it because a key that it refers to does. */
function unsettledModels({ from, to, changed }: Differences, rebuilt: ReadonlySet<string>): readonly ModelKey[] {
  const lookedAt = new Set([...from.objects()].flatMap(dependenciesOf))
  const losing = new Set(changed.filter(({ fields }) => fields.removed.size > 0).map(({ key }) => key))
  const retyped = [...lookedAt].filter(
    (key) => !losing.has(key) && from.has(key) && to.has(key) && isRetyped(from, to, key, rebuilt),
  )
  return [...losing, ...retyped]
}

function isRetyped(from: ProjectState, to: ProjectState, key: ModelKey, rebuilt: ReadonlySet<string>): boolean {
  const after = to.model(key)
  for (const [name, field] of from.model(key).fields) {
    const other = after.fields.get(name)
    if (other === undefined) continue
    const type = columnTypeOf(from, field)
    if (namesIn(type).some((each) => rebuilt.has(each)) || !equal(type, columnTypeOf(to, other))) return true
    if (type !== undefined && !equal(collationIn(from, field), collationIn(to, other))) return true
  }
  return false
}

function collationIn(state: ProjectState, field: Parameters<typeof valueField>[1]): string | undefined {
  return valueField(state, field).options.dbCollation
}

/** The order that everything is found in, whatever the order of the apps. */
function byKey(objects: readonly DatabaseObject[]): readonly DatabaseObject[] {
  const spelled = (object: DatabaseObject): string => `${object.app} ${objectKey(object)}`
  return [...objects].sort((a, b) => (spelled(a) < spelled(b) ? -1 : 1))
}
