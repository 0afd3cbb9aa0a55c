import type { Blocker } from '../backends/postgres/lock-queue'
import type { RunLockHolder } from '../backends/postgres/run-lock'
import { described } from '../migrations/patience'

/** The end of a sentence. */
export function whoHolds([first, ...others]: readonly Blocker[]): string {
  if (first === undefined) return ''
  const more = others.length === 0 ? '' : ` and ${others.length} more`
  return `, which process ${first.pid}${more} holds (${described(first)})`
}

/** The same below each other, since a terminal is narrow. */
export function holderLines([first, ...others]: readonly Blocker[]): readonly string[] {
  if (first === undefined) return []
  const more = others.length === 0 ? '' : ` and ${others.length} more`
  const { query, ...facts } = first
  return [
    `    process ${first.pid}${more}: ${described({ ...facts, query: '' })}`,
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
