import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import type { Operation } from '../../src/operations/operation'
import type { SqlStep, Step } from '../../src/schema/step'
import type { Connection } from '../../src/sql/connection'
import { type Variant, variants } from '../support/database'
import { among, locksOf, locksOutside, measured, relations, said } from '../support/measure'
import { applied, createAll, stepsForwards } from '../support/schema'
import { changes, FILL, outside, start } from '../support/table-changes'

const writing = { table: 'shop_book', mode: 'ROW EXCLUSIVE' } as const

function sqlStepsOf(steps: readonly Step[]): readonly SqlStep[] {
  return steps.map((step) => {
    assert.equal(step.kind, 'sql')
    return step as SqlStep
  })
}

variants(
  (variant: Variant) => {
    let db: Connection
    beforeEach(async () => {
      db = await variant.open()
      await createAll(db, start)
      await db.script(FILL)
    })

    describe('a step says what PostgreSQL takes for it', () => {
      for (const [title, of] of Object.entries(changes)) {
        test(title, async () => {
          const operations: readonly Operation[] = Array.isArray(of) ? of : [of as Operation]
          const tables = new Set([...(await relations(db)).values()].map(({ name }) => name))
          for (const one of applied('shop', start, operations)) {
            for (const step of sqlStepsOf(stepsForwards('shop', one))) {
              assert.deepEqual(said(step, tables), among(await measured(db, step), tables), step.sql)
            }
          }
        })
      }

      for (const [title, operation] of Object.entries(outside)) {
        test(title, async () => {
          const [one] = applied('shop', start, [operation])
          const [step] = sqlStepsOf(one === undefined ? [] : stepsForwards('shop', one))
          assert.ok(step !== undefined && !step.transactional)
          const before = await relations(db)
          assert.deepEqual(
            locksOf(await locksOutside(variant, db, { sql: step.sql, while: writing }), before),
            said(step, new Set(['shop_book'])).locks,
          )
        })
      }
    })
  },
  { manySessions: true },
)
