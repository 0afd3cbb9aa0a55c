import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { DatabaseError } from '../../src/backends/postgres/database-error'
import type { Connection } from '../../src/sql/connection'
import { type SqlParam, statement } from '../../src/sql/statement'
import { variants } from '../support/database'

/** A type, a parameter for it, and what is read back; the same on every database. */
type Case = readonly [type: string, param: SqlParam, value: unknown]

const BYTES = Uint8Array.from([0, 1, 92, 127, 128, 255])

const CASES: readonly Case[] = [
  ['smallint', -32768, -32768],
  ['integer', 42, 42],
  ['integer', '42', 42],
  ['integer', 42n, 42],
  ['bigint', 9223372036854775807n, '9223372036854775807'],
  ['bigint', 7, '7'],
  ['oid', 4294967295, 4294967295],
  ['numeric(12,4)', '12345678.9', '12345678.9000'],
  ['numeric', 'NaN', 'NaN'],
  ['numeric', 1e21, '1000000000000000000000'],
  ['real', 0.1, 0.1],
  ['double precision', 0.1, 0.1],
  ['double precision', Number.NaN, Number.NaN],
  ['double precision', Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
  ['boolean', true, true],
  ['boolean', false, false],
  ['boolean', 'off', false],
  ['boolean', 1, true],
  ['text', 'naïve \' " \\ \n 🙂', 'naïve \' " \\ \n 🙂'],
  ['text', '', ''],
  ['text', 5, '5'],
  ['text', true, 'true'],
  ['varchar(3)', 'abc', 'abc'],
  ['char(3)', 'a', 'a  '],
  ['bytea', BYTES, BYTES],
  ['bytea', Buffer.from(BYTES), BYTES],
  ['bytea', new Uint8Array(), new Uint8Array()],
  ['bytea', '\\x00ff', Uint8Array.from([0, 255])],
  ['date', '2024-02-29', '2024-02-29'],
  ['date', '0044-03-15 BC', '0044-03-15 BC'],
  ['date', 'infinity', 'infinity'],
  ['time', '12:34:56.789', '12:34:56.789'],
  ['timetz', '12:34:56+02', '12:34:56+02'],
  ['timestamp', '2024-02-29T12:34:56.123456', '2024-02-29 12:34:56.123456'],
  ['timestamptz', '2024-02-29T12:34:56.5+02:00', '2024-02-29 10:34:56.5+00'],
  ['timestamptz', '1850-01-01T00:00:00Z', '1850-01-01 00:00:00+00'],
  ['interval', '1 year 2 months 3 days 04:05:06.7', '1 year 2 mons 3 days 04:05:06.7'],
  ['json', '{"a": [1, null]}', '{"a": [1, null]}'],
  ['jsonb', '{"b":1,"a":"x"}', '{"a": "x", "b": 1}'],
  ['jsonb', '"text"', '"text"'],
  ['jsonb', 'null', 'null'],
  ['jsonb', 5, '5'],
  ['uuid', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'],
  ['integer[]', '{1,NULL,3}', '{1,NULL,3}'],
  ['integer[]', '{{1,2},{3,4}}', '{{1,2},{3,4}}'],
  ['text[]', '{a,"b c","NULL","\\"q\\""}', '{a,"b c","NULL","\\"q\\""}'],
  ['boolean[]', '{t,f}', '{t,f}'],
  ['inet', '192.168.0.1/24', '192.168.0.1/24'],
  ['cidr', '10.0.0.0/8', '10.0.0.0/8'],
  ['int4range', '[1,5]', '[1,6)'],
  ['tstzrange', '[2024-01-01 00:00+01,)', '["2023-12-31 23:00:00+00",)'],
  ['money', '12.5', '$12.50'],
  ['bit(3)', '101', '101'],
  ['point', '(1,2)', '(1,2)'],
  ['tsvector', 'a b', "'a' 'b'"],
  ['mood', 'happy', 'happy'],
  ['mood[]', '{happy,sad}', '{happy,sad}'],
  ['positive', 3, 3],
  ['pair', '(1,x)', '(1,x)'],
  ...['integer', 'text', 'bytea', 'timestamptz', 'jsonb', 'integer[]', 'mood'].map((type): Case => [type, null, null]),
]

const TYPES = `
  CREATE TYPE mood AS ENUM ('sad', 'happy');
  CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
  CREATE TYPE pair AS (a integer, b text)`

variants(
  (variant) => {
    let db: Connection
    beforeEach(async () => {
      db = await variant.open()
    })

    const rows = async (sql: string, ...params: SqlParam[]) => (await db.run(statement(sql, params))).rows
    const refusal = async (sql: string, ...params: SqlParam[]) => {
      const error: unknown = await db.run(statement(sql, params)).catch((reason: unknown) => reason)
      assert(error instanceof DatabaseError, `not refused: ${sql}`)
      return error
    }

    describe('values', () => {
      test('a parameter of each type goes into a table and comes back', async () => {
        // One session time zone and style would do for the server; none of it may show.
        await db.script(TYPES)
        for (const [index, [type, param, value]] of CASES.entries()) {
          await db.script(`CREATE TABLE t${index} (v ${type})`)
          const sql = `INSERT INTO t${index} VALUES ($1) RETURNING v`
          assert.deepEqual(await rows(sql, param), [[value]], `${type} ${String(param)}: returned`)
          assert.deepEqual(await rows(`SELECT v FROM t${index}`), [[value]], `${type} ${String(param)}: read`)
        }
      })

      test('a parameter finds the row that it wrote', async () => {
        await db.script(TYPES)
        for (const [type, param] of CASES) {
          if (param === null || /^(json|point)$/.test(type)) continue
          assert.deepEqual(
            await rows(`SELECT true FROM (SELECT $1::${type} AS v) t WHERE v = $1`, param),
            [[true]],
            type,
          )
        }
      })

      test('columns of the same name are all there, in order', async () => {
        const { columns, rows } = await db.run(statement('SELECT 1 AS a, 2 AS a, 3 AS b'))
        assert.deepEqual({ columns, rows }, { columns: ['a', 'a', 'b'], rows: [[1, 2, 3]] })
      })

      test('a result without rows has its columns', async () => {
        const { columns, rows, count } = await db.run(statement('SELECT 1 AS a WHERE false'))
        assert.deepEqual({ columns, rows, count }, { columns: ['a'], rows: [], count: 0 })
      })

      test('count is the number of rows returned or changed', async () => {
        const counts: number[] = []
        for (const sql of [
          'CREATE TABLE t (a integer)',
          'INSERT INTO t SELECT generate_series(1, 5)',
          'UPDATE t SET a = a + 1 WHERE a > 3',
          'SELECT a FROM t',
          'DELETE FROM t WHERE a = 1 RETURNING a',
          'CREATE TABLE u AS SELECT * FROM t',
          'SET LOCAL search_path = public',
        ]) {
          counts.push((await db.run(statement(sql))).count)
        }
        assert.deepEqual(counts, [0, 5, 2, 5, 1, 4, 0])
      })

      test('statements that are not waited for run one after the other', async () => {
        const answers = await Promise.all([1, 2, 3].map((n) => rows('SELECT $1::integer', n)))
        assert.deepEqual(answers, [[[1]], [[2]], [[3]]])
      })
    })

    describe('errors', () => {
      test('a broken constraint is named', async () => {
        await db.script('CREATE TABLE t (a integer CONSTRAINT t_key UNIQUE); INSERT INTO t VALUES (1)')
        const { code, message, facts, retryable } = await refusal('INSERT INTO t VALUES ($1)', 1)
        assert.equal(code, 'database.unique_violation')
        assert.equal(message, 'duplicate key value violates unique constraint "t_key"')
        assert.equal(retryable, false)
        assert.deepEqual(facts, {
          sqlstate: '23505',
          message,
          detail: 'Key (a)=(1) already exists.',
          schema: 'public',
          table: 't',
          constraint: 't_key',
          sql: 'INSERT INTO t VALUES ($1)',
        })
      })

      test('a wrong name has its position and a hint', async () => {
        await db.script('CREATE TABLE t (title text)')
        const { code, hint, facts } = await refusal('SELECT titel FROM t')
        assert.equal(code, 'database.undefined_column')
        assert.match(hint ?? '', /"t\.title"/)
        assert.equal(facts.position, 8)
      })

      const wrong: readonly (readonly [sql: string, params: SqlParam[], sqlstate: string])[] = [
        ['SELECT $1::integer', ['x'], '22P02'],
        ['SELECT $1::boolean', ['perhaps'], '22P02'],
        ['SELECT $1::boolean', [7], '22P02'],
        ['SELECT $1::jsonb', ['{'], '22P02'],
        ['SELECT $1::date', ['2023-02-29'], '22008'],
        ['SELECT $1::text', ['\0'], '22021'],
        ['SELECT 1/$1::integer', [0], '22012'],
        ['SELECT $1', [], '08P01'],
        ['SELECT 1; SELECT 2', [], '42601'],
        ['SELEKT', [], '42601'],
      ]
      for (const [sql, params, sqlstate] of wrong) {
        test(`${JSON.stringify(params)} for ${sql} is ${sqlstate}, and the session lives on`, async () => {
          assert.equal((await refusal(sql, ...params)).sqlstate, sqlstate)
          assert.deepEqual(await rows('SELECT 1'), [[1]])
        })
      }

      test('a script that fails is undone, and names its statement', async () => {
        await assert.rejects(db.script('CREATE TABLE t (); SELECT * FROM missing'), {
          code: 'database.undefined_table',
        })
        assert.deepEqual(await rows("SELECT to_regclass('t')::text"), [[null]])
      })
    })

    describe('transactions', () => {
      beforeEach(() => db.script('CREATE TABLE t (a integer)'))
      const add = (a: number) => db.run(statement('INSERT INTO t VALUES ($1)', [a]))
      const content = async () => (await rows('SELECT a FROM t ORDER BY a')).flat()

      test('commits what its work did, and gives its result', async () => {
        assert.equal(db.inTransaction, false)
        const result = await db.transaction(async () => {
          assert.equal(db.inTransaction, true)
          await add(1)
          return 'done'
        })
        assert.equal(db.inTransaction, false)
        assert.equal(result, 'done')
        assert.deepEqual(await content(), [1])
      })

      test('is rolled back with its work’s own error', async () => {
        const own = new Error('own')
        const work = async () => {
          await add(1)
          throw own
        }
        await assert.rejects(db.transaction(work), (error) => error === own)
        assert.equal(db.inTransaction, false)
        assert.deepEqual(await content(), [])
      })

      test('an inner one that fails takes only its own work back', async () => {
        await db.transaction(async () => {
          await add(1)
          await assert.rejects(
            db.transaction(async () => {
              await add(2)
              await db.transaction(() => add(3))
              await add(Number.NaN)
            }),
            { sqlstate: '22P02' },
          )
          await db.transaction(() => add(4))
          assert.equal(db.inTransaction, true)
        })
        assert.deepEqual(await content(), [1, 4])
      })

      test('a failure that work hides is still one', async () => {
        const hide = () =>
          add(Number.NaN).then(
            () => undefined,
            () => undefined,
          )
        await assert.rejects(db.transaction(hide), { sqlstate: '25P02', message: /^The transaction was rolled back/ })
        assert.equal(db.inTransaction, false)
        await db.transaction(async () => {
          await add(1)
          await assert.rejects(db.transaction(hide), { sqlstate: '25P02' })
          await add(2)
        })
        assert.deepEqual(await content(), [1, 2])
      })

      test('a check that COMMIT makes fails, and leaves the session outside a transaction', async () => {
        await db.script('CREATE TABLE u (a integer UNIQUE DEFERRABLE INITIALLY DEFERRED)')
        const twice = async () => {
          await db.script('INSERT INTO u VALUES (1); INSERT INTO u VALUES (1)')
        }
        await assert.rejects(db.transaction(twice), { code: 'database.unique_violation' })
        assert.equal(db.inTransaction, false)
        await db.transaction(() => add(1))
        assert.deepEqual(await content(), [1])
        assert.deepEqual(await rows('SELECT * FROM u'), [])
      })

      test('two that overlap are refused', async () => {
        let inside: () => void = () => undefined
        const started = new Promise<void>((resolve) => {
          inside = resolve
        })
        let finish: () => void = () => undefined
        const finished = new Promise<void>((resolve) => {
          finish = resolve
        })
        const first = db.transaction(async () => {
          await add(1)
          await started
        })
        const second = db.transaction(async () => {
          await add(2)
          inside()
          await finished
        })
        await assert.rejects(first, /Transactions overlap/)
        finish()
        await assert.rejects(second, /Transactions overlap/)
        assert.equal(db.inTransaction, false)
        assert.deepEqual(await content(), [])
      })
    })

    describe('a session', () => {
      test('knows its server’s version', async () => {
        assert.deepEqual(await rows("SELECT current_setting('server_version_num')::integer"), [[db.serverVersion]])
      })

      test('has a label without a password', () => {
        assert.match(db.label, /^(pglite:memory|postgres:\/\/[\w.]+@[\w.:]+\/\w+)$/)
      })

      test('creates the extensions that there are, and what they need', async () => {
        await db.script('CREATE EXTENSION IF NOT EXISTS earthdistance CASCADE; CREATE EXTENSION "uuid-ossp"')
        await db.run(statement('CREATE EXTENSION citext'))
        await db.run(statement('create extension if not exists pgcrypto'))
        const sql = "SELECT 'A'::citext = 'a', encode(digest('a', 'md5'), 'hex'), uuid_nil(), '(1,2)'::cube"
        const [row] = await rows(sql)
        assert.deepEqual(row, [
          true,
          '0cc175b9c0f1b6a831c399e269772661',
          '00000000-0000-0000-0000-000000000000',
          '(1, 2)',
        ])
        assert.equal((await refusal('CREATE EXTENSION no_such_thing')).sqlstate, '0A000')
      })
    })
  },
  { thread: true },
)
