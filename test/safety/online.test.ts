import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { toDatabase } from '../../src/backends/postgres/database'
import { postgresSchemaFor } from '../../src/backends/postgres/schema-editor'
import { runFill } from '../../src/migrations/fill'
import type { Operation } from '../../src/operations/operation'
import type { SchemaEditor } from '../../src/schema/schema-editor'
import type { SqlStep, Step } from '../../src/schema/step'
import type { Database } from '../../src/sql/database'
import { between } from '../support/between'
import { type Variant, variants } from '../support/database'
import { dyingAtNew } from '../support/dying'
import { among, measured, relations } from '../support/measure'
import { applied } from '../support/schema'
import { withoutRecords } from '../support/without-records'
import { heldLong } from './long-lock'
import { migrateTo, release } from './released'
import { releasedUse } from './released-use'
import { doomed, lastOfReleased, ofOperations, refused } from './rows'
import { start } from './start'

const skip = process.env.STRATA_SAFETY === undefined && 'npm run test:safety'

variants(
  (variant: Variant) => {
    let db: Database
    beforeEach(async () => {
      db = toDatabase(await variant.open())
    })

    /** The catalog after the same change at once. */
    async function wanted(operations: readonly Operation[]): Promise<unknown> {
      await release(db)
      await migrateTo(db, operations, 'direct')
      return withoutRecords(db)
    }

    /** What the release before does, in a session of its own. */
    async function users(until: string | undefined): Promise<(statements: readonly string[]) => Promise<void>> {
      const other = await variant.open()
      await other.script(`SET lock_timeout = '2s'`)
      let count = 0
      let isOver = false
      return async (statements) => {
        isOver ||= until !== undefined && statements.some((sql) => sql.startsWith(until))
        if (!isOver) await other.script(releasedUse(++count))
      }
    }

    for (const { id, title, operations, findings, online = [], version = 15 } of ofOperations) {
      if (refused.has(id) || doomed.has(id)) continue
      const held = (what: string, run: () => Promise<void>): void => {
        test(what, (t) => (db.serverVersion < version * 10_000 ? t.skip(`for ${version}`) : run()))
      }
      describe(`${id} ${title}`, { skip }, () => {
        held('CE: beside readers and writers it ends in the catalog that it has at once', async () => {
          const catalog = await wanted(operations)
          await release(db)
          await migrateTo(db, operations, 'online')
          assert.deepEqual(await withoutRecords(db), catalog)
        })

        held(
          'LK, 1T, RF: no step holds others up for long, those that do at all are alone, no table is written anew',
          async () => {
            await release(db)
            const files = await tableFiles(db)
            const tables = new Set([...(await relations(db)).values()].map(({ name }) => name))
            for (const step of onlineSteps(operations, db)) {
              if (step.kind === 'fill') await runFill(db, step)
              else if (step.kind !== 'sql') throw new Error(step.label)
              else if (!step.transactional) await db.script(step.sql)
              else await hold(db, step, tables)
            }
            for (const [oid, file] of await tableFiles(db)) assert.equal(file, files.get(oid) ?? file)
          },
        )

        const breaksReleased = [...findings, ...online].some((rule) => /^[CX]/.test(rule))
        if (!breaksReleased) {
          held('PO: between its statements, and after them, the release before reads and writes', async () => {
            await release(db)
            await migrateTo(between(db, await users(lastOfReleased[id])), operations, 'online')
          })
        }

        held('KR: killed before each of its statements and run again, it ends as if it had never been', async () => {
          const catalog = await wanted(operations)
          await release(db)
          const seen = new Set<string>()
          for (let deaths = 0; ; deaths++) {
            assert.ok(deaths < 400)
            const error = await migrateTo(dyingAtNew(db, seen), operations, 'online').then(
              () => undefined,
              (failed: unknown) => failed,
            )
            if (error === undefined) break
            assert.match(String(error), /the line is dead/)
          }
          assert.deepEqual(await withoutRecords(db), catalog)
        })
      })
    }
  },
  { manySessions: true },
)

function onlineSteps(operations: readonly Operation[], db: Database): readonly Step[] {
  const version = Math.floor(db.serverVersion / 10_000)
  let schema: SchemaEditor = postgresSchemaFor({ version, strategy: 'online' })
  return applied('shop', start, operations).flatMap(({ operation, from, to }) => {
    const steps = operation.forwards({ app: 'shop', from, to, schema })
    schema = schema.after?.(steps) ?? schema
    return steps
  })
}

/** Runs a step, and looks at what others would have waited for. */
async function hold(db: Database, step: SqlStep, tables: ReadonlySet<string>): Promise<void> {
  const took = among(await measured(db, step), tables)
  assert.deepEqual(heldLong(took), [], step.sql)
  const isStrong = took.locks.some(({ mode }) => mode === 'ACCESS EXCLUSIVE')
  assert.ok(step.alone || !isStrong, `${step.sql} is not alone`)
}

async function tableFiles(db: Database): Promise<ReadonlyMap<string, string>> {
  const all = [...(await relations(db))].filter(([, { isTable }]) => isTable)
  return new Map(all.map(([oid, { filenode }]) => [oid, filenode]))
}
