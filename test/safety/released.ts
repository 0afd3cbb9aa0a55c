import type { Strategy } from '../../src/backends/postgres/online/live-tables'
import { runMigrations } from '../../src/migrations/run-migrations'
import { schemaForRun } from '../../src/migrations/run-schema'
import { CreateEnum, CreateModel } from '../../src/operations'
import type { Operation } from '../../src/operations/operation'
import type { Database } from '../../src/sql/database'
import { migrationsOf } from '../unit/migrations/build'
import { fillModels } from './filled'
import { start } from './start'

const first: readonly Operation[] = [
  new CreateEnum({ name: 'mood', values: ['sad', 'ok', 'happy'] }),
  ...[...start.models()].map(
    ({ name, fields, options }) => new CreateModel({ name, fields: Object.fromEntries(fields), options }),
  ),
]

/** Makes the released models, with rows, in an empty database. */
export async function release(db: Database, rows?: number): Promise<void> {
  await db.script('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
  await migrateTo(db, [], 'direct')
  await db.script(fillModels(rows))
}

/** Applies the next release. */
export async function migrateTo(
  db: Database,
  operations: readonly Operation[],
  strategy: Strategy,
  { preflight = false }: { readonly preflight?: boolean } = {},
): Promise<void> {
  const migrations = migrationsOf({
    'shop.1': { operations: first },
    'shop.2': { dependencies: ['shop.1'], operations },
  })
  await runMigrations({
    db,
    set: { apps: ['shop'], migrations: operations.length === 0 ? migrations.slice(0, 1) : migrations },
    targets: [{ kind: 'all' }],
    schema: schemaForRun(db, { strategy }),
    lock: { timeoutMs: 5000 },
    preflight,
  })
}
