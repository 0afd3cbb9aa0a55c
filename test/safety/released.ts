import type { Strategy } from '../../src/backends/postgres/online/live-tables'
import { CreateEnum } from '../../src/operations'
import type { Operation } from '../../src/operations/operation'
import type { Database } from '../../src/sql/database'
import { Shop } from '../support/shop'
import { fillModels } from './filled'
import { start } from './start'

const shop = new Shop(start, [new CreateEnum({ name: 'mood', values: ['sad', 'ok', 'happy'] })])

/** Makes the released models, with rows, in an empty database. */
export async function release(db: Database, rows?: number): Promise<void> {
  await db.script('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
  await shop.release(db)
  await db.script(fillModels(rows))
}

/** Applies the next release. */
export async function migrateTo(
  db: Database,
  operations: readonly Operation[],
  strategy: Strategy,
  { preflight = false }: { readonly preflight?: boolean } = {},
): Promise<void> {
  await shop.migrate(db, operations, { how: { strategy }, preflight })
}
