import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { test } from 'node:test'
import { connect } from '../../src/backends/connect'
import { type RunLockHolder, RunLockTimeout, withRunLock } from '../../src/backends/postgres/run-lock'
import { statement } from '../../src/sql/statement'
import { query, variants } from '../support/database'

const FOREVER = () => new Promise<never>(() => undefined)

variants(
  (variant) => {
    const lock = { name: 'test', timeoutMs: 0 }

    test('of two sessions one has the run lock at a time', async () => {
      const [first, second] = [await variant.open(), await variant.open()]
      const seen: string[] = []
      let begun: () => void = () => undefined
      const hasBegun = new Promise<void>((resolve) => {
        begun = resolve
      })
      const one = withRunLock(first, lock, async () => {
        begun()
        await first.run(statement('SELECT pg_sleep(0.3)'))
        seen.push('first')
      })
      await hasBegun
      const holders: (RunLockHolder | undefined)[] = []
      const options = { name: 'test', timeoutMs: 5000, onWait: (holder?: RunLockHolder) => holders.push(holder) }
      const two = withRunLock(second, options, async () => {
        seen.push('second')
        return 'result'
      })
      assert.equal(await two, 'result')
      await one
      assert.deepEqual(seen, ['first', 'second'])
      const [{ rows }] = [await first.run(statement('SELECT pg_backend_pid()'))]
      assert.equal(holders.length, 1)
      const [holder] = holders
      assert.equal(holder?.pid, rows[0]?.[0])
      assert.equal(holder?.applicationName, 'strata')
      assert.match(holder?.since ?? '', /^\d{4}-\d\d-\d\d /)
      assert.match(holder?.query ?? '', /pg_sleep|pg_try_advisory_lock/)
    })

    test('waiting ends with the name of the holder', async () => {
      const [first, second] = [await variant.open(), await variant.open()]
      await withRunLock(first, lock, async () => {
        const error: unknown = await withRunLock(second, { name: 'test', timeoutMs: 150 }, FOREVER).catch((e) => e)
        assert(error instanceof RunLockTimeout)
        assert.equal(error.code, 'database.locked')
        assert.match(
          error.message,
          /is locked for "test" by process \d+ \(strata, \w+, connected since .*\); gave up after 0\.15 s/,
        )
        assert.match(error.hint ?? '', /pg_terminate_backend\(\d+\)/)
        await withRunLock(second, { name: 'another', timeoutMs: 0 }, async () => undefined)
      })
    })

    test('the run lock is let go when work throws', async () => {
      const [first, second] = [await variant.open(), await variant.open()]
      const own = new Error('own')
      await assert.rejects(
        withRunLock(first, lock, () => Promise.reject(own)),
        (error) => error === own,
      )
      await withRunLock(second, lock, async () => undefined)
    })

    test('a waiting session does not stop the holder from building an index concurrently', async () => {
      const [first, second] = [await variant.open(), await variant.open()]
      await first.script('CREATE TABLE t (a integer)')
      await withRunLock(first, lock, async () => {
        const waiting = withRunLock(second, { name: 'test', timeoutMs: 20_000 }, async () => 'then')
        await first.run(statement('CREATE INDEX CONCURRENTLY i ON t (a)'))
        return { waiting }
      }).then(async ({ waiting }) => assert.equal(await waiting, 'then'))
    })

    test('a lock that the session has lost during the work is told', async () => {
      const first = await variant.open()
      const work = () => first.script('SELECT pg_advisory_unlock_all()')
      await assert.rejects(withRunLock(first, lock, work), { code: 'database.lock-lost' })
    })

    test('a killed holder holds nothing', async () => {
      const script = join(__dirname, 'hold-run-lock.ts')
      const child = spawn(process.execPath, ['-r', 'ts-node/register', script, variant.url, 'test'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      await once(child.stdout, 'data')
      const second = await variant.open()
      await assert.rejects(withRunLock(second, lock, FOREVER), { code: 'database.locked' })
      child.kill('SIGKILL')
      await withRunLock(second, { name: 'test', timeoutMs: 5000 }, async () => undefined)
    })

    test('a session that the server ended says so, and what it says is worth another try', async () => {
      const db = await variant.open()
      const [[pid] = []] = (await db.run(statement('SELECT pg_backend_pid()'))).rows
      const work = async () => {
        await query(variant.url, `SELECT pg_terminate_backend(${String(pid)}, 1000)`)
        await db.run(statement('SELECT 1'))
      }
      await assert.rejects(db.transaction(work), (error) => {
        assert('retryable' in Object(error))
        assert.match((error as { code: string }).code, /^database\.(admin_shutdown|connection_failure)$/)
        return (error as { retryable: boolean }).retryable
      })
      assert.equal(db.inTransaction, false)
      await assert.rejects(db.run(statement('SELECT 1')), { code: 'database.connection_failure', retryable: true })
      await db.close()
    })

    test('a deadlock is worth another try', async () => {
      const [first, second] = [await variant.open(), await variant.open()]
      await first.script('CREATE TABLE a (); CREATE TABLE b ()')
      const both = (db: typeof first, ...tables: string[]) =>
        db.transaction(async () => {
          for (const table of tables) await db.script(`LOCK ${table}; SELECT pg_sleep(0.2)`)
        })
      const results = await Promise.allSettled([both(first, 'a', 'b'), both(second, 'b', 'a')])
      const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
      assert.equal(failures.length, 1)
      assert.equal(failures[0].code, 'database.deadlock_detected')
      assert.equal(failures[0].retryable, true)
    })

    test('the text of a value does not depend on how the database is configured', async () => {
      const name = new URL(variant.url).pathname.slice(1)
      await query(
        variant.url,
        `ALTER DATABASE ${name} SET timezone = 'Asia/Tokyo'`,
        `ALTER DATABASE ${name} SET datestyle = 'German'`,
        `ALTER DATABASE ${name} SET intervalstyle = 'iso_8601'`,
        `ALTER DATABASE ${name} SET bytea_output = 'escape'`,
        `ALTER DATABASE ${name} SET extra_float_digits = -15`,
      )
      const db = await connect(variant.url, { baseDir: '.' })
      const sql = `SELECT '2024-01-02 03:04Z'::timestamptz, '02/01/2024'::date, '1 day'::interval, '\\x00'::bytea, 0.1::float8`
      assert.deepEqual((await db.run(statement(sql))).rows, [
        ['2024-01-02 03:04:00+00', '2024-02-01', '1 day', Uint8Array.from([0]), 0.1],
      ])
      await db.close()
      await query(variant.url, `ALTER DATABASE ${name} RESET ALL`)
    })

    test('a missing database has its own error', async () => {
      const url = variant.url.replace(/\/\w+$/, '/strata_no_such_database')
      await assert.rejects(connect(url, { baseDir: '.' }), {
        code: 'database.missing',
        hint: /^Create it: createdb -h \S+ .*strata_no_such_database$/,
      })
    })

    test('a closed session says that it is closed', async () => {
      const db = await variant.open()
      await Promise.all([db.close(), db.close()])
      await assert.rejects(db.run(statement('SELECT 1')), { code: 'database.closed' })
    })
  },
  { manySessions: true },
)
