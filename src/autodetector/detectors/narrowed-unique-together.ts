import { AlterUniqueTogether } from '../../operations'
import type { Findings } from '../asking'
import { does, planned } from '../dependencies'
import type { Differences } from '../differences'
import { keptSets } from '../unique-together'

/** Sets that speak of a field which is about to be removed go first; `alteredUniqueTogether` sets the rest. */
export function* narrowedUniqueTogether({ changed }: Differences): Findings {
  for (const difference of changed) {
    const { key, app, name, before } = difference
    const kept = keptSets(difference)
    if (kept.length === before.uniqueTogether.length) continue
    yield planned({
      app,
      operation: new AlterUniqueTogether({ name, uniqueTogether: kept }),
      does: [...new Set(before.uniqueTogether.flat())].map((field) => does.unused(key, field)),
    })
  }
}
