import { MigrationGraph } from '../migrations/graph'
import type { Migration } from '../migrations/migration'
import type { Proof, ProofOptions } from '../migrations/proof'
import type { Context } from './context'

/** What is proven of migrations before they are written. Undefined: the models alone were compared. */
export async function prove(
  options: ProofOptions,
  { schema }: { readonly schema: boolean },
): Promise<Proof | undefined> {
  const { proveSchemas, proveStates } = await import('../migrations/proof')
  proveStates(options)
  if (!schema) return undefined
  const { connect } = await import('../backends/connect')
  const { toDatabase } = await import('../backends/postgres/database')
  const { postgresSchema } = await import('../backends/postgres/schema-editor')
  const db = toDatabase(await connect('pglite:memory', { baseDir: '.' }))
  try {
    return await proveSchemas({ ...options, db, schema: postgresSchema })
  } finally {
    await db.close()
  }
}

/** The project's migrations with some changes. */
export function graphOf(migrations: Iterable<Migration>, { apps }: Pick<Context, 'apps'>): MigrationGraph {
  return MigrationGraph.of(migrations, { apps: apps.map(({ label }) => label) })
}
