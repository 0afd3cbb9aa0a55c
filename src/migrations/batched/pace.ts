import { setTimeout as sleep } from 'node:timers/promises'
import { type Load, loadOf } from '../../backends/postgres/load'
import type { Connection } from '../../sql/connection'

/** How much of a server a walk may take. */
export interface Pace {
  /** Between two batches. */
  readonly pauseMs?: number | undefined
  /** Waits while a replica is further behind; 10 s unless said. */
  readonly maxLagMs?: number | undefined
  /** Waits while more sessions are at work. Unless said, however many are. */
  readonly maxActive?: number | undefined
}

const usualLagMs = 10_000

/** How often a server is asked how it is: asking costs as well. */
const everyMs = 1000

/** What to do before each batch: pause, and wait for as long as the server has enough to do. */
export function paced(db: Connection, pace: Pace, onWait: (why: string) => void): () => Promise<void> {
  let asked = Number.NEGATIVE_INFINITY
  let isFirst = true
  return async () => {
    if (!isFirst && pace.pauseMs !== undefined) await sleep(pace.pauseMs)
    isFirst = false
    if (performance.now() - asked < everyMs) return
    for (let said: string | undefined; ; ) {
      const why = tooMuch(await loadOf(db), pace)
      asked = performance.now()
      if (why === undefined) return
      if (why !== said) onWait(why)
      said = why
      await sleep(Math.min(everyMs, 500))
    }
  }
}

/** Why a server should be left alone for now. */
export function tooMuch({ lagMs, active }: Load, { maxLagMs = usualLagMs, maxActive }: Pace): string | undefined {
  if (lagMs > maxLagMs) return `a replica is more than ${maxLagMs / 1000} s behind`
  return maxActive !== undefined && active > maxActive ? `more than ${maxActive} sessions are at work` : undefined
}
