import { readFileSync } from 'node:fs'
import { Bench } from '../support/bench'
import type { Server } from '../support/servers'
import type { Case } from './case'
import { differencesIn, extensions } from './run-case'

export interface Result {
  readonly name: string
  /** None: ours and the case agree. */
  readonly differences: readonly string[]
}

/** All cases in their order, some at a time, each worker with a database of its own. */
export async function runCases(server: Server, cases: readonly Case[], workers: number): Promise<readonly Result[]> {
  const results: Result[] = []
  const waiting = cases.entries()
  const work = async (): Promise<void> => {
    const bench = await Bench.open(server, extensions)
    try {
      for (const [at, subject] of waiting) {
        results[at] = { name: subject.name, differences: await differencesIn(bench, subject) }
      }
    } finally {
      await bench.close()
    }
  }
  await Promise.all(Array.from({ length: Math.min(workers, Math.max(1, cases.length)) }, work))
  return results
}

/** A list of cases, or one case a line. */
export function readCases(file: string): readonly Case[] {
  const text = readFileSync(file, 'utf8').trim()
  try {
    const cases: unknown = text.startsWith('[') ? JSON.parse(text) : text.split('\n').map((line) => JSON.parse(line))
    return cases as readonly Case[]
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`)
  }
}
