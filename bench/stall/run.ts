// How long others wait while a table is changed, at once and online: `npm run bench:stall -- --help`.
import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { withSections } from '../report'
import { openServer } from '../server'
import { changes } from './changes'
import { measured, names, prepare } from './measure'
import { type Pair, stallSection } from './report'

const page = join(__dirname, '..', '..', 'docs', 'safety.md')

const usage = `npm run bench:stall -- [options]

  --rows N        rows of the table; 1000000 unless said
  --only TEXT     only changes with TEXT in their names
  --server URL    a PostgreSQL that runs, instead of one that is started
  --write         put the figures into docs/safety.md
`

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    only: { type: 'string', default: '' },
    server: { type: 'string' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
})

async function main(): Promise<void> {
  const rows = Number(values.rows)
  if (!Number.isInteger(rows) || rows < 1) throw new Error(`--rows ${values.rows} is not a whole number of 1 or more`)
  const server = await openServer(values.server)
  const pairs: Pair[] = []
  try {
    await prepare(server, rows)
    for (const [name, operation] of Object.entries(changes).filter(([each]) => each.includes(values.only))) {
      const naive = await measured(server, rows, operation, 'direct')
      const online = await measured(server, rows, operation, 'online')
      pairs.push({ name, naive, online })
      console.log(stallSection(pairs.slice(-1), '').lines[2])
    }
  } finally {
    for (const name of Object.values(names)) await server.dropDatabase(name)
    await server.close()
  }
  const circumstances = `${rows} rows, one reader and one writer; Node ${process.versions.node}, ${availableParallelism()} cores, ${server.name}.`
  const section = stallSection(pairs, circumstances)
  console.log(`\n${section.lines.join('\n')}`)
  if (values.write) writeFileSync(page, withSections(readFileSync(page, 'utf8'), [section]))
}

if (values.help) console.log(usage)
else {
  main().catch((error: unknown) => {
    console.error(error)
    process.exitCode = 1
  })
}
