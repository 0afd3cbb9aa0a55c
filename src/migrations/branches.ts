import type { Operation } from '../operations/operation'
import { mayChangePlaces } from '../operations/operation'
import type { SchemaEditor } from '../schema/schema-editor'
import type { Step } from '../schema/step'
import type { ProjectState } from '../state/project-state'
import type { MigrationGraph } from './graph'
import type { Migration, MigrationKey } from './migration'
import { stepDigest } from './records'

/** One of several ways in which a history goes on. */
export interface Branch {
  readonly leaf: Migration
  /** What it has of its app that not all of the others have, in order. */
  readonly migrations: readonly Migration[]
}

/** An operation and where it stands. */
export interface Placed {
  readonly migration: Migration
  readonly operation: Operation
}

export type Pair = readonly [Placed, Placed]

/** Whether it matters which of two branches comes first. */
export type Commutation =
  | { readonly kind: 'commutes' }
  /** It does, and these two show it. */
  | { readonly kind: 'conflict'; readonly pair: Pair; readonly why: string }
  /** Code or SQL of a project's own: nobody but who wrote it can say. */
  | { readonly kind: 'unknown'; readonly pair: Pair }

/** The branches of an app with several leaves. */
export function branchesOf(graph: MigrationGraph, app: string): readonly Branch[] {
  const leaves = graph.leaves(app)
  const ancestries = leaves.map((leaf) => graph.forwardsPlan(leaf).filter((key) => graph.migration(key).app === app))
  const common = ancestries.reduce((all, each) => all.filter((key) => each.includes(key)))
  return leaves.map((leaf, index) => ({
    leaf: graph.migration(leaf),
    migrations: (ancestries[index] ?? []).filter((key) => !common.includes(key)).map((key) => graph.migration(key)),
  }))
}

/** Goes both ways, and compares where they lead and what each operation takes on the one and on the other. */
export function commutation(
  graph: MigrationGraph,
  one: MigrationKey,
  other: MigrationKey,
  schema: SchemaEditor,
): Commutation {
  const [first, second] = [graph.forwardsPlan(one), graph.forwardsPlan(other)]
  const base = graph.stateAfter(graph.order.filter((key) => first.includes(key) && second.includes(key)))
  const mine = operationsOf(
    graph,
    first.filter((key) => !second.includes(key)),
  )
  const theirs = operationsOf(
    graph,
    second.filter((key) => !first.includes(key)),
  )
  const [lastMine, lastTheirs] = [mine.at(-1), theirs.at(-1)]
  if (lastMine === undefined || lastTheirs === undefined) return { kind: 'commutes' }
  const alone = [walk(base, mine, schema), walk(base, theirs, schema)] as const
  const after = [walk(alone[1].end, mine, schema), walk(alone[0].end, theirs, schema)] as const
  for (const [index, { failure }] of after.entries()) {
    if (failure === undefined) continue
    const partner = partnerOf(failure.placed, index === 0 ? theirs : mine) ?? (index === 0 ? lastTheirs : lastMine)
    return {
      kind: 'conflict',
      pair: [partner, failure.placed],
      why: `after the first the second fails: ${failure.why}`,
    }
  }
  if (!after[0].end.equals(after[1].end)) {
    const pair = meetingPair(mine, theirs) ?? [lastMine, lastTheirs]
    return { kind: 'conflict', pair, why: 'which comes last decides what the models are' }
  }
  return bySteps([alone[0], after[0]], theirs) ?? bySteps([alone[1], after[1]], mine) ?? opaque(alone, [mine, theirs])
}

interface Walk {
  readonly end: ProjectState
  readonly steps: readonly { readonly placed: Placed; readonly steps: readonly Step[] }[]
  readonly failure: { readonly placed: Placed; readonly why: string } | undefined
}

function operationsOf(graph: MigrationGraph, keys: readonly MigrationKey[]): readonly Placed[] {
  return keys.flatMap((key) => {
    const migration = graph.migration(key)
    return migration.operations.map((operation) => ({ migration, operation }))
  })
}

function walk(base: ProjectState, all: readonly Placed[], schema: SchemaEditor): Walk {
  const steps: { placed: Placed; steps: readonly Step[] }[] = []
  let from = base
  for (const placed of all) {
    const { migration, operation } = placed
    try {
      const to = operation.apply(migration.app, from)
      steps.push({ placed, steps: operation.forwards({ app: migration.app, from, to, schema }) })
      from = to
    } catch (error) {
      return { end: from, steps, failure: { placed, why: error instanceof Error ? error.message : String(error) } }
    }
  }
  return { end: from, steps, failure: undefined }
}

/** Each operation must take the same, whether the others are done or not. */
function bySteps([alone, after]: readonly [Walk, Walk], others: readonly Placed[]): Commutation | undefined {
  for (const [index, { placed, steps }] of alone.steps.entries()) {
    const now = after.steps[index]?.steps ?? []
    const isSame = steps.length === now.length && steps.every((step, at) => sameStep(step, now[at]))
    if (isSame) continue
    const partner = partnerOf(placed, others) ?? others.at(-1)
    if (partner === undefined) continue
    return {
      kind: 'conflict',
      pair: [partner, placed],
      why: 'after the first the second takes other SQL than before it',
    }
  }
  return undefined
}

function sameStep(step: Step, other: Step | undefined): boolean {
  return other !== undefined && stepDigest(step) === stepDigest(other)
}

function opaque(
  walks: readonly [Walk, Walk],
  [mine, theirs]: readonly [readonly Placed[], readonly Placed[]],
): Commutation {
  const isOpaque = (step: Step): boolean => step.locks === undefined
  const find = ({ steps }: Walk): Placed | undefined => steps.find((one) => one.steps.some(isOpaque))?.placed
  const [own, other] = [find(walks[0]), find(walks[1])]
  if (own === undefined && other === undefined) return { kind: 'commutes' }
  const pair = [own ?? mine[0], other ?? theirs[0]] as const
  const [one, two] = pair
  return one === undefined || two === undefined ? { kind: 'commutes' } : { kind: 'unknown', pair: [one, two] }
}

/** The last of the others that has to do with the same things. */
function partnerOf(placed: Placed, others: readonly Placed[]): Placed | undefined {
  return others.findLast((other) => meets(placed, other))
}

function meetingPair(mine: readonly Placed[], theirs: readonly Placed[]): Pair | undefined {
  for (const one of mine) {
    const other = theirs.find((each) => meets(one, each))
    if (other !== undefined) return [one, other]
  }
  return undefined
}

function meets(one: Placed, other: Placed): boolean {
  return !mayChangePlaces(one.operation.touches(one.migration.app), other.operation.touches(other.migration.app))
}
