import type { Effects, Lock, LockMode } from '../../../schema/step'
import type { Table } from '../../../schema/table'

/** A lock on one table and nothing more. */
export function locking(table: Table | string, mode: LockMode = 'ACCESS EXCLUSIVE'): Partial<Effects> {
  return { locks: [lock(table, mode)] }
}

export function lock(table: Table | string, mode: LockMode): Lock {
  return { table: typeof table === 'string' ? table : table.name, mode }
}
