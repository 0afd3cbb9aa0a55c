import type { RunLockHolder } from '../backends/postgres/run-lock'
import { plural } from '../base/text'
import type { IndexFinding } from '../migrations/index-step'
import type { Progress } from '../migrations/progress'
import { batchText, seenLines } from './batch-lines'
import type { Goal } from './goal'
import type { Output } from './output'
import { RunReport, reportLines } from './run-report'
import { RunningLine } from './running-line'
import { holderLines, waitsFor, whoHolds, whoIs } from './waiting-texts'

/** What `migrate` tells while it runs: what the executor does, for whom it waits, what for. */
export type MigrateEvent =
  | Progress
  | { readonly kind: 'goal'; readonly goal: Goal }
  | { readonly kind: 'wait'; readonly holder: RunLockHolder | undefined }

/**
 * Prints a run while it goes on: one line a migration, begun when it starts and ended when it is done. In a terminal the
 * line tells meanwhile how long it takes, and what for.
 */
export class ProgressView {
  readonly #out: Output
  #goal: Goal | undefined
  readonly #report = new RunReport()
  #title = ''
  #isLineOpen = false
  /** The open line, if it can be written anew. */
  #running: RunningLine | undefined
  #blockedBy = ''
  #batchSaidMs = 0

  constructor(out: Output) {
    this.#out = out
  }

  event(event: MigrateEvent): void {
    switch (event.kind) {
      case 'goal':
        this.#goal = event.goal
        break
      case 'wait':
        this.#out.warn(waitsFor(event.holder))
        break
      case 'plan':
        this.#plan(event.plan.migrations.length)
        break
      case 'apply-start':
        this.#begin(`  Applying ${event.app}.${event.name}...`)
        break
      case 'undo-start':
        this.#begin(`  Unapplying ${event.app}.${event.name}${event.isLost ? ' (from its record)' : ''}...`)
        break
      case 'apply-done':
      case 'undo-done':
        this.#end(event.faked ? 'FAKED' : 'OK', event.ms)
        break
      case 'resume':
        this.#line(`  Going on after ${event.finished} of ${event.steps} steps that are done`)
        break
      case 'step':
        this.#report.add(event)
        this.#step(event.description, event.step.kind === 'sql' ? event.step.sql : event.step.label)
        break
      case 'step-done':
        this.#report.add(event)
        if (event.traced !== undefined) this.#line(`    ${reportLines(this.#report.steps.slice(-1)).join('')}`)
        break
      case 'batch':
        this.#batch(event)
        break
      case 'paused':
        this.#now(`  Waiting before the next rows of ${event.table}: ${event.why}`)
        break
      case 'reads-all':
        for (const line of seenLines(event)) this.#out.warn(line)
        break
      case 'analyzed':
        for (const line of seenLines(event)) this.#line(`  ${line}`)
        break
      case 'went-along':
        this.#line(`  With ${event.table}.${event.column} went ${event.what.join(', ')}`)
        break
      case 'left-out':
        this.#line(`  Left out of the dry run, since no transaction holds it: ${event.description}`)
        break
      case 'many-locks':
        this.#out.warn(
          `Warning: ${event.app}.${event.name} takes about ${event.locks} locks in one transaction, and the server is sure to have room for ${event.room}: others could fail with "out of shared memory" meanwhile. Raise max_locks_per_transaction, or divide the migration.`,
        )
        break
      case 'not-looked-at':
        if (this.#out.verbosity > 1)
          this.#line(
            `  Rows of ${event.table} not looked at before ${event.app}.${event.name}, ${event.description}: ${event.why}`,
          )
        break
      case 'blocked':
        this.#report.add(event)
        this.#blocked(event)
        break
      case 'index':
        this.#line(`  ${findings[event.finding]}: ${event.index}`)
        break
      case 'taken-back':
        this.#line(`  Took back ${plural(event.steps, 'step')} that the rows did not allow to be finished`)
        break
      case 'recorded':
        this.#out.info(`  Recorded ${event.app}.${event.name}: all that it replaces is applied`)
        break
    }
  }

  /** At the end, what each step took. Traced ones were told one by one. */
  result(): void {
    const { steps } = this.#report
    if (this.#out.verbosity !== 2 || steps.some(({ traced }) => traced !== undefined)) return
    for (const line of reportLines(steps)) this.#line(`    ${line}`)
  }

  /** The run ended with an error, which is printed elsewhere. */
  failed(): void {
    if (this.#isLineOpen) this.#close(this.#out.style.error('FAILED'))
  }

  #plan(count: number): void {
    const { style } = this.#out
    this.#out.info(style.heading('Operations to perform:'))
    if (this.#goal !== undefined) this.#out.info(`  ${style.label(`${this.#goal.verb}:`)} ${this.#goal.what}`)
    this.#out.info(style.heading('Running migrations:'))
    if (count === 0) this.#out.info('  No migrations to apply.')
  }

  #begin(text: string): void {
    const { verbosity, isLive } = this.#out
    if (verbosity === 0) return
    this.#title = text
    this.#isLineOpen = true
    if (isLive && verbosity < 3) this.#running = new RunningLine(this.#out, text)
    else this.#out.write(text)
  }

  #end(word: string, ms: number): void {
    const { style, verbosity, isLive } = this.#out
    const time = verbosity > 1 || isLive ? style.dim(` (${(ms / 1000).toFixed(3)}s)`) : ''
    const said = `${style.success(word)}${time}`
    if (this.#isLineOpen) this.#close(said)
    else this.#out.info(`    ${said}`)
  }

  /** Ends the open line. */
  #close(words: string): void {
    if (this.#running === undefined) {
      this.#out.line(` ${words}`)
    } else {
      this.#running.end()
      this.#out.line(`${this.#title} ${words}`)
    }
    this.#running = undefined
    this.#isLineOpen = false
  }

  #step(description: string, text: string): void {
    if (this.#out.verbosity < 3) return
    this.#line(`    -- ${description}`)
    for (const line of text.split('\n')) this.#out.line(`    ${line}`)
  }

  /** Where it cannot be written anew, now and then: batches are many. */
  #batch(event: Extract<MigrateEvent, { kind: 'batch' }>): void {
    const isSoon = event.ms - this.#batchSaidMs < batchEveryMs && event.ms >= this.#batchSaidMs
    if (isSoon && this.#running === undefined && this.#out.verbosity < 3) return
    this.#batchSaidMs = event.ms
    this.#now(`  ${batchText(event)}`)
  }

  /** Where it cannot be written anew, once for those who are in the way. */
  #blocked({ tables, blockers, index }: Extract<MigrateEvent, { kind: 'blocked' }>): void {
    const who = [...tables, ...blockers.map(({ pid }) => pid)].join()
    if (this.#running === undefined && who === this.#blockedBy) return
    this.#blockedBy = who
    const what = index === undefined ? tables.join(', ') || 'a lock' : `older transactions before ${index} can be used`
    const text = `  Waiting for ${what}`
    if (this.#running === undefined) this.#line(`${text}${index === undefined ? whoHolds(blockers) : whoIs(blockers)}`)
    else this.#running.say([`  ${text}`, ...holderLines(blockers)], blockedMs)
  }

  /** What is the case for a while. */
  #now(text: string): void {
    if (this.#running === undefined) this.#line(text)
    else this.#running.say([`  ${text}`], batchEveryMs)
  }

  #line(text: string): void {
    if (this.#running !== undefined) {
      this.#running.above(text)
    } else {
      if (this.#isLineOpen) this.#out.info()
      this.#isLineOpen = false
      this.#out.info(text)
    }
  }
}

const batchEveryMs = 5000
/** Until it is told again by the most patient of all attempts. */
const blockedMs = 13_000

const findings: Readonly<Record<IndexFinding, string>> = {
  done: 'An earlier run has built or dropped it',
  leftover: 'Dropping what a build that was broken off has left',
  building: 'The server is still building it for an earlier run',
}
