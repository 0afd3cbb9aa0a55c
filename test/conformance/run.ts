import { readFileSync } from 'node:fs'
import { realServers } from '../support/database'
import type { Case } from './case'
import { knownDifferences } from './known-differences'
import { runCase } from './run-case'

/** `npm run conformance -- FILE…`: one line a difference, and how many cases agree. */
async function main(files: readonly string[]): Promise<boolean> {
  if (files.length === 0) throw new Error('name at least one file of cases')
  const server = (await realServers())[0]
  if (server === undefined) throw new Error('no PostgreSQL server to run the cases on')
  const counts = { agree: 0, differ: 0 }
  for (const subject of files.flatMap(readCases)) {
    const differences = await runCase(server, subject).catch((error: unknown) => [
      error instanceof Error ? `${error.message}` : String(error),
    ])
    const reason = knownDifferences[subject.name]
    if (differences.length > 0 && reason !== undefined) console.log(`${subject.name}: differs: ${reason}`)
    else for (const difference of differences) console.log(`${subject.name}: ${difference}`)
    counts[differences.length === 0 || reason !== undefined ? 'agree' : 'differ']++
  }
  console.log(`${counts.agree} agree, ${counts.differ} differ`)
  return counts.differ === 0
}

function readCases(file: string): readonly Case[] {
  return JSON.parse(readFileSync(file, 'utf8')) as Case[]
}

main(process.argv.slice(2)).then(
  (agree) => process.exit(agree ? 0 : 1),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(2)
  },
)
