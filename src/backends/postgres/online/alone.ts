import type { Effects, Lock, Phase, SqlStep } from '../../../schema/step'
import { lockModes, sqlStep } from '../../../schema/step'

/** A step that commits by itself. */
export function alone(step: SqlStep, more: { readonly phase?: Phase; readonly undo?: string } = {}): SqlStep {
  return { ...step, alone: true, phase: 'expand', ...more }
}

/** Several statements that none may come between, in one transaction of their own. */
export function together(
  steps: readonly SqlStep[],
  more: { readonly phase?: Phase; readonly undo?: string | undefined } = {},
): readonly SqlStep[] {
  const [first] = steps
  if (first === undefined) return []
  const { undo, phase = 'expand' } = more
  if (steps.length === 1) return [{ ...first, alone: true, phase, undo }]
  const renamed = steps.find(({ renames }) => renames !== undefined)
  return [
    {
      ...sqlStep(steps.map(({ sql }) => sql).join(';\n'), joined(steps)),
      needs: steps.find(({ needs }) => needs !== undefined)?.needs,
      alone: true,
      phase,
      undo,
      renames: renamed?.renames,
    },
  ]
}

/** The effects of one after the other. */
function joined(steps: readonly SqlStep[]): Partial<Effects> {
  const all = (of: (step: SqlStep) => readonly string[]): readonly string[] => [...new Set(steps.flatMap(of))]
  return {
    locks: strongest(steps.flatMap(({ locks = [] }) => locks)),
    rewrites: all(({ rewrites }) => rewrites),
    scans: all(({ scans }) => scans),
    builds: all(({ builds }) => builds),
    writesRows: steps.some(({ writesRows }) => writesRows),
  }
}

function strongest(locks: readonly Lock[]): readonly Lock[] {
  const modes = new Map<string, Lock>()
  for (const lock of locks) {
    const other = modes.get(lock.table)
    if (other === undefined || strength(other) < strength(lock)) modes.set(lock.table, lock)
  }
  return [...modes.values()]
}

function strength({ mode }: Lock): number {
  return lockModes.indexOf(mode)
}

/** Whether somebody who reads or writes rows has to wait for it. */
export function holdsUp({ locks = [] }: Effects): boolean {
  return locks.some((lock) => strength(lock) > lockModes.indexOf('SHARE UPDATE EXCLUSIVE'))
}

/** Whether they have to wait for long: while the table is read or written as a whole, or while its rows are locked. */
export function holdsUpLong(step: Effects): boolean {
  const works = step.rewrites.length + step.scans.length + step.builds.length > 0
  return step.writesRows || (works && holdsUp(step))
}
