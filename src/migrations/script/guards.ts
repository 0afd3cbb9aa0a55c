import { quoteText } from '../../backends/postgres/compiler'
import { runLockKey } from '../../backends/postgres/run-lock'
import type { MigrationGraph } from '../graph'
import type { Job } from '../jobs'
import { journalTable } from '../records'
import { failIf, inCase, raise, recorded } from './words'

/** What a script looks at before it runs a migration: it was made without knowing the database. */
export interface Guards {
  /** A condition: the migration is still to be run. */
  readonly due: string
  /** Ends a block where it is not. */
  readonly skip: readonly string[]
  /** What has to be so, and is not where the database is elsewhere than the script was made for. */
  readonly demands: readonly string[]
}

export function guardsOf(graph: MigrationGraph, { planned, work }: Job): Guards {
  const { key, direction } = planned
  const isForwards = direction === 'forwards'
  const isApplied = recorded(graph.decisive(key))
  const [due, done] = isForwards ? [`NOT (${isApplied})`, isApplied] : [isApplied, `NOT (${isApplied})`]
  const said = raise('NOTICE', `${key} is ${isForwards ? 'applied already' : 'not applied'}.`)
  const servers = work
    .flatMap(({ steps }) => steps.flatMap(({ needs }) => needs ?? []))
    .flatMap(({ version, what }) => {
      const isOlder = `current_setting('server_version_num')::integer < ${version}0000`
      return failIf(isOlder, `${what} needs PostgreSQL ${version}, and this server is older.`)
    })
  const neighbours = isForwards
    ? graph.parents(key).flatMap((other) => {
        return failIf(`NOT (${recorded(graph.decisive(other))})`, `${key} needs ${other}, which is not applied.`)
      })
    : graph.children(key).flatMap((other) => {
        return failIf(recorded(graph.decisive(other)), `${key} cannot be undone: ${other} needs it, and is applied.`)
      })
  return { due, skip: inCase(done, said, 'RETURN;'), demands: [...servers, ...neighbours] }
}

/** A run that was broken off has steps behind it; only those that are known may be gone on after. */
export function refuseJournal(
  { planned }: Job,
  known: readonly (readonly [step: number, digest: string])[],
): readonly string[] {
  const { app, name } = planned.migration
  const isKnown = known.map(([step, digest]) => {
    return `(direction, step, digest) = ('${planned.direction}', ${step}, ${quoteText(digest)})`
  })
  const own = `(app, name) = (${quoteText(app)}, ${quoteText(name)})`
  const found = [own, ...isKnown.map((one) => `NOT (${one})`)].join(' AND ')
  const message = `${planned.key} was left half way by a run with other steps: finish it with migrate.`
  const isThere = `to_regclass('${journalTable}') IS NOT NULL`
  return inCase(isThere, ...failIf(`EXISTS (SELECT FROM ${journalTable} WHERE ${found})`, message))
}

/** Takes turns with migrate. It does not wait: the build of an index waits for who waits for a lock. */
export function lockOrFail(until: 'the transaction ends' | 'it is let go'): readonly string[] {
  const take = until === 'it is let go' ? 'pg_try_advisory_lock' : 'pg_try_advisory_xact_lock'
  const message = 'Another run migrates this database now: run the script again when it is done.'
  return failIf(`NOT ${take}(${runLockKey('migrations')})`, message)
}

export const unlock = `PERFORM pg_advisory_unlock(${runLockKey('migrations')});`
