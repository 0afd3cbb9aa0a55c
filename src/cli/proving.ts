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
  if (!schema) {
    proveStates(options)
    return undefined
  }
  const { openPgliteThread } = await import('../backends/postgres/pglite-thread')
  const { toDatabase } = await import('../backends/postgres/database')
  const { postgresSchema } = await import('../backends/postgres/schema-editor')
  const opening = openPgliteThread()
  try {
    proveStates(options)
    return await proveSchemas({ ...options, db: toDatabase(await opening), schema: postgresSchema })
  } finally {
    await (await opening).close()
  }
}

/** The project's migrations with some changes. */
export function graphOf(migrations: Iterable<Migration>, { apps }: Pick<Context, 'apps'>): MigrationGraph {
  return MigrationGraph.of(migrations, { apps: apps.map(({ label }) => label) })
}
