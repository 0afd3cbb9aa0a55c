import { connect } from '../../src/backends/connect'
import { statement } from '../../src/sql/statement'

/** A process for the tests of PGlite folders: adds a row and keeps the folder open until a signal ends it. */
async function main(baseDir: string, folder: string): Promise<void> {
  const db = await connect(`pglite:${folder}`, { baseDir })
  await db.run(statement('INSERT INTO t VALUES (2)'))
  process.stdout.write('open\n')
  setInterval(() => undefined, 1000)
}

const [baseDir = '', folder = ''] = process.argv.slice(2)
void main(baseDir, folder)
