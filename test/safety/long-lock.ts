import { lockModes } from '../../src/schema/step'
import type { Measured } from '../support/measure'

/** Tables that others wait for while they are read, written or indexed as a whole. */
export function heldLong({ locks, rewrites, scans, builds }: Measured): readonly string[] {
  const worked = [...new Set([...rewrites, ...scans, ...builds])]
  return worked.filter((table) =>
    locks.some(
      (lock) => lock.table === table && lockModes.indexOf(lock.mode) > lockModes.indexOf('SHARE UPDATE EXCLUSIVE'),
    ),
  )
}
