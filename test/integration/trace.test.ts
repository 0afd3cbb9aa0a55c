import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toDatabase } from '../../src/backends/postgres/database'
import { runMigrations } from '../../src/migrations/run-migrations'
import type { Traced } from '../../src/migrations/tracer'
import type { Step } from '../../src/schema/step'
import { sqlStep } from '../../src/schema/step'
import { type Variant, variants } from '../support/database'
import { Mark, migrationsOf, noSchema } from '../unit/migrations/build'

variants(
  (variant: Variant) => {
    async function traced(up: readonly Step[]): Promise<readonly (Traced | undefined)[]> {
      const db = toDatabase(await variant.open())
      await db.script('CREATE TABLE r (id integer PRIMARY KEY); CREATE TABLE t (id integer PRIMARY KEY, x integer)')
      await db.script('INSERT INTO t VALUES (1, 1)')
      // Longer than it takes the second session to look.
      await db.script(`CREATE FUNCTION slow(integer) RETURNS integer IMMUTABLE LANGUAGE plpgsql
        AS 'BEGIN PERFORM pg_sleep(1.5); RETURN $1; END'`)
      const found: (Traced | undefined)[] = []
      await runMigrations({
        db,
        set: { apps: ['a'], migrations: migrationsOf({ 'a.1': { operations: [new Mark({ name: 'x', up })] } }) },
        targets: [{ kind: 'all' }],
        schema: noSchema,
        lock: { timeoutMs: 5000 },
        trace: true,
        watch: { open: () => variant.open() },
        onProgress: (event) => event.kind === 'step-done' && found.push(event.traced),
      })
      return found
    }

    test('a trace has the locks that each step adds to what is held, on what was there before', async () => {
      const steps = await traced([
        sqlStep('CREATE TABLE n (t integer REFERENCES t (id))', { creates: 'n' }),
        sqlStep('SELECT count(*) FROM r'),
        sqlStep('ALTER TABLE t ADD COLUMN y integer'),
      ])
      // Which indexes a statement opens differs from version to version.
      const isTable = ({ table }: { readonly table: string }): boolean => !table.endsWith('_pkey')
      assert.deepEqual(
        steps.map((one) => one?.locks.filter(isTable).map(({ table, mode }) => `${table} ${mode}`)),
        [['t SHARE ROW EXCLUSIVE'], ['r ACCESS SHARE'], ['t ACCESS EXCLUSIVE']],
      )
    })

    test('what no transaction holds is seen from a second session', async () => {
      const [one] = await traced([
        sqlStep('CREATE INDEX CONCURRENTLY i ON t (slow(x))', {
          transactional: false,
          index: { name: 'i', becomes: 'built' },
          locks: [{ table: 't', mode: 'SHARE UPDATE EXCLUSIVE' }],
        }),
      ])
      assert.ok(one?.locks.some(({ table, mode }) => table === 't' && mode === 'SHARE UPDATE EXCLUSIVE'))
    })
  },
  { manySessions: true },
)
