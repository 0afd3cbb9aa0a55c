import { type Lock, lockModes, type SqlStep, type Step, sqlStep } from '../schema/step'
import type { OperationSteps } from './steps'

export interface BatchStep {
  readonly step: Step
  /** Place of its operation in the migration, from 1. */
  readonly place: number
  /** Place among all steps of the migration, from 1; undefined: it only prepares the next one. */
  readonly number: number | undefined
}

/** Steps that stand or fall together. */
export interface Batch {
  readonly transaction: boolean
  readonly steps: readonly BatchStep[]
}

export interface BatchOptions {
  /** What the migration says: false, no transaction around the whole of it. */
  readonly atomic: boolean
  /** Steps by number that an earlier run has finished. */
  readonly finished?: ReadonlySet<number> | undefined
}

/**
 * How the steps of a migration are run: in one transaction if they can be. A step that no transaction allows stands
 * alone, and so does one whose locks others must not wait for; what is before and after it has its own transaction.
 */
export function batches(work: readonly OperationSteps[], { atomic, finished }: BatchOptions): readonly Batch[] {
  const groups: { transaction: boolean; steps: BatchStep[] }[] = []
  for (const one of numbered(work)) {
    if (one.number !== undefined && finished?.has(one.number)) continue
    const transaction = atomic ? one.step.transactional : isOwn(one.step)
    const group = groups.at(-1)
    const joins = atomic && transaction && group?.transaction && !one.step.alone && !group.steps.at(-1)?.step.alone
    if (joins) group.steps.push(one)
    else groups.push({ transaction, steps: [one] })
  }
  return groups.map(({ transaction, steps }) => ({ transaction, steps: transaction ? guarded(steps) : steps }))
}

/** All steps of a migration with their numbers. */
export function numbered(work: readonly OperationSteps[]): readonly BatchStep[] {
  return work
    .flatMap(({ place, steps }) => steps.map((step) => ({ step, place })))
    .map((one, index) => ({ ...one, number: index + 1 }))
}

/**
 * In a migration that asks for no transaction, code and SQL of the user's own run without one: they may begin their
 * own, or be what PostgreSQL refuses inside one. Ours are known, and are safer in one together with the journal.
 */
function isOwn(step: Step): boolean {
  return step.kind === 'sql' && step.transactional && step.locks !== undefined
}

/** PostgreSQL refuses to alter a table while checks of its changed rows are pending, so they are made before. */
function guarded(steps: readonly BatchStep[]): readonly BatchStep[] {
  const all: BatchStep[] = []
  let changed: BatchStep | undefined
  for (const one of steps) {
    if (changed !== undefined && one.step.kind === 'sql' && !changesRowsOnly(one.step)) {
      const known = one.step.locks !== undefined
      all.push({ step: known ? CHECK_NOW : CHECK_IF_POSSIBLE, place: changed.place, number: undefined })
      if (known) changed = undefined
    }
    if (one.step.writesRows) changed = one
    all.push(one)
  }
  return all
}

function changesRowsOnly({ writesRows, locks }: SqlStep): boolean {
  return writesRows && locks?.every(isOfRows) === true
}

function isOfRows({ mode }: Lock): boolean {
  return lockModes.indexOf(mode) <= lockModes.indexOf('ROW EXCLUSIVE')
}

const CHECK_NOW = sqlStep('SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED')

/** Before SQL that may alter a table or not: rows that a later step is to set right must not fail here. */
const CHECK_IF_POSSIBLE = sqlStep(
  'DO $$ BEGIN SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED; ' +
    'EXCEPTION WHEN integrity_constraint_violation THEN NULL; END $$',
)
