import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { toDatabase } from '../../src/backends/postgres/database'
import type { Operation } from '../../src/operations/operation'
import type { Database } from '../../src/sql/database'
import { type Variant, variants } from '../support/database'
import { relations } from '../support/measure'
import { withoutRecords } from '../support/without-records'
import { migrateTo, release } from './released'
import { doomed, ofOperations, refused } from './rows'

const skip = process.env.STRATA_SAFETY === undefined && 'npm run test:safety'

interface Refusal {
  readonly code: string
  readonly hint: string
  readonly facts: { readonly reason?: string }
}

variants(
  (variant: Variant) => {
    let db: Database
    beforeEach(async () => {
      db = toDatabase(await variant.open())
      await release(db)
    })

    /** What is said of a run that leaves the database as it is: its catalog, and the files of its tables. */
    async function refusal(operations: readonly Operation[]): Promise<Refusal> {
      const [catalog, files] = [await withoutRecords(db), await relations(db)]
      const error = await migrateTo(db, operations, 'online', { preflight: true }).then(
        () => assert.fail('it was run'),
        (failed: Refusal) => failed,
      )
      assert.deepEqual(await withoutRecords(db), catalog)
      const now = await relations(db)
      for (const [oid, file] of files) assert.deepEqual(now.get(oid), file)
      return error
    }

    describe('refused while others use the table, with nothing changed', { skip }, () => {
      for (const { id, title, operations } of ofOperations.filter((row) => refused.has(row.id))) {
        test(`${id} ${title}: the limit is named, and below it is done`, async () => {
          const { facts, hint } = await refusal(operations)
          assert.equal(facts.reason, 'schema.no-online-way')
          assert.match(hint, /below the limit of safety\.smallTable .*1000 rows and 1 MB/)
          await release(db, 100)
          await migrateTo(db, operations, 'direct')
          const wanted = await withoutRecords(db)
          await release(db, 100)
          await migrateTo(db, operations, 'auto', { preflight: true })
          assert.deepEqual(await withoutRecords(db), wanted)
        })
      }

      for (const { id, title, operations } of ofOperations.filter((row) => doomed.has(row.id))) {
        test(`${id} ${title}: the rows do not allow it`, async () => {
          assert.equal((await refusal(operations)).code, 'migrate.preflight')
        })
      }
    })
  },
  { manySessions: true },
)
