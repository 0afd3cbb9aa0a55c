import { MigrationGraph } from '../migrations/graph'
import type { Migration } from '../migrations/migration'
import type { Proof, ProofOptions } from '../migrations/proof'
import type { Context } from './context'

/** Proves of migrations, before they are written, that they make the same models and the same database. */
export async function prove(context: Context, options: ProofOptions): Promise<Proof> {
  const { proveSchemas, proveStates } = await import('../migrations/proof')
  const { toDatabase } = await import('../backends/postgres/database')
  const { postgresSchema } = await import('../backends/postgres/schema-editor')
  const thread = await context.scratch()
  proveStates(options)
  return proveSchemas({ ...options, db: toDatabase(await thread.open()), schema: postgresSchema })
}

/** The project's migrations with some changes. */
export function graphOf(migrations: Iterable<Migration>, { apps }: Pick<Context, 'apps'>): MigrationGraph {
  return MigrationGraph.of(migrations, { apps: apps.map(({ label }) => label) })
}
