import type { Companions } from '../../backends/postgres/companions'
import type { OnUpdate } from '../../backends/postgres/on-update'
import type { RelationSize } from '../../backends/postgres/relation-sizes'
import type { Effects, Lock, LockMode, Step } from '../../schema/step'
import { lockModes } from '../../schema/step'
import type { Job } from '../jobs'
import type { OperationSteps } from '../steps'
import type { ForeseenStep, Unforeseen } from './foreseen'
import type { Range, Work } from './rates'
import { inAll, timeOf } from './rates'

/** What a step does with a table that others know. */
export interface TableWork {
  readonly work: Work
  readonly table: string
  readonly rows: number | undefined
  readonly bytes: number | undefined
  /** Rows that a data operation has left to do, where they could be counted. */
  readonly left?: number | undefined
}

/** Whom a step waits for before it can do anything. */
export interface WaitsFor {
  /** Those who use a table in any way, those who write it, and every transaction that began before. */
  readonly who: 'users' | 'writers' | 'older transactions'
  readonly table?: string | undefined
}

/** What a step will take of those who use the database. */
export interface StepForecast {
  /** SQL, or what a plan calls it. */
  readonly text: string
  /** `shared`: with its neighbours; `none`: no transaction allows it. */
  readonly transaction: 'shared' | 'own' | 'none'
  /** On what exists before the run. undefined: nothing of it is known. */
  readonly locks: readonly Lock[] | undefined
  /** Whom it keeps waiting while it is at work. */
  readonly blocks: 'nobody' | 'those who write its rows' | 'writers' | 'everybody' | 'not known'
  readonly work: readonly TableWork[]
  /** What of SQL and code of the user's own nobody can tell. */
  readonly unknown?: Unforeseen | undefined
  /** Of data that is changed a few rows at a time, how many these are, where that is said. */
  readonly batchSize?: number | undefined
  /** undefined: not known. */
  readonly seconds: Range | undefined
  readonly waitsFor: readonly WaitsFor[]
  /** Of a column that is dropped: what rests on it now. */
  readonly companions?: Companions | undefined
  /** Of rows that are changed: what comes along with that. */
  readonly onUpdate?: OnUpdate | undefined
}

/** Of one operation, as far as anybody but this run knows what it is about. */
export interface OperationForecast {
  /** Place of the operation, from 1. */
  readonly place: number
  readonly steps: readonly StepForecast[]
}

/** Everything a plan locks. */
export function relationsOf(jobs: readonly Job[]): readonly string[] {
  const steps = jobs.flatMap(({ work }) => work.flatMap((one) => one.steps))
  return [...new Set(steps.flatMap((step) => [...(step.locks ?? []).map(({ table }) => table), ...tablesOf(step)]))]
}

/** What the database knows. */
export interface Known {
  /** Of what exists before the run. */
  readonly sizes: ReadonlyMap<string, RelationSize>
  /** Rows that steps have left to do. */
  readonly left?: ReadonlyMap<Step, number> | undefined
  /** What rests on the columns that steps drop. */
  readonly companions?: ReadonlyMap<Step, Companions> | undefined
  /** What comes along where steps of ours change rows. */
  readonly onUpdate?: ReadonlyMap<Step, OnUpdate> | undefined
  /** SQL of the user's own that was looked into: the steps that stand for its statements. */
  readonly foreseen?: ReadonlyMap<Step, Pick<ForeseenStep, 'unknown'>> | undefined
  /** There is something that others use, whether the plan speaks of it or not. */
  readonly inUse?: boolean | undefined
}

/** Migration by migration. */
export function forecast(jobs: readonly Job[], known: Known): readonly (readonly OperationForecast[])[] {
  const sizes = new Map(known.sizes)
  return jobs.map(({ work }) => work.map((one) => operationForecast(one, sizes, known)))
}

/** Follows renames in `known`: a table keeps its size under its new name. */
function operationForecast(
  { place, steps }: OperationSteps,
  sizes: Map<string, RelationSize>,
  known: Known,
): OperationForecast {
  const all = steps.flatMap((step) => {
    const one = stepForecast(step, sizes, known)
    const [companions, onUpdate] = [known.companions?.get(step), known.onUpdate?.get(step)]
    follow(step, sizes)
    return one === undefined ? [] : [{ ...one, ...(companions && { companions }), ...(onUpdate && { onUpdate }) }]
  })
  return { place, steps: all }
}

/** undefined: it is about what only this run knows. */
function stepForecast(
  step: Step,
  sizes: ReadonlyMap<string, RelationSize>,
  { left: all, foreseen, inUse }: Known,
): StepForecast | undefined {
  if (sizes.size === 0 && !inUse) return undefined
  const locks = locksOf(step)?.filter(({ table }) => sizes.has(table))
  const own = foreseen?.get(step)
  // Of the user's own SQL it is worth saying that it locks nothing.
  if (locks?.length === 0 && own === undefined) return undefined
  const [work, left, unknown] = [worksOf(step, sizes), all?.get(step), unknownOf(step) ?? own?.unknown]
  return {
    text: step.kind === 'sql' ? step.sql : step.label,
    transaction: !step.transactional ? 'none' : step.alone ? 'own' : 'shared',
    locks,
    blocks: blocksOf(locks, step, unknown),
    work: work.map(({ kind, table, size: { rows, bytes } }) => ({
      work: kind,
      table,
      rows,
      bytes,
      ...(left !== undefined && { left }),
    })),
    ...(unknown !== undefined && { unknown }),
    ...(step.kind === 'data' && step.size !== undefined && { batchSize: step.size }),
    seconds: isUntimed(step, locks, unknown, work)
      ? undefined
      : inAll(work.map(({ kind, size }) => timeOf(kind, size))),
    waitsFor: waitsOf(step, locks ?? []),
  }
}

/** Batches are there to change rows of their table. */
function locksOf(step: Step): readonly Lock[] | undefined {
  return step.kind === 'data' ? [{ table: step.table, mode: 'ROW EXCLUSIVE' }] : step.locks
}

function unknownOf(step: Step): Unforeseen | undefined {
  if (step.kind === 'code') return { of: 'locks', why: 'what its code does' }
  return step.kind === 'data' ? { of: 'locks', why: 'what else its code does' } : undefined
}

function blocksOf(
  locks: readonly Lock[] | undefined,
  step: Step,
  unknown: Unforeseen | undefined,
): StepForecast['blocks'] {
  const blocked = locks === undefined ? 'not known' : blockedBy(locks, step)
  return unknown?.of === 'locks' && blocked !== 'everybody' ? 'not known' : blocked
}

/** What goes through its table in batches takes as long as the rows that are known. */
function isUntimed(
  { kind }: Step,
  locks: readonly Lock[] | undefined,
  unknown: Unforeseen | undefined,
  work: readonly unknown[],
): boolean {
  if (work.length === 0) return locks === undefined || unknown !== undefined
  return kind !== 'data' && unknown !== undefined
}

function worksOf(
  step: Step,
  known: ReadonlyMap<string, RelationSize>,
): readonly { readonly kind: Work; readonly table: string; readonly size: RelationSize }[] {
  return tablesOf(step).flatMap((table) => {
    const size = known.get(table)
    return size === undefined ? [] : [{ kind: heaviest(step, table), table, size }]
  })
}

/** Whoever rewrites a table reads it and builds its indexes along the way. */
function heaviest(step: Step, table: string): Work {
  if (step.kind === 'fill' || step.writesRows) return 'fill'
  if (step.rewrites.includes(table)) return 'rewrite'
  return step.builds.includes(table) ? 'build' : 'read'
}

function tablesOf({ rewrites, builds, scans }: Effects): readonly string[] {
  return [...new Set([...rewrites, ...builds, ...scans])]
}

function follow({ renames }: Effects, known: Map<string, RelationSize>): void {
  const size = renames && known.get(renames.from)
  if (renames === undefined || size === undefined) return
  known.delete(renames.from)
  known.set(renames.to, size)
}

function blockedBy(locks: readonly Lock[], step: Step): StepForecast['blocks'] {
  if (locks.some(({ mode }) => mode === 'ACCESS EXCLUSIVE')) return 'everybody'
  if (locks.some(({ mode }) => isAbove(mode, 'SHARE UPDATE EXCLUSIVE'))) return 'writers'
  // A fill has few of them at a time, and for a moment.
  return step.kind === 'sql' && step.writesRows ? 'those who write its rows' : 'nobody'
}

function waitsOf(step: Step, locks: readonly Lock[]): readonly WaitsFor[] {
  if (step.kind === 'sql' && step.index !== undefined) return [{ who: 'older transactions' }]
  return locks.flatMap(({ table, mode }): WaitsFor[] => {
    if (mode === 'ACCESS EXCLUSIVE') return [{ who: 'users', table }]
    return isAbove(mode, 'SHARE UPDATE EXCLUSIVE') ? [{ who: 'writers', table }] : []
  })
}

function isAbove(mode: LockMode, other: LockMode): boolean {
  return lockModes.indexOf(mode) > lockModes.indexOf(other)
}
