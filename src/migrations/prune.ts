import { StrataError } from '../base/errors'
import type { Database } from '../sql/database'
import type { MigrationGraph } from './graph'
import type { AppliedMigration } from './history'
import { type MigrationKey, migrationKey } from './migration'
import { Recorder } from './recorder'

export interface Pruned {
  /** Records that are gone. */
  readonly names: readonly string[]
  /** Squashed migrations that still stand for some of what could go; nothing is pruned then. */
  readonly blockedBy: readonly MigrationKey[]
}

/** Forgets the records of an app that have no file. */
export function prunable(graph: MigrationGraph, records: readonly AppliedMigration[], app: string): Pruned {
  const gone = records.filter((record) => record.app === app && !graph.files.has(migrationKey(app, record.name)))
  const keys = new Set(gone.map(({ name }) => migrationKey(app, name)))
  const blockedBy = [...graph.files]
    .filter(([, { replaces }]) => replaces.some((ref) => keys.has(migrationKey(...ref))))
    .map(([key]) => key)
  return { names: blockedBy.length > 0 ? [] : gone.map(({ name }) => name).sort(), blockedBy }
}

export async function forgetRecords(db: Database, app: string, names: readonly string[]): Promise<void> {
  const recorder = new Recorder(db)
  await db.transaction(async () => {
    for (const name of names) await recorder.forget([app, name])
  })
}

/** All of a database at once is more than anybody means. */
export class PruneNeedsAppError extends StrataError {
  constructor() {
    super({
      code: 'migrate.prune-needs-app',
      message: 'Migrations can be pruned only when an app is specified.',
      hint: 'For instance: migrate movies --prune',
    })
  }
}
