import type { ActionKind } from './action'

/** What has been measured to take the same lock of each partition as of their table. */
export const takesPartitions = [
  'drop-table',
  'add-column',
  'drop-column',
  'rename-column',
  'alter-type',
  'set-not-null',
  'drop-not-null',
  'set-default',
  'add-constraint',
  'drop-constraint',
  'validate-constraint',
  'truncate',
  'lock-table',
  'trigger',
] as const satisfies readonly ActionKind[]
