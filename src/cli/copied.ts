import type { Variables } from '../base/variables'
import type { Target } from '../migrations/plan'
import type { MigrationSet, Surveyed } from '../migrations/run-migrations'
import type { Database } from '../sql/database'
import type { Context } from './context'

export interface CopyOptions {
  readonly alias: string
  readonly set: MigrationSet
  readonly files: Surveyed
  readonly vars: Variables
}

/** Does the work on a database that is made for it: what is applied here is applied there, and it has no rows. */
export async function onCopy<T>(
  context: Context,
  options: CopyOptions,
  work: (db: Database) => Promise<T>,
): Promise<T> {
  const original = await context.database(options.alias)
  const name = `strata_copy_${process.pid}`
  const isEmbedded = original.label.startsWith('pglite:')
  if (!isEmbedded) await original.script(`CREATE DATABASE ${name}`)
  try {
    const url = isEmbedded ? 'pglite:memory' : besides(context.url(options.alias), name)
    const { toDatabase } = await import('../backends/postgres/database')
    const { connect } = await import('../backends/connect')
    const copy = await connect(url, { baseDir: context.project.baseDir })
    try {
      const db = toDatabase(copy)
      await bringUp(db, options)
      return await work(db)
    } finally {
      await copy.close()
    }
  } finally {
    if (!isEmbedded) await original.script(`DROP DATABASE ${name} WITH (FORCE)`)
  }
}

/** To where the original is. */
async function bringUp(db: Database, { set, files: { graph, history }, vars }: CopyOptions): Promise<void> {
  const { runMigrations } = await import('../migrations/run-migrations')
  const { postgresSchemaFor } = await import('../backends/postgres/schema-editor')
  const applied = graph.order.filter((key) => history.applied.has(key)).map((key) => graph.migration(key))
  const last = new Map(applied.map(({ app, name }) => [app, { kind: 'migration', app, name } satisfies Target]))
  const schema = postgresSchemaFor({ version: Math.floor(db.serverVersion / 10_000) })
  await runMigrations({ db, set, targets: [...last.values()], schema, vars, lock: { timeoutMs: 0 } })
}

/** Another database of the same server. */
function besides(url: string, database: string): string {
  return Object.assign(new URL(url), { pathname: `/${database}` }).href
}
