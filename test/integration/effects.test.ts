import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Operation } from '../../src/operations/operation'
import type { SqlStep, Step } from '../../src/schema/step'
import type { Connection } from '../../src/sql/connection'
import { statement } from '../../src/sql/statement'
import { type Variant, variants } from '../support/database'
import { among, heldLocks, locksOf, measured, relations, said } from '../support/measure'
import { applied, createAll, stepsForwards } from '../support/schema'
import { changes, FILL, outside, start } from '../support/table-changes'

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
            locksOf(await locksOutside(variant, db, step), before),
            said(step, new Set(['shop_book'])).locks,
          )
        })
      }
    })
  },
  { manySessions: true },
)

/** Somebody writes meanwhile, so that the statement waits and can be looked at. */
async function locksOutside(variant: Variant, db: Connection, { sql }: SqlStep): ReturnType<typeof heldLocks> {
  const [writer, watcher] = [await variant.open(), await variant.open()]
  const { rows } = await db.run(statement('SELECT pg_backend_pid()'))
  const seen: (readonly [string, Awaited<ReturnType<typeof heldLocks>>[number][1]])[] = []
  let running: Promise<void> | undefined
  await writer.transaction(async () => {
    await writer.script('LOCK TABLE shop_book IN ROW EXCLUSIVE MODE')
    running = db.script(sql)
    for (let i = 0; i < 10; i++) {
      seen.push(...(await heldLocks(watcher, String(rows[0]?.[0]))))
      await sleep(10)
    }
  })
  await running
  return seen
}
