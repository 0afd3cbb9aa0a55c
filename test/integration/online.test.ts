import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { toDatabase } from '../../src/backends/postgres/database'
import { holdsUp, holdsUpLong } from '../../src/backends/postgres/online/alone'
import { postgresSchemaFor } from '../../src/backends/postgres/schema-editor'
import { runFill } from '../../src/migrations/fill'
import type { Operation } from '../../src/operations/operation'
import type { SchemaEditor } from '../../src/schema/schema-editor'
import type { Step } from '../../src/schema/step'
import type { Connection } from '../../src/sql/connection'
import type { Database } from '../../src/sql/database'
import { statement } from '../../src/sql/statement'
import { catalog, type Variant, variants } from '../support/database'
import { among, measured, relations, said } from '../support/measure'
import { type Applied, applied, createAll } from '../support/schema'
import { changes, FILL, onlineChanges, start } from '../support/table-changes'

/** What PostgreSQL has no way for beside readers and writers. */
const refused = new Set(['add a stored generated column', 'exclusion', 'a value for rows without a primary key'])

const all: Readonly<Record<string, Operation | readonly Operation[]>> = { ...changes, ...onlineChanges }

function stepsOf(schema: SchemaEditor, { operation, from, to }: Applied): readonly Step[] {
  return operation.forwards({ app: 'shop', from, to, schema })
}

/** All rows as text, but for values that differ from run to run. */
async function rowsOf(db: Connection, title: string): Promise<unknown> {
  const skipped = /volatile|stable|identity column/.test(title) ? `- 'x'` : ''
  const { rows } = await db.run(
    statement(`SELECT format('SELECT md5(string_agg(r, '','' ORDER BY r)) FROM (SELECT (to_jsonb(t) ${skipped.replaceAll("'", "''")})::text AS r FROM %I t) s', relname)
      FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname`),
  )
  const digests: unknown[] = []
  for (const [sql] of rows) digests.push((await db.run(statement(String(sql)))).rows)
  return digests
}

/** What a recipe leaves behind besides tables: nothing. */
async function leftovers(db: Connection): Promise<readonly unknown[]> {
  const { rows } = await db.run(
    statement(`SELECT tgname FROM pg_trigger WHERE NOT tgisinternal
      UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname ~ 'strata'
      UNION ALL SELECT relname FROM pg_class WHERE relname ~ 'strata_(new|seq|set)'
      UNION ALL SELECT c.conname FROM pg_constraint c WHERE NOT c.convalidated`),
  )
  return rows.map(([name]) => name)
}

variants(
  (variant: Variant) => {
    let db: Database
    beforeEach(async () => {
      db = toDatabase(await variant.open())
      await createAll(db, start)
      await db.script(FILL)
    })

    async function again(): Promise<void> {
      await db.script('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
      await createAll(db, start)
      await db.script(FILL)
    }

    /** Runs each step and holds it to what it says. */
    async function runOnline(steps: readonly Step[], created: Set<string>): Promise<void> {
      for (const step of steps) {
        if (step.creates !== undefined) created.add(step.creates)
        if (step.kind === 'code' || step.kind === 'data') throw new Error(step.label)
        else if (step.kind === 'fill') await runFill(db, step)
        else if (!step.transactional) await db.script(step.sql)
        else {
          const tables = new Set([...(await relations(db)).values()].map(({ name }) => name))
          const took = among(await measured(db, step), tables)
          const { scans, ...rest } = said(step, tables)
          if (step.alone) assert.deepEqual({ ...rest, scans: took.scans }, took, step.sql)
          // Where one side of a foreign key is empty, PostgreSQL does not read the other.
          assert.ok(
            took.scans.every((table) => scans.includes(table)),
            step.sql,
          )
          assert.ok(!holdsUpLong(step), step.sql)
          const locks = took.locks.filter(({ table }) => !created.has(table))
          assert.ok(step.alone || !holdsUp({ ...step, locks }), `${step.sql} has others wait for the next step`)
        }
      }
    }

    describe('online and at once end in the same catalog and the same rows', () => {
      for (const [title, of] of Object.entries(all)) {
        test(title, async () => {
          const operations: readonly Operation[] = Array.isArray(of) ? of : [of as Operation]
          const version = Math.floor(db.serverVersion / 10_000)
          const [direct, online] = [
            postgresSchemaFor({ version }),
            postgresSchemaFor({ version, strategy: 'online' }),
          ] as const
          const states = applied('shop', start, operations)
          if (refused.has(title)) {
            assert.throws(() => states.flatMap((one) => stepsOf(online, one)), { code: 'schema.no-online-way' })
            return
          }
          for (const one of states)
            for (const step of stepsOf(direct, one)) if (step.kind === 'sql') await db.script(step.sql)
          const [wanted, rows] = [await catalog(db), await rowsOf(db, title)]
          await again()
          const created = new Set<string>()
          for (const one of states) await runOnline(stepsOf(online, one), created)
          assert.deepEqual(await catalog(db), wanted)
          assert.deepEqual(await rowsOf(db, title), rows)
          assert.deepEqual(await leftovers(db), [])
        })
      }
    })
  },
  { manySessions: true },
)
