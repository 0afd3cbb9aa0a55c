import { RunSQL } from '../operations'
import type { Operation } from '../operations/operation'
import type { MigrationGraph } from './graph'
import { type Migration, type MigrationKey, type MigrationRef, migrationKey, placed } from './migration'
import { migrationName, migrationNumber, numberedName } from './names'
import { optimize } from './optimizer'
import {
  CircularSquashError,
  MigrationExistsError,
  NothingToSquashError,
  PartOfSquashError,
  StartAfterEndError,
} from './squash-errors'

export interface SquashRequest {
  readonly app: string
  /** The first of them, or the beginning of its name; the first of the app unless given. */
  readonly start?: string | undefined
  /** The last of them. */
  readonly end: string
  /** The name after the numbers, instead of the last migration's. */
  readonly name?: string | undefined
  readonly optimize: boolean
}

/** One migration that stands for several. */
export interface Squash {
  readonly migration: Migration
  /** What it stands for, in order. */
  readonly replaced: readonly Migration[]
}

export interface SquashPlan {
  /** All that was asked for, in order. */
  readonly range: readonly Migration[]
  /** More than one where other apps stand between. */
  readonly squashes: readonly Squash[]
  /** Why there is more than one: each needs the next, and the last the first. */
  readonly cycles: readonly (readonly MigrationKey[])[]
}

/** The migrations from one to another as one, or as few as other apps allow. */
export function squash(graph: MigrationGraph, request: SquashRequest): SquashPlan {
  const { app } = request
  const keys = rangeOf(graph, request)
  if (keys.length < 2) throw new NothingToSquashError(app, keys)
  const { parts, cycles } = cut(graph, keys)
  const whole = parts.filter((part) => part.length > 1)
  if (whole.length === 0) throw new CircularSquashError(app, cycles)
  const squashes = whole.map((part) => squashOf(graph, part, request))
  for (const { migration } of squashes) {
    const key = migrationKey(app, migration.name)
    if (graph.files.has(key)) throw new MigrationExistsError(key)
  }
  return { range: keys.map((key) => graph.migration(key)), squashes, cycles }
}

/** The operations that squashing keeps. What changes the models too is no detail that may be left out. */
export function withoutElidable(operations: readonly Operation[]): readonly Operation[] {
  return operations.filter(
    (operation) =>
      !operation.elidable || (operation instanceof RunSQL && (operation.args.stateOperations ?? []).length > 0),
  )
}

function rangeOf(graph: MigrationGraph, { app, start, end }: SquashRequest): readonly MigrationKey[] {
  const last = nodeOf(graph, app, end)
  const plan = graph.forwardsPlan(last).filter((key) => graph.migration(key).app === app)
  if (start === undefined) return plan
  const first = nodeOf(graph, app, start)
  const at = plan.indexOf(first)
  if (at === -1) throw new StartAfterEndError(first, last)
  return plan.slice(at)
}

function nodeOf(graph: MigrationGraph, app: string, text: string): MigrationKey {
  const { name } = graph.find(app, text)
  const key = migrationKey(app, name)
  const standIn = graph.has(key) ? undefined : graph.standIn(key)
  if (standIn !== undefined) throw new PartOfSquashError(key, standIn)
  return key
}

interface Parts {
  readonly parts: readonly (readonly MigrationKey[])[]
  readonly cycles: readonly (readonly MigrationKey[])[]
}

/** What needs a migration of another app that needs an earlier one of the range begins a part of its own. */
function cut(graph: MigrationGraph, keys: readonly MigrationKey[]): Parts {
  const parts: MigrationKey[][] = []
  const cycles: (readonly MigrationKey[])[] = []
  let part = new Set<MigrationKey>()
  let innocent = new Set<MigrationKey>()
  for (const key of keys) {
    const cycle = wayBack(graph, key, part, innocent)
    if (cycle !== undefined) {
      cycles.push(cycle)
      parts.push([...part])
      part = new Set()
      innocent = new Set()
    }
    part.add(key)
  }
  return { parts: [...parts, [...part]], cycles }
}

/** How a migration needs one of the part by way of one that is not; `innocent` are those known to need none of it. */
function wayBack(
  graph: MigrationGraph,
  start: MigrationKey,
  part: ReadonlySet<MigrationKey>,
  innocent: Set<MigrationKey>,
): readonly MigrationKey[] | undefined {
  const from = new Map<MigrationKey, MigrationKey>()
  const queue: MigrationKey[] = []
  const visit = (key: MigrationKey, by: MigrationKey): void => {
    if (from.has(key) || innocent.has(key)) return
    from.set(key, by)
    queue.push(key)
  }
  for (const parent of graph.parents(start)) if (!part.has(parent)) visit(parent, start)
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    for (const parent of graph.parents(key)) {
      if (part.has(parent)) return [...path(from, key, start).reverse(), parent]
      visit(parent, key)
    }
  }
  for (const key of from.keys()) innocent.add(key)
  return undefined
}

function path(from: ReadonlyMap<MigrationKey, MigrationKey>, end: MigrationKey, start: MigrationKey): MigrationKey[] {
  const keys = [end]
  for (let at = from.get(end); at !== undefined; at = from.get(at)) {
    keys.push(at)
    if (at === start) break
  }
  return keys
}

function squashOf(graph: MigrationGraph, keys: readonly MigrationKey[], request: SquashRequest): Squash {
  const { app } = request
  const replaced = keys.map((key) => graph.migration(key))
  const all = replaced.flatMap(({ operations }) => operations)
  const operations = request.optimize ? optimize(withoutElidable(all), app) : all
  const dependencies = dependenciesOf(graph, app, keys, replaced)
  const runBefore = outside(
    graph,
    keys,
    replaced.flatMap((each) => each.runBefore),
  )
  const isFirst = !dependencies.some(([other]) => other === app)
  const migration = placed(app, nameOf(replaced, isFirst, request), {
    ...(isFirst && { initial: true }),
    dependencies,
    operations,
    ...(runBefore.length > 0 && { runBefore }),
    replaces: replaced.map(({ name }): MigrationRef => [app, name]),
    ...(!isAtomic(replaced, operations) && { atomic: false }),
  })
  return { migration, replaced }
}

/** What is left of a migration without a transaction must have none either. */
function isAtomic(replaced: readonly Migration[], operations: readonly Operation[]): boolean {
  const left = new Set(operations)
  return replaced.every(({ atomic, operations: own }) => atomic || !own.some((operation) => left.has(operation)))
}

/** Of other migrations; of other apps none that another one of them needs anyway. */
function dependenciesOf(
  graph: MigrationGraph,
  app: string,
  keys: readonly MigrationKey[],
  replaced: readonly Migration[],
): readonly MigrationRef[] {
  const refs = outside(
    graph,
    keys,
    replaced.flatMap(({ dependencies }) => dependencies),
  )
  const nodes = refs.map((ref) => nodeFor(graph, ref))
  const needed = new Set<MigrationKey>()
  for (const node of new Set(nodes)) {
    if (node === undefined) continue
    for (const key of graph.forwardsPlan(node)) if (key !== node) needed.add(key)
  }
  return refs.filter((_, at) => {
    const node = nodes[at]
    // Those of its own app say that it comes after them, and is no leaf beside them.
    return node === undefined || graph.migration(node).app === app || !needed.has(node)
  })
}

function nodeFor(graph: MigrationGraph, ref: MigrationRef): MigrationKey | undefined {
  const key = migrationKey(...ref)
  return graph.has(key) ? key : graph.standIn(key)
}

/** Each once, without what is inside. */
function outside(
  graph: MigrationGraph,
  keys: readonly MigrationKey[],
  refs: readonly MigrationRef[],
): readonly MigrationRef[] {
  const inside = new Set(keys.flatMap((key) => [key, ...graph.covers(key).map((ref) => migrationKey(...ref))]))
  const byKey = new Map(refs.map((ref) => [migrationKey(...ref), ref]))
  return [...byKey].filter(([key]) => !inside.has(key)).map(([, ref]) => ref)
}

/** `0001_squashed_0004_price`: from where to where, so that the next number is known. */
function nameOf(replaced: readonly Migration[], isFirst: boolean, { name }: SquashRequest): string {
  const [first, last] = [replaced[0], replaced.at(-1)]
  if (first === undefined || last === undefined) throw new Error('a squash of nothing has no name')
  const tail = last.name.replace(/^.*_squashed_/, '')
  const own = name === undefined ? tail : numberedName(migrationNumber(last.name), migrationName(name))
  const start = isFirst ? '0001' : first.name.replace(/_squashed_.*$/, '')
  return `${start}_squashed_${own}`.slice(0, 100)
}
