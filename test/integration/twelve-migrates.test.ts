import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { createDatabase, onlyPglite, realServer } from '../support/database'
import { ScenarioProject } from '../support/scenario-project'

const MODELS = `import { IntegerField, Model, model } from 'strata-orm'

@model()
export class Movie extends Model {
  @IntegerField({ default: 0 }) seen!: number
}
`

const RUNNERS = 12

interface Runner {
  printed: string
  exitCode: number | null
}

/** Several releases at the same moment, and somebody in the way of all of them. */
describe('twelve migrates at once, while a transaction holds the table', { skip: onlyPglite }, () => {
  test('one does the work, the others find it done, and nobody else notices', async () => {
    const database = await createDatabase(await realServer())
    const project = new ScenarioProject({ name: 'twelve-migrates', url: database.url })
    const command = (...words: readonly string[]) => project.command({ words, variables: {}, answers: [] })
    const [holder, reader, writer] = [await open(database.url), await open(database.url), await open(database.url)]
    try {
      project.write('apps/movies/models.ts', MODELS)
      await command('makemigrations')
      await command('ts-node', 'manage.ts', 'migrate')
      await project.query('INSERT INTO movies_movie (seen) SELECT 0 FROM generate_series(1, 5000)')
      project.edit('apps/movies/models.ts', [
        '    @IntegerField({ default: 0 }) seen!: number',
        '+   @IntegerField({ null: true, dbIndex: true }) rating!: number | null',
      ])
      await command('makemigrations')

      await holder.query('BEGIN; SELECT FROM movies_movie LIMIT 1')
      const runners: readonly Runner[] = Array.from({ length: RUNNERS }, () => ({ printed: '', exitCode: null }))
      const all = Promise.all(runners.map((runner) => migrate(project.folder, runner)))
      await until(() => runners.some(({ printed }) => isBlocked(printed)))
      let isDone = false
      const traffic = [
        longestOf(
          () => reader.query('SELECT seen FROM movies_movie WHERE id = 7'),
          () => isDone,
        ),
        longestOf(
          () => writer.query('UPDATE movies_movie SET seen = seen + 1 WHERE id = 7'),
          () => isDone,
        ),
      ]
      await sleep(3000)
      assert.equal(await project.query('SELECT count(*) FROM strata_migrations'), '1\n')
      await holder.query('COMMIT')
      await all
      isDone = true

      assert.deepEqual(new Set(runners.map(({ exitCode }) => exitCode)), new Set([0]))
      const workers = runners.filter(({ printed }) => printed.includes('Applying movies.0002'))
      assert.equal(workers.length, 1)
      assert.ok(isBlocked(workers[0]?.printed ?? ''))
      const idle = runners.filter(({ printed }) => printed.includes('No migrations to apply.'))
      assert.equal(idle.length, RUNNERS - 1)
      assert.ok(idle.some(({ printed }) => /^Waiting for another migrate on this database: process \d+/m.test(printed)))
      assert.equal(await project.query('SELECT count(*) FROM strata_migrations'), '2\n')
      for (const longest of await Promise.all(traffic)) assert.ok(longest < 1500, `${longest} ms`)
    } finally {
      await Promise.all([holder, reader, writer].map((client) => client.end()))
      project.remove()
      await database.drop()
    }
  })
})

/** It says for whom. */
function isBlocked(printed: string): boolean {
  return /Waiting for movies_movie, which process \d+ holds/.test(printed)
}

function migrate(folder: string, runner: Runner): Promise<void> {
  const args = ['-r', 'ts-node/register', 'manage.ts', 'migrate', '--strategy', 'online']
  const child = spawn(process.execPath, args, { cwd: folder, env: { PATH: process.env.PATH } })
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      runner.printed += text
    })
  }
  return new Promise((resolve) => {
    child.on('close', (code) => {
      runner.exitCode = code
      resolve()
    })
  })
}

async function longestOf(query: () => Promise<unknown>, isDone: () => boolean): Promise<number> {
  let longest = 0
  while (!isDone()) {
    const start = performance.now()
    await query()
    longest = Math.max(longest, performance.now() - start)
    await sleep(2)
  }
  return longest
}

async function until(is: () => boolean): Promise<void> {
  for (const start = Date.now(); !is(); await sleep(50)) {
    if (Date.now() - start > 60_000) throw new Error('it did not come to that in a minute')
  }
}

async function open(url: string): Promise<Client> {
  const client = new Client({ connectionString: url })
  await client.connect()
  return client
}
