import type { Blocker } from '../backends/postgres/lock-queue'
import type { RunLockHolder } from '../backends/postgres/run-lock'
import { described, nameOf } from '../migrations/patience'

/** The end of a sentence about a table. */
export function whoHolds([first, ...others]: readonly Blocker[]): string {
  return first === undefined ? '' : `, which ${nameOf(first)}${andMore(others)} holds (${described(first)})`
}

/** The end of a sentence about transactions. */
export function whoIs([first, ...others]: readonly Blocker[]): string {
  return first === undefined ? '' : `: ${nameOf(first)}${andMore(others)} (${described(first)})`
}

function andMore(others: readonly Blocker[]): string {
  return others.length === 0 ? '' : ` and ${others.length} more`
}

/** The same below each other, since a terminal is narrow. */
export function holderLines([first, ...others]: readonly Blocker[]): readonly string[] {
  if (first === undefined) return []
  const { query, ...facts } = first
  return [
    `    ${nameOf(first)}${andMore(others)}: ${described({ ...facts, query: '' })}`,
    ...(query === '' ? [] : [`    ${query}`]),
  ]
}

/** For another run. */
export function waitsFor(holder: RunLockHolder | undefined): string {
  if (holder === undefined) return 'Waiting for another migrate on this database.'
  const { pid, user, applicationName, since } = holder
  const facts = [applicationName, user, since && `connected since ${since}`].filter(Boolean).join(', ')
  return `Waiting for another migrate on this database: process ${pid} of the server${facts && ` (${facts})`}.`
}
