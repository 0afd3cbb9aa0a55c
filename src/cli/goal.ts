import type { Migration } from '../migrations/migration'
import type { Target } from '../migrations/plan'
import type { Surveyed } from '../migrations/run-migrations'
import { UsageError } from './exit'

/** What is to be done, in Django's words. */
export interface Goal {
  readonly verb: 'Apply all migrations' | 'Unapply all migrations' | 'Target specific migration' | 'Finish'
  readonly what: string
}

/** Where a command line says to go: nothing is everywhere, an app alone is its last migration. */
export interface Destination {
  readonly app?: string
  readonly migration?: string
}

/** Steps such as `-1` are counted now, so that two who ask for the same one at the same time do not go twice as far. */
export async function targetFor(
  { app, migration }: Destination,
  { graph, history }: Surveyed,
  lost: readonly Migration[] = [],
): Promise<Target> {
  if (app === undefined) return { kind: 'all' }
  if (migration === undefined) return { kind: 'app', app }
  // A database is at one point; only a script goes between two.
  if (migration.includes(':')) throw new UsageError('range', `'${migration}' is a range, which goes with --sql only.`)
  const { targetOf } = await import('../migrations/relative-target')
  return targetOf(migration, app, graph, history, lost)
}

export function goalOf(target: Target, { graph, history }: Surveyed): Goal {
  switch (target.kind) {
    case 'all': {
      const apps = new Set(graph.leaves().map((key) => graph.migration(key).app))
      return { verb: 'Apply all migrations', what: [...apps].sort().join(', ') || '(none)' }
    }
    case 'app':
      return { verb: 'Apply all migrations', what: target.app }
    case 'zero':
      return { verb: 'Unapply all migrations', what: target.app }
    case 'migration': {
      const { app } = target
      const isLost = history.missing.some((record) => record.app === app && record.name === target.name)
      const { name } = isLost ? target : graph.find(app, target.name)
      return { verb: 'Target specific migration', what: `${name}, from ${app}` }
    }
  }
}
