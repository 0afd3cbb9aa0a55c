import type { Gently } from '../migrations/batch-runner'
import type { Settings } from '../models/settings'
import { UsageError } from './exit'

/** How a run goes about rows that it changes a few at a time: as the settings say, and the command line above them. */
export function gentlyOf(
  { pause, explain = false }: { readonly pause?: string; readonly explain?: boolean },
  { safety }: Settings,
): Gently {
  return { explain, pace: { ...safety?.batches, ...(pause !== undefined && { pauseMs: milliseconds(pause) }) } }
}

function milliseconds(text: string): number {
  if (/^\d+$/.test(text)) return Number(text)
  throw new UsageError('pause', `--pause ${text}: a number of milliseconds is wanted`)
}
