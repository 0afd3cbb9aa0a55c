import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { type CodeContext, type MigrationTest, type Project, testMigration } from '../../src'
import { query, type Variant, variants } from '../support/database'
import { useSourcePackage } from '../support/source-package'

useSourcePackage()

/** The example project. */
const project: Project = {
  settings: { apps: ['apps/people', 'apps/movies', 'apps/reviews'], databases: { default: 'pglite:.strata/db' } },
  baseDir: join(__dirname, '..', '..'),
}

const from = ['movies', '0001_initial'] as const
const to = ['movies', '0002'] as const

variants((variant) => {
  describe('testMigration', () => {
    test('0002_films finds the directors that are there, and leaves them when it is undone', async () => {
      await run(variant, {
        from,
        to,
        async seed({ apps }) {
          await apps.getModel('people', 'Director').objects.create({ name: 'James Cameron' })
        },
        async check({ apps }) {
          const films = apps.getModel('movies', 'Movie').objects
          assert.deepEqual(await films.orderBy('title').valuesList('title', { flat: true }), [
            'Avatar',
            'Star Wars',
            'Terminator',
            'Titanic',
          ])
          assert.equal(await films.filter({ director__name: 'James Cameron' }).count(), 3)
          assert.equal(await apps.getModel('people', 'Director').objects.count(), 2)
        },
        async checkBack({ apps }) {
          assert.equal(await apps.getModel('movies', 'Movie').objects.count(), 0)
          assert.equal(await apps.getModel('people', 'Director').objects.count(), 2)
        },
      })
    })

    test('goes forwards, back, and forwards again', async () => {
      const seen: string[] = []
      const note =
        (what: string) =>
        async ({ apps }: CodeContext) => {
          seen.push(`${what} ${await apps.getModel('movies', 'Movie').objects.count()}`)
        }
      await run(variant, { from, to, seed: note('seed'), check: note('check'), checkBack: note('back') })
      assert.deepEqual(seen, ['seed 0', 'check 4', 'back 0', 'check 4'])
    })

    test('goes one way only with `back: false`, and from the empty database where that is the point before', async () => {
      const seen: string[] = []
      const check = async ({ db }: CodeContext) => {
        const { rows } = await db.run({ sql: 'SELECT app || name FROM strata_migrations ORDER BY 1', params: [] })
        seen.push(rows.join())
      }
      await run(variant, { from: ['movies', 'zero'], to: ['people', '0001_initial'], back: false, check })
      assert.deepEqual(seen, ['people0001_initial'])
    })

    test('gives the models of the point', async () => {
      const seed = ({ apps }: CodeContext) => assert.throws(() => apps.getModel('reviews', 'Review'))
      const check = ({ apps }: CodeContext) => assert.ok(apps.getModel('reviews', 'Review'))
      await run(variant, {
        from: [from, ['people', '0001_initial']],
        to: [['reviews', '0001_initial'], to],
        seed,
        check,
      })
    })

    test('hands on variables', async () => {
      const seen: unknown[] = []
      await run(variant, { from, to, back: false, vars: { tenant: 'a' }, check: ({ vars }) => seen.push(vars.tenant) })
      assert.deepEqual(seen, ['a'])
    })

    test('throws what a check throws', async () => {
      const mine = new Error('mine')
      const check = () => Promise.reject(mine)
      await assert.rejects(run(variant, { from, to, check }), (error) => error === mine)
    })

    test('refuses what tests nothing', async () => {
      await assert.rejects(run(variant, { from: to, to }), { code: 'testing.nothing-ran' })
      await assert.rejects(run(variant, { from, to: ['movies', '0009'] }), { code: 'graph.unknown-migration' })
    })

    test('leaves no database behind', { skip: !variant.manySessions }, async () => {
      const left = await query(
        variant.url,
        `SELECT datname FROM pg_database WHERE datname ~ '^strata_test_[0-9a-f]{12}$'`,
      )
      assert.deepEqual(left, [])
    })
  })
})

test('a folder is no place for a test', async () => {
  await assert.rejects(testMigration(project, { from, to, database: 'pglite:.strata/db' }), {
    code: 'testing.database',
  })
})

function run(variant: Variant, options: MigrationTest): Promise<void> {
  return testMigration(project, { ...options, database: variant.manySessions ? variant.url : undefined })
}
