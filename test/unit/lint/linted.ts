import type { Released } from '../../../src/lint/read-run'
import type { Migration, MigrationDefinition } from '../../../src/migrations/migration'
import { placed } from '../../../src/migrations/migration'
import { RunSQL } from '../../../src/operations'
import type { Sql } from '../../../src/operations/run-sql'
import { ProjectState } from '../../../src/state/project-state'

/** A migration of SQL; what no transaction allows is outside of one, if it is all there is. */
export function sqlMigration(name: string, sql: Sql, more: MigrationDefinition = {}): Migration {
  const outside = /^(CREATE|DROP)( UNIQUE)? INDEX CONCURRENTLY|^REINDEX|CONCURRENTLY$|^SET lock_timeout/.test(`${sql}`)
  return placed('shop', name, {
    operations: [new RunSQL({ sql, reverseSql: RunSQL.noop, atomic: !outside })],
    ...more,
  })
}

/** Migrations of SQL, without models. */
export function linted(migrations: readonly (string | Migration)[], past: readonly Migration[]): Released {
  return {
    past: { state: ProjectState.empty, migrations: past },
    migrations: migrations.map((of, index) => {
      const migration = typeof of === 'string' ? sqlMigration(`000${index + 2}_change`, of) : of
      const states = [ProjectState.empty, ...migration.operations.map(() => ProjectState.empty)]
      return { migration, origin: undefined, states: () => states }
    }),
  }
}
