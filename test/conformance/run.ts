import { availableParallelism } from 'node:os'
import { realServer } from '../support/servers'
import { knownDifferences } from './known-differences'
import { readCases, runCases } from './run-cases'

/** `npm run conformance -- FILE…`: one line a difference, and how many cases agree. */
async function main(files: readonly string[]): Promise<number> {
  if (files.length === 0) throw new Error('name at least one file of cases: npm run conformance -- FILE…')
  const cases = files.flatMap(readCases)
  const server = await realServer()
  const counts = { agree: 0, differ: 0 }
  try {
    for (const { name, differences } of await runCases(server, cases, availableParallelism() + 1)) {
      const reason = knownDifferences[name]
      if (differences.length > 0 && reason !== undefined) console.log(`${name}: differs, and may: ${reason}`)
      else for (const difference of differences) console.log(`${name}: ${difference}`)
      counts[differences.length === 0 || reason !== undefined ? 'agree' : 'differ']++
    }
  } finally {
    await server.stop()
  }
  console.log(`${counts.agree} agree, ${counts.differ} differ`)
  return counts.differ === 0 ? 0 : 1
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(2)
  },
)
