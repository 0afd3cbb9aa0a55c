import type { MigrationGraph } from '../migrations/graph'
import { type Migration, migrationKey } from '../migrations/migration'
import { optimize } from '../migrations/optimizer'
import type { Way } from '../migrations/proof'
import type { Context } from './context'
import { oldFile, placeOfApp, readAsFile, shownPath } from './migration-files'
import { projectExports } from './project-exports'
import { graphOf, prove } from './proving'

export interface OptimizedData {
  readonly app: string
  readonly name: string
  /** As one would type it. */
  readonly path: string
  readonly operations: { readonly before: number; readonly after: number }
  readonly written: boolean
}

/** Rewrites the file of a migration in its place, proven as it is read from the new text; its code stays in it. */
export async function optimizeFile(
  context: Context,
  app: string,
  text: string,
  { write }: { readonly write: boolean },
): Promise<OptimizedData> {
  const graph = await context.graph()
  const migration = graph.find(app, text)
  const old = oldFile(migration, graph)
  const operations = optimize(migration.operations, app)
  const data = {
    app,
    name: migration.name,
    path: shownPath(old.path, context.cwd),
    operations: { before: migration.operations.length, after: operations.length },
  }
  if (operations.length === migration.operations.length || !write) return { ...data, written: false }
  const { rewrittenMigration } = await import('../codegen/rewritten-migration')
  const folder = placeOfApp(app, context).migrations
  const file = await rewrittenMigration(
    { ...migration, operations },
    { folder, from: () => [old], exports: projectExports(context.project.baseDir)(folder) },
  )
  const read = await readAsFile(app, migration.name, folder, file.text)
  const key = migrationKey(app, migration.name)
  await prove(context, {
    what: key,
    before: wayTo(graph, key, migration, context),
    after: wayTo(graph, key, read, context),
  })
  const changes = [{ kind: 'write', path: old.path, text: file.text }] as const
  context.changeFiles(changes)
  return { ...data, written: true }
}

/** A migration that others stand for is looked at by itself. */
function wayTo(graph: MigrationGraph, key: string, migration: Migration, context: Context): Way {
  const others = [...graph.files].filter(([other]) => other !== key).map(([, each]) => each)
  const all = graphOf([...others, migration], context)
  const squash = all.has(key) ? undefined : all.standIn(key)
  const { app, name } = migration
  return { graph: squash === undefined ? all : all.withOriginals(squash), targets: [{ kind: 'migration', app, name }] }
}
