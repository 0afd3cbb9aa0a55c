import { connect } from '../../src/backends/connect'
import { toDatabase } from '../../src/backends/postgres/database'
import type { Strategy } from '../../src/backends/postgres/online/live-tables'
import type { Migration } from '../../src/migrations/migration'
import type { Target } from '../../src/migrations/plan'
import { runMigrations } from '../../src/migrations/run-migrations'
import { schemaForRun } from '../../src/migrations/run-schema'
import type { Database } from '../../src/sql/database'
import { type Catalog, catalog } from './catalog'
import { createDatabase, query, type TestDatabase } from './databases'
import type { Server } from './servers'

/** A database that histories are run in, one after the other. Emptying it is quicker than making another. */
export class Bench {
  private constructor(
    readonly db: Database,
    readonly database: TestDatabase,
  ) {}

  /** Extensions have a schema of their own, since `public` goes with each history. */
  static async open(server: Server, extensions: readonly string[] = ['btree_gist', 'hstore']): Promise<Bench> {
    const database = await createDatabase(server)
    const made = extensions.map((name) => `CREATE EXTENSION ${name} SCHEMA extensions`)
    const path = `ALTER DATABASE ${database.name} SET search_path = public, extensions`
    await query(database.url, 'CREATE SCHEMA extensions', ...made, path)
    return new Bench(toDatabase(await connect(database.url, { baseDir: '.' })), database)
  }

  async close(): Promise<void> {
    await this.db.close()
    await this.database.drop()
  }

  empty(): Promise<void> {
    return this.db.script('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
  }

  async migrate(
    migrations: readonly Migration[],
    targets: readonly Target[] = [{ kind: 'all' }],
    strategy: Strategy = 'direct',
    db = this.db,
  ): Promise<void> {
    const apps = [...new Set(migrations.map(({ app }) => app))]
    if (apps.length === 0 || targets.length === 0) return
    const set = { apps, migrations }
    const schema = schemaForRun(db, { strategy })
    await runMigrations({ db, set, targets, schema, lock: { timeoutMs: 10_000 } })
  }

  /** Without our own tables. */
  async catalog(): Promise<Catalog> {
    const all = Object.entries(await catalog(this.db))
    const theirs = all.map(([what, rows]: [string, Catalog['columns']]) => [
      what,
      rows.filter((row) => !/^strata_/.test(String(row[0]))),
    ])
    return Object.fromEntries(theirs) as unknown as Catalog
  }
}
