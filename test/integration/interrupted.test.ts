import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { after, before, beforeEach, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { createDatabase, onlyPglite, realServer, type TestDatabase } from '../support/database'
import { ScenarioProject } from '../support/scenario-project'

const MODELS = `import { IntegerField, Model, model } from 'strata-orm'

@model()
export class Movie extends Model {
  @IntegerField({ default: 0 }) seen!: number
}
`

/** What the sessions of migrate are at, and have been at last. */
const OURS = `FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'strata'`

const STOPS: Readonly<Record<string, { readonly operation: string; readonly isAtIt: string; readonly says: RegExp }>> =
  {
    'a brief step that waits for others': {
      operation: `new AddField({ model: 'Movie', name: 'year', field: IntegerField({ null: true }) })`,
      isAtIt: `SELECT 1 ${OURS} AND query LIKE '%pg_locks%'`,
      says: /was stopped at operation 1 of 1, "Add field year to Movie"\n(.*\n)* {2}All of movies\.0002_next was rolled back: run migrate again/,
    },
    'SQL that waits for others': {
      operation: `new RunSQL({ sql: 'LOCK TABLE movies_movie' })`,
      isAtIt: `SELECT 1 ${OURS} AND query LIKE 'LOCK TABLE%' AND wait_event_type = 'Lock'`,
      says: /was stopped at operation 1 of 1, "Raw SQL operation"\n(.*\n)* {2}All of movies\.0002_next was rolled back/,
    },
    'a walk along rows': {
      operation: `new RunData({
      model: 'Movie',
      batchSize: 10,
      async forwards({ batch }) {
        await batch.update({ seen: add(F('seen'), 1) })
        await new Promise((done) => setTimeout(done, 30))
      },
    })`,
      isAtIt: 'SELECT 1 FROM movies_movie WHERE seen > 0 LIMIT 1',
      says: /was stopped at operation 1 of 1, "Run data on Movie", in the rows of movies_movie with id > \d+ and id <= \d+\n {2}The batch that failed was rolled back; those before it stay/,
    },
    'an index that is built beside writers': {
      operation: `new AddIndex({ model: 'Movie', index: Index({ fields: ['seen'], name: 'movie_seen' }) })`,
      isAtIt: `SELECT 1 ${OURS} AND query LIKE 'CREATE INDEX%' AND wait_event_type = 'Lock'`,
      says: /was stopped at operation 1 of 1, "Create index movie_seen on field\(s\) seen of model Movie"\n(.*\n)* {2}What is left of the index is dropped when it is built again\. Run migrate again/,
    },
  }

describe('T39: migrate, stopped with Ctrl-C', { skip: onlyPglite }, () => {
  let database: TestDatabase
  let project: ScenarioProject
  let holder: Client
  const command = (...words: readonly string[]) => project.command({ words, variables: {}, answers: [] })

  before(async () => {
    database = await createDatabase(await realServer())
    project = new ScenarioProject({ name: 'interrupted', url: database.url })
    project.write('apps/movies/models.ts', MODELS)
    await command('makemigrations')
    // Writes manage.ts as well.
    await command('ts-node', 'manage.ts', 'migrate')
    await project.query('INSERT INTO movies_movie (seen) SELECT 0 FROM generate_series(1, 500)')
    holder = new Client({ connectionString: database.url })
    await holder.connect()
  })
  beforeEach(async () => {
    await holder.query('ROLLBACK')
    await project.query('UPDATE movies_movie SET seen = 0')
  })
  after(async () => {
    await holder?.end()
    project?.remove()
    await database?.drop()
  })

  for (const [title, { operation, isAtIt, says }] of Object.entries(STOPS)) {
    test(`in ${title}: says where, leaves nothing at work, and is gone on with`, async () => {
      project.write(
        'apps/movies/migrations/0002_next.ts',
        `import { AddField, AddIndex, add, F, Index, IntegerField, migration, RunData, RunSQL } from 'strata-orm'
export default migration({ dependencies: [['movies', '0001_initial']], operations: [${operation}] })\n`,
      )
      const isWalk = operation.includes('RunData')
      if (!isWalk) await holder.query('BEGIN; UPDATE movies_movie SET seen = 0 WHERE id = 7')
      const { child, printed, ended } = migrate(project.folder)
      for (const until = Date.now() + 15_000; (await project.query(isAtIt)) === ''; await sleep(20)) {
        assert.ok(Date.now() < until && child.exitCode === null, printed())
      }
      child.kill('SIGINT')
      assert.equal(await ended, 130, printed())
      assert.match(printed(), says)
      assert.ok(printed().endsWith('[migrate.stopped]\n'), printed())
      assert.equal(await project.query(`SELECT query ${OURS}`), '')
      if (!isWalk) await holder.query('COMMIT')
      const again = migrate(project.folder)
      assert.equal(await again.ended, 0, again.printed())
      if (isWalk) assert.equal(await project.query('SELECT seen, count(*) FROM movies_movie GROUP BY 1'), '1 | 500\n')
      assert.equal(await project.query('SELECT count(*) FROM pg_index WHERE NOT indisvalid'), '0\n')
      await project.query(`ALTER TABLE movies_movie DROP COLUMN IF EXISTS year`)
      await project.query(`DELETE FROM strata_migrations WHERE name = '0002_next'`)
    })
  }
})

interface Run {
  readonly child: ChildProcess
  printed(): string
  readonly ended: Promise<number | null>
}

function migrate(folder: string): Run {
  const fromSource = join(__dirname, '..', 'support', 'from-source.ts')
  const args = ['-r', 'ts-node/register', '-r', fromSource, 'manage.ts', 'migrate', '--strategy', 'online']
  const child = spawn(process.execPath, args, { cwd: folder, env: { PATH: process.env.PATH } })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (written: string) => {
      text += written
    })
  }
  const ended = once(child, 'close').then(([code]) => code as number | null)
  return { child, printed: () => text, ended }
}
