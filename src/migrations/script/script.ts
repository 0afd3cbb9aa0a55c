import { quoteText } from '../../backends/postgres/compiler'
import { postgresSchema } from '../../backends/postgres/schema-editor'
import { SESSION_SETTINGS } from '../../backends/postgres/value-text'
import { StrataError } from '../../base/errors'
import { batches } from '../batches'
import { type OperationPlace, operationFacts, operationWords, placeOf } from '../errors'
import type { MigrationGraph } from '../graph'
import type { Job } from '../jobs'
import { jobsOf } from '../jobs'
import { type MigrationKey, migrationKey } from '../migration'
import type { Plan } from '../plan'
import { refuseIrreversible } from '../plan'
import { createRecordTable } from '../records'
import { guardsOf } from './guards'
import { migrationInParts } from './parts'
import { wholeMigration } from './whole'
import { terminated } from './words'

/** A plan as SQL for a person to run. */
export interface Script {
  readonly migrations: readonly MigrationKey[]
  /** Whether psql has to run it: something in it has no place in a transaction. Otherwise it is SQL and nothing else. */
  readonly needsPsql: boolean
  readonly text: string
}

/**
 * A script for a database that nobody knows: each migration looks first whether it is to be run, and records itself. All
 * that exists is changed at once, since how large the tables are is not known either.
 */
export function scriptOf(graph: MigrationGraph, plan: Plan): Script {
  refuseIrreversible(plan)
  const jobs = jobsOf(plan, postgresSchema, [])
  refuseCode(jobs)
  const parts = jobs.map((job) => partOf(graph, job))
  const needsPsql = parts.some((part) => part.needsPsql)
  const text = [header(needsPsql), terminated(createRecordTable), ...parts.map((part) => part.text)].join('\n\n')
  return { migrations: jobs.map(({ planned }) => planned.key), needsPsql, text: `${text}\n` }
}

function partOf(graph: MigrationGraph, job: Job): Omit<Script, 'migrations'> {
  const { migration, key, direction } = job.planned
  const all = batches(job.work, { atomic: migration.atomic })
  const [first] = all
  const isWhole = all.length < 2 && first?.transaction !== false
  const guards = guardsOf(graph, job)
  const text = isWhole ? wholeMigration(job, guards, first) : migrationInParts(job, guards, all)
  const title = `-- ${direction === 'forwards' ? '' : 'Undo '}${key}`
  return { needsPsql: all.some(({ transaction }) => !transaction), text: `${title}\n${text}` }
}

function header(needsPsql: boolean): string {
  const settings = Object.entries(SESSION_SETTINGS).map(([name, value]) => `SET ${name} = ${quoteText(value)};`)
  return [
    '-- Migrations as SQL. What the database has recorded already is left out: running it twice does nothing twice.',
    `-- ${needsPsql ? 'Needs psql, since parts of it run outside a transaction' : 'Run it with psql'}: psql --set ON_ERROR_STOP=1 --file <this file> <database>`,
    ...(needsPsql ? ['\\set ON_ERROR_STOP on'] : []),
    ...settings,
  ].join('\n')
}

function refuseCode(jobs: readonly Job[]): void {
  const found = jobs.flatMap(({ planned, work }) =>
    work
      .filter(({ steps }) => steps.some(({ kind }) => kind !== 'sql'))
      .map(({ place }) => ({ migration: planned.migration, file: planned.origin?.file, operation: place })),
  )
  if (found.length > 0) throw new NotSqlError(found)
}

/** Operations that are code, and so no part of a script. */
export class NotSqlError extends StrataError {
  constructor(found: readonly OperationPlace[]) {
    const each = found.map((place) => `${placeOf(place.migration, place.file)}, ${operationWords(place)}`)
    const keys = [...new Set(found.map(({ migration: { app, name } }) => migrationKey(app, name)))]
    super({
      code: 'migrate.not-sql',
      message: `What runs code cannot be written as SQL: ${each.join('; ')}`,
      hint: `Run ${keys.join(', ')} with migrate, and make a script of what comes before and one of what comes after.`,
      facts: { operations: found.map(operationFacts) },
    })
  }
}
