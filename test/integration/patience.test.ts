import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { toDatabase } from '../../src/backends/postgres/database'
import type { Patience, Waiting } from '../../src/migrations/patience'
import type { Progress } from '../../src/migrations/progress'
import { runMigrations } from '../../src/migrations/run-migrations'
import { sqlStep } from '../../src/schema/step'
import type { Connection } from '../../src/sql/connection'
import type { Database } from '../../src/sql/database'
import { statement } from '../../src/sql/statement'
import { type Variant, variants } from '../support/database'
import { failure, Mark, migrationsOf, noSchema } from '../unit/migrations/build'

const locks = [{ table: 't', mode: 'ACCESS EXCLUSIVE' }] as const
const short: Patience = { lockTimeouts: [50, 100, 200], oldMs: 200, budgetMs: 5000 }

variants(
  (variant: Variant) => {
    let db: Database
    let other: Connection
    beforeEach(async () => {
      db = toDatabase(await variant.open())
      other = await variant.open()
      await db.script('CREATE TABLE t (id integer PRIMARY KEY)')
    })

    function run(
      more: { patience?: Patience; onProgress?: (event: Progress) => void; alone?: boolean } = {},
    ): Promise<unknown> {
      const { alone = true, patience = short } = more
      const up = [sqlStep('ALTER TABLE t ADD COLUMN x integer', { locks, alone })]
      const migrations = migrationsOf({ 'a.1': { operations: [new Mark({ name: 'x', up })] } })
      const set = { apps: ['a'], migrations }
      const lock = { timeoutMs: 5000 }
      return runMigrations({ db, set, targets: [{ kind: 'all' }], schema: noSchema, lock, ...more, patience })
    }

    /** Reads the table in a transaction that stays open for so long. */
    async function holding(ms: number, work: () => Promise<void>): Promise<void> {
      await other.script(`SET application_name = 'report'`)
      const held = other.transaction(async () => {
        await other.run(statement(`SELECT * FROM t WHERE id = 42`))
        await sleep(ms)
      })
      await sleep(50)
      await work()
      await held
    }

    const column = async (): Promise<unknown> =>
      (
        await db.run(
          statement(`SELECT count(*)::integer FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'x'`),
        )
      ).rows

    describe('a change of a table that others use', () => {
      for (const alone of [true, false]) {
        test(`waits for them by name, and is made when they are done (${alone ? 'alone' : 'with others'})`, async () => {
          const seen: Waiting[] = []
          const onProgress = (event: Progress): void => {
            if (event.kind === 'blocked') seen.push(event)
          }
          await holding(700, () => run({ onProgress, alone }).then(() => undefined))
          assert.deepEqual(await column(), [[1]])
          assert.ok(seen.length > 0)
          const [blocker] = seen.flatMap(({ blockers }) => blockers)
          assert.deepEqual(
            [blocker?.applicationName, blocker?.state, blocker?.query, blocker?.kind, seen[0]?.tables],
            ['report', 'idle in transaction', 'SELECT * FROM t WHERE id = ?', 'session', ['t']],
          )
        })
      }

      test('never has anybody wait behind it for longer than its lock_timeout', async () => {
        const reader = await variant.open()
        let longest = 0
        let isDone = false
        const reading = (async () => {
          while (!isDone) {
            const start = performance.now()
            await reader.run(statement('SELECT * FROM t'))
            longest = Math.max(longest, performance.now() - start)
            await sleep(2)
          }
        })()
        await holding(900, () => run().then(() => undefined))
        isDone = true
        await reading
        assert.ok(longest < 600, `${longest} ms`)
      })

      test('gives up in time, says for whom, and can be run again', async () => {
        await holding(900, () =>
          assert.rejects(
            run({ patience: { ...short, budgetMs: 100 } }),
            (error: Error) =>
              failure('migrate.failed', { operation: 1, kept: 0, rolledBack: true })(error) &&
              failure('migrate.lock-wait', { tables: ['t'], budgetMs: 100 })(error.cause),
          ),
        )
        assert.deepEqual(await column(), [[0]])
        await run()
        assert.deepEqual(await column(), [[1]])
      })

      test('whose locks are not known is seen from a second session while it waits', async () => {
        const seen: Waiting[] = []
        const up = [sqlStep('LOCK TABLE t; ALTER TABLE t ADD COLUMN x integer', { locks: undefined })]
        const migrations = migrationsOf({ 'a.1': { operations: [new Mark({ name: 'x', up })] } })
        await holding(700, async () => {
          await runMigrations({
            db,
            set: { apps: ['a'], migrations },
            targets: [{ kind: 'all' }],
            schema: noSchema,
            lock: { timeoutMs: 5000 },
            watch: { open: () => variant.open(), everyMs: 100 },
            onProgress: (event) => event.kind === 'blocked' && seen.push(event),
          })
        })
        assert.deepEqual(await column(), [[1]])
        const [blocker] = seen.flatMap(({ blockers }) => blockers)
        assert.deepEqual([blocker?.applicationName, blocker?.state], ['report', 'idle in transaction'])
      })

      test('leaves no setting in the session', async () => {
        const settings = async (): Promise<unknown> =>
          (
            await db.run(
              statement(
                `SELECT name, setting FROM pg_settings WHERE name ~ '^(lock|statement|idle_in_transaction_session)_timeout' ORDER BY 1`,
              ),
            )
          ).rows
        const before = await settings()
        await run()
        assert.deepEqual(await settings(), before)
      })
    })
  },
  { manySessions: true },
)
