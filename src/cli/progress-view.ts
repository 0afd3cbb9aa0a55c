import type { Blocker } from '../backends/postgres/lock-queue'
import type { RunLockHolder } from '../backends/postgres/run-lock'
import { plural } from '../base/text'
import type { IndexFinding } from '../migrations/index-step'
import { described } from '../migrations/patience'
import type { Progress } from '../migrations/progress'
import type { Output } from './output'

/** What is to be done, in Django's words. */
export interface Goal {
  readonly verb: 'Apply all migrations' | 'Unapply all migrations' | 'Target specific migration'
  readonly what: string
}

/** What `migrate` tells while it runs: what the executor does, for whom it waits, what for. */
export type MigrateEvent =
  | Progress
  | { readonly kind: 'goal'; readonly goal: Goal }
  | { readonly kind: 'wait'; readonly holder: RunLockHolder | undefined }

/** Prints a run while it goes on: one line a migration, begun when it starts and ended when it is done. */
export class ProgressView {
  readonly #out: Output
  #goal: Goal | undefined
  #isLineOpen = false

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
        this.#begin(`  Unapplying ${event.app}.${event.name}...`)
        break
      case 'apply-done':
      case 'undo-done':
        this.#end(event.faked ? 'FAKED' : 'OK', event.ms)
        break
      case 'resume':
        this.#line(`  Going on after ${event.finished} of ${event.steps} steps that are done`)
        break
      case 'step':
        this.#step(event.description, event.step.kind === 'sql' ? event.step.sql : event.step.label)
        break
      case 'step-done':
        break
      case 'blocked':
        this.#line(`  Waiting for ${event.tables.join(', ')}${whoHolds(event.blockers)}`)
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

  /** The run ended with an error, which is printed elsewhere. */
  failed(): void {
    if (this.#isLineOpen) this.#out.info(this.#out.style.error(' FAILED'))
    this.#isLineOpen = false
  }

  #plan(count: number): void {
    const { style } = this.#out
    this.#out.info(style.heading('Operations to perform:'))
    if (this.#goal !== undefined) this.#out.info(`  ${style.label(`${this.#goal.verb}:`)} ${this.#goal.what}`)
    this.#out.info(style.heading('Running migrations:'))
    if (count === 0) this.#out.info('  No migrations to apply.')
  }

  #begin(text: string): void {
    if (this.#out.verbosity === 0) return
    this.#out.write(text)
    this.#isLineOpen = true
  }

  #end(word: string, ms: number): void {
    const time = this.#out.verbosity > 1 ? ` (${(ms / 1000).toFixed(3)}s)` : ''
    const indent = this.#isLineOpen ? ' ' : '    '
    this.#out.info(`${indent}${this.#out.style.success(word)}${time}`)
    this.#isLineOpen = false
  }

  #step(description: string, text: string): void {
    if (this.#out.verbosity < 3) return
    this.#line(`    -- ${description}`)
    for (const line of text.split('\n')) this.#out.line(`    ${line}`)
  }

  #line(text: string): void {
    if (this.#isLineOpen) this.#out.info()
    this.#isLineOpen = false
    this.#out.info(text)
  }
}

const findings: Readonly<Record<IndexFinding, string>> = {
  done: 'An earlier run has built or dropped it',
  leftover: 'Dropping what a build that was broken off has left',
  building: 'The server is still building it for an earlier run',
}

function whoHolds([first, ...others]: readonly Blocker[]): string {
  if (first === undefined) return ''
  const more = others.length === 0 ? '' : ` and ${others.length} more`
  return `, which process ${first.pid}${more} holds (${described(first)})`
}

function waitsFor(holder: RunLockHolder | undefined): string {
  if (holder === undefined) return 'Waiting for another migrate on this database.'
  const { pid, user, applicationName, since } = holder
  const facts = [applicationName, user, since && `connected since ${since}`].filter(Boolean).join(', ')
  return `Waiting for another migrate on this database: process ${pid} of the server${facts && ` (${facts})`}.`
}
