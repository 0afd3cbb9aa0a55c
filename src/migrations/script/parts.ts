import { quoteName, quoteText } from '../../backends/postgres/compiler'
import type { SqlStep } from '../../schema/step'
import type { Batch, BatchStep } from '../batches'
import { numbered } from '../batches'
import type { IndexStep } from '../index-step'
import { isIndexStep } from '../index-step'
import type { Job } from '../jobs'
import { choicesPlace, clearStatement, createJournalTable, journalTable, noteStatement, stepDigest } from '../records'
import { type Guards, lockOrFail, refuseJournal, unlock } from './guards'
import { executed, recordLines } from './whole'
import { block, inCase, inlined, inTransaction, literal, terminated } from './words'

/**
 * A migration that no transaction holds as a whole: each part is noted in the journal, and left out where it is done.
 * What runs outside a transaction cannot be a statement of PL/pgSQL, so psql decides about it.
 */
export function migrationInParts(job: Job, guards: Guards, batches: readonly Batch[]): string {
  const all = numbered(job.work).map(({ step }, index) => [index + 1, stepDigest(step)] as const)
  const choices = job.choices === undefined ? [] : [[choicesPlace, job.choices] as const]
  const keep = choices.map(([step, digest]) => note(job, step, digest, true))
  return [
    terminated(createJournalTable),
    block([
      ...lockOrFail('it is let go'),
      ...guards.skip,
      ...guards.demands,
      ...refuseJournal(job, [...choices, ...all]),
      ...keep,
    ]),
    'SET lock_timeout = 0;',
    'SET statement_timeout = 0;',
    ...batches.flatMap((batch, index) => [
      `-- Part ${index + 1} of ${batches.length}`,
      part(job, batch, {
        due: [guards.due, ...doneBefore(job, batches, index)].join(' AND '),
        isLast: index === batches.length - 1,
      }),
    ]),
    'RESET lock_timeout;',
    'RESET statement_timeout;',
    block([unlock]),
  ].join('\n')
}

interface PartOptions {
  /** A condition. */
  readonly due: string
  readonly isLast: boolean
}

function part(job: Job, batch: Batch, { due, isLast }: PartOptions): string {
  const after = isLast ? [...recordLines(job), clear(job)] : notes(job, batch)
  if (!batch.transaction) return outside(job, batch, due, after)
  return inTransaction(block([...inCase(`NOT (${due})`, 'RETURN;'), ...executed(job, batch), ...after]))
}

/** Alone in its batch. */
function outside(job: Job, { steps }: Batch, due: string, after: readonly string[]): string {
  const found = `SELECT ${due} AS strata_due \\gset\n\\if :strata_due`
  const runs = steps.flatMap((one) => (isIndexStep(one.step) ? buildIndex(job, one, one.step) : plain(one)))
  return [found, ...runs, inTransaction(after.join('\n')), '\\endif'].join('\n')
}

function plain({ step }: BatchStep): readonly string[] {
  return step.kind === 'sql' ? [statementOf(step)] : []
}

function statementOf({ sql, params }: SqlStep): string {
  if (params.length === 0) return terminated(sql)
  const values = params.map(literal).join(', ')
  return `PREPARE strata_step AS ${terminated(sql)}\nEXECUTE strata_step (${values});\nDEALLOCATE strata_step;`
}

/** An index that was begun by an earlier run may be there; what a build that was broken off has left is dropped. */
function buildIndex(job: Job, { number = 0 }: BatchStep, step: IndexStep): readonly string[] {
  const { name, becomes } = step.index
  const index = (valid: boolean): string => {
    const of = `indexrelid = to_regclass(${quoteText(quoteName(name))})`
    return `EXISTS (SELECT FROM pg_index WHERE ${of}${valid ? ' AND indisvalid' : ''})`
  }
  const isDone = becomes === 'built' ? index(true) : `NOT ${index(false)}`
  const isLeft = becomes === 'built' ? `${index(false)} AND NOT ${index(true)}` : 'false'
  return [
    `SELECT NOT (${isNoted(job, number, stepDigest(step))} AND ${isDone}) AS strata_due, ${isLeft} AS strata_left \\gset`,
    note(job, number, stepDigest(step), false),
    '\\if :strata_left',
    `DROP INDEX CONCURRENTLY ${quoteName(name)};`,
    '\\endif',
    '\\if :strata_due',
    statementOf(step),
    '\\endif',
  ]
}

/** The part before has left its note, and this one has not. */
function doneBefore(job: Job, batches: readonly Batch[], index: number): readonly string[] {
  const noted = (batch: Batch | undefined): readonly string[] => {
    const last = batch?.steps.filter(({ number }) => number !== undefined).at(-1)
    return last?.number === undefined ? [] : [isNoted(job, last.number, stepDigest(last.step), { finished: true })]
  }
  const own = index === batches.length - 1 ? [] : noted(batches[index])
  return [...noted(batches[index - 1]), ...own.map((one) => `NOT ${one}`)]
}

function isNoted({ planned }: Job, step: number, digest: string, { finished = false } = {}): string {
  const { app, name } = planned.migration
  const row = [app, name, planned.direction, step, digest].map(literal).join(', ')
  const found = `(app, name, direction, step, digest) = (${row})${finished ? ' AND finished IS NOT NULL' : ''}`
  return `EXISTS (SELECT FROM ${journalTable} WHERE ${found})`
}

function notes(job: Job, { steps }: Batch): readonly string[] {
  return steps.flatMap(({ step, number }) => (number === undefined ? [] : [note(job, number, stepDigest(step), true)]))
}

function note({ planned }: Job, step: number, digest: string, finished: boolean): string {
  const { app, name } = planned.migration
  return terminated(inlined(noteStatement({ app, name, direction: planned.direction, step, digest, finished })))
}

function clear({ planned }: Job): string {
  return terminated(inlined(clearStatement([planned.migration.app, planned.migration.name])))
}
