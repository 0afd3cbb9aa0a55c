import { DatabaseError } from '../backends/postgres/database-error'
import { StrataError } from '../base/errors'
import { plural } from '../base/text'
import type { ServerNeed } from '../schema/step'
import type { RowsOfBatch } from './batched/walk'
import type { BatchStep } from './batches'
import { operationFacts, operationWords, placeOf } from './errors'
import { MissedRowsError } from './fill'
import { isIndexStep } from './index-step'
import { lineOfFailure } from './line-of-failure'
import type { MigrationKey } from './migration'
import { migrationKey } from './migration'
import type { Direction, PlannedMigration } from './plan'
import { resumeCommand } from './resume'
import { EndedError } from './stop'

/** Where a run stood when it failed. */
export interface Failure {
  readonly planned: PlannedMigration
  /** undefined: while it was recorded and committed. */
  readonly at: BatchStep | undefined
  /** Those of the batch that failed. */
  readonly rows: RowsOfBatch | undefined
  /** Whether what failed was in a transaction, which took it back. */
  readonly transaction: boolean
  /** How many steps of this migration are done and stay, those of earlier runs included. */
  readonly kept: number
  /** Of this migration. */
  readonly steps: number
  /** What this run had finished before. */
  readonly done: readonly MigrationKey[]
  /** The whole plan was one transaction. */
  readonly together: boolean
  /** Alias of the database. */
  readonly database: string | undefined
  readonly cause: unknown
}

/** A migration that the database refused, whose code threw, or that somebody ended. */
export class MigrationFailedError extends StrataError {
  constructor(failure: Failure) {
    const { planned, at, cause } = failure
    const { migration, origin, direction } = planned
    const place = at && { migration, file: origin?.file, operation: at.place }
    const line = lineOfCode(failure)
    const shown = line === undefined ? origin?.file : `${origin?.file}:${line}`
    const verb = direction === 'forwards' ? 'Applying' : 'Undoing'
    const where = place === undefined ? 'when it was to be recorded and committed' : `at ${operationWords(place)}`
    const isEnded = cause instanceof EndedError
    const { code, ended } = isEnded
      ? { code: cause.code, ended: `was ${cause.how}` }
      : { code: 'migrate.failed', ended: 'failed' }
    super({
      code,
      message: `${verb} ${placeOf(migration, shown)} ${ended} ${where}${isEnded ? '' : `: ${reason(cause)}`}${rowsWords(failure)}`,
      hint: [!isEnded && cause instanceof StrataError ? sentence(cause.hint) : undefined, whatNext(failure)]
        .filter(Boolean)
        .join(' '),
      facts: {
        app: migration.app,
        name: migration.name,
        file: origin?.file,
        line,
        direction,
        ...(place && operationFacts(place)),
        ...databaseFacts(cause, at),
        rows: failure.rows,
        done: failure.done,
        rolledBack: failure.kept === 0 && failure.transaction,
        kept: failure.kept,
        steps: failure.steps,
      },
      cause,
    })
  }
}

/** Where in the migration's file its code failed. */
function lineOfCode({ at, planned, cause }: Failure): number | undefined {
  const { file } = planned.origin ?? {}
  const isCode = at?.step.kind === 'code' || at?.step.kind === 'data'
  return isCode && file !== undefined ? lineOfFailure(cause, file) : undefined
}

function reason(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  const { detail } = databaseFacts(cause, undefined)
  return detail === undefined ? cause.message : `${cause.message} (${String(detail)})`
}

/** As they stand in SQL: `id > 30 and id <= 40`. */
function rowsWords({ rows, cause }: Failure): string {
  if (rows === undefined || cause instanceof MissedRowsError) return ''
  const { table, key, after, upTo } = rows
  const all = (names: readonly string[]): string => (names.length === 1 ? names.join() : `(${names.join(', ')})`)
  const start = after === undefined ? '' : `${all(key)} > ${all(after)} and `
  return `, in the rows of ${table} with ${start}${all(key)} <= ${all(upTo)}`
}

function databaseFacts(failed: unknown, at: BatchStep | undefined): Record<string, unknown> {
  const sql = at?.step.kind === 'sql' ? at.step.sql : undefined
  const cause = failed instanceof EndedError ? failed.cause : failed
  if (!(cause instanceof DatabaseError)) return { sql }
  const { sqlstate, message, detail, hint, position, constraint } = cause.facts
  return { sql: sql ?? cause.sql, sqlstate, message, detail, hint, position, constraint }
}

function whatNext({ kept, steps, done, together, planned, at, transaction, database, cause }: Failure): string {
  const advice: string[] = []
  const cure = cause instanceof EndedError ? '' : 'correct the cause and '
  if (cause instanceof DatabaseError && cause.sqlstate === ACTIVE_TRANSACTION && transaction && at !== undefined) {
    advice.push('PostgreSQL runs that outside a transaction only, which `atomic: false` on the operation asks for.')
  }
  if (isThere(cause) && planned.migration.initial && planned.direction === 'forwards') {
    advice.push('If the tables are those of the models already, --fake-initial takes them over.')
  }
  if (at?.step.kind === 'data' || at?.step.kind === 'fill') {
    advice.push('The batch that failed was rolled back; those before it stay, and the next run goes on behind them.')
  } else if (at !== undefined && isIndexStep(at.step) && !transaction) {
    advice.push('What is left of the index is dropped when it is built again.')
  } else if (!transaction) advice.push('What failed has no transaction: see what it left behind.')
  if (kept > 0) {
    const left = `${kept} of ${plural(steps, 'step')} of ${planned.key} ${kept === 1 ? 'is' : 'are'} done and noted`
    advice.push(`${left}: ${cure}run '${resumeCommand(database)}', which goes on after them.`)
  } else {
    const again = planned.direction === 'forwards' ? 'run migrate again' : 'run the same command again'
    const all = together ? 'the plan' : planned.key
    advice.push(`${transaction ? `All of ${all} was rolled back: ${cure}${again}` : capitalized(`${cure}${again}`)}.`)
  }
  if (done.length > 0) advice.push(`Finished before, and left so: ${done.join(', ')}.`)
  return advice.join(' ')
}

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

const ACTIVE_TRANSACTION = '25001'

function isThere(cause: unknown): boolean {
  return cause instanceof DatabaseError && cause.sqlstate === DUPLICATE_TABLE
}

const DUPLICATE_TABLE = '42P07'

function sentence(text: string | undefined): string | undefined {
  return text === undefined || /[.!?]$/.test(text) ? text : `${text}.`
}

/** A migration was left half way, and the plan leads the other way. */
export class UnfinishedMigrationError extends StrataError {
  constructor(app: string, name: string, left: Direction, database: string | undefined) {
    super({
      code: 'migrate.unfinished',
      message: `${migrationKey(app, name)} is half ${left === 'forwards' ? 'applied' : 'undone'}, and the plan leads the other way.`,
      hint: `Finish it first: '${resumeCommand(database)}'. If it was finished by hand, record that with --fake.`,
      facts: { app, name, direction: left, database },
    })
  }
}

/** A migration that was left half way has other steps now than those that are done. */
export class JournalChangedError extends StrataError {
  constructor({ migration, origin }: PlannedMigration, step: number) {
    super({
      code: 'migrate.journal-changed',
      message: `${placeOf(migration, origin?.file)} was left half way, and its step ${step}, which is done, is another one now.`,
      hint: 'Bring back the steps that are done, change only what follows them, and run migrate again.',
      facts: { app: migration.app, name: migration.name, file: origin?.file, step },
    })
  }
}

/** The server cannot do what a migration asks for. */
export class OldServerError extends StrataError {
  constructor(
    { migration, origin }: PlannedMigration,
    operation: number,
    { version, what }: ServerNeed,
    server: number,
  ) {
    const place = { migration, file: origin?.file, operation }
    const is = `${Math.floor(server / 10_000)}.${server % 10_000}`
    super({
      code: 'migrate.old-server',
      message: `${placeOf(migration, origin?.file)}, ${operationWords(place)}: ${what} needs PostgreSQL ${version}, and this is ${is}`,
      hint: 'Nothing was run. Use a newer server, or change the model and write the migration anew.',
      facts: {
        app: migration.app,
        name: migration.name,
        file: origin?.file,
        ...operationFacts(place),
        version,
        server,
      },
    })
  }
}
