import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { toDatabase } from '../../src/backends/postgres/database'
import { relationSizes } from '../../src/backends/postgres/relation-sizes'
import { foreseeOn } from '../../src/lint/foresight'
import type { ForeseenStep } from '../../src/migrations/forecast/foreseen'
import { type Lock, type SqlStep, sqlStep } from '../../src/schema/step'
import type { Database } from '../../src/sql/database'
import { type Variant, variants } from '../support/database'
import { hidden, inside, outside, tables } from '../support/foresight-cases'
import { among, locksOf, locksOutside, measured, relations, said } from '../support/measure'

/** SQL as a user writes it. */
function ownStep(sql: string): SqlStep {
  return sqlStep(sql, { locks: undefined, writesRows: true })
}

/** What is foreseen of the last of these statements. */
async function foreseen(db: Database, sql: readonly string[]): Promise<ForeseenStep> {
  const steps = sql.map(ownStep)
  const found = await foreseeOn(db, steps)
  const last = found.get(steps.at(-1) ?? ownStep(''))?.at(-1)
  assert.ok(last !== undefined)
  return last
}

variants(
  (variant: Variant) => {
    let db: Database
    beforeEach(async () => {
      db = toDatabase(await variant.open())
      await db.script(tables)
    })

    const isThere = (from = 13): boolean => Math.floor(db.serverVersion / 10_000) >= from
    const namesOf = async (): Promise<ReadonlySet<string>> =>
      new Set([...(await relations(db)).values()].map(({ name }) => name))

    describe('SQL of a user takes what is foreseen of it', () => {
      for (const { sql, from, unknown, after, throwsAway } of inside) {
        test([after, sql].filter(Boolean).join('; then '), async (t) => {
          if (!isThere(from)) return t.skip(`for ${from}`)
          const { step, unknown: found } = await foreseen(db, [...(after === undefined ? [] : [after]), sql])
          assert.deepEqual(found, unknown)
          if (after !== undefined) await db.script(after)
          const names = await namesOf()
          const [expected, real] = [said(step, names), among(await measured(db, ownStep(sql)), names)]
          const made = /^CREATE TABLE (\w+) /.exec(after ?? '')?.[1]
          const locks = real.locks.filter(({ table }) => table !== made)
          if (unknown !== undefined || throwsAway) assert.deepEqual(expected.locks, locks)
          else if (made === undefined) assert.deepEqual(expected, real)
          else assert.deepEqual(expected, { locks: [], rewrites: [], scans: [], builds: [] })
        })
      }

      for (const { sql, from, table, mode } of outside) {
        test(sql, async (t) => {
          if (!isThere(from)) return t.skip(`for ${from}`)
          const { step, unknown } = await foreseen(db, [sql])
          assert.equal(unknown, undefined)
          const before = await relations(db)
          const held = { sql, while: { table, mode } satisfies Lock }
          assert.deepEqual(said(step, await namesOf()).locks, locksOf(await locksOutside(variant, db, held), before))
        })
      }
    })
  },
  { manySessions: true },
)

variants((variant: Variant) => {
  describe('of SQL that nobody can tell the effects of, it says why', () => {
    for (const { sql, unknown } of hidden) {
      test(sql, async () => {
        const db = toDatabase(await variant.open())
        await db.script(tables)
        assert.deepEqual((await foreseen(db, [sql])).unknown, unknown)
      })
    }
  })

  test('after it nothing is sure', async () => {
    const db = toDatabase(await variant.open())
    await db.script(tables)
    const { step, unknown } = await foreseen(db, ['DO $$ BEGIN END $$', 'ALTER TABLE t ADD COLUMN a integer'])
    assert.deepEqual(step.locks, [{ table: 't', mode: 'ACCESS EXCLUSIVE' }])
    assert.deepEqual(unknown, { of: 'locks', why: 'what a DO block does before it' })
    const moved = await foreseen(db, ['SET search_path TO other', 'ALTER TABLE t ADD COLUMN a integer'])
    assert.equal(moved.unknown?.why, 'the search_path that is set before it')
  })

  test('a table is named with its schema where that is another', async () => {
    const db = toDatabase(await variant.open())
    await db.script('CREATE SCHEMA other; CREATE TABLE other.x (id bigint); CREATE TABLE other.y (id bigint)')
    const { step, unknown } = await foreseen(db, ['ALTER TABLE other.x ADD CONSTRAINT c CHECK (id > 0)'])
    assert.deepEqual([step.locks, unknown], [[{ table: 'other.x', mode: 'ACCESS EXCLUSIVE' }], undefined])
    assert.deepEqual([...(await relationSizes(db, ['other.x', 'x'])).keys()], ['other.x'])
  })

  test('each statement of a text is a step of its own', async () => {
    const db = toDatabase(await variant.open())
    await db.script(tables)
    const step = ownStep("-- Ä\nUPDATE z SET label = 'ü';\n/* all */ DROP TABLE ch CASCADE; DO $$ BEGIN END $$")
    const all = (await foreseeOn(db, [step])).get(step) ?? []
    assert.deepEqual(
      all.map((one) => one.step.sql),
      ["UPDATE z SET label = 'ü'", 'DROP TABLE ch CASCADE', 'DO $$ BEGIN END $$'],
    )
    assert.deepEqual(
      all.map((one) => one.step.locks?.map(({ table }) => table)),
      [['z'], ['ch', 't', 'gone'], undefined],
    )
  })
})
