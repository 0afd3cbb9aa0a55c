import { StrataError } from '../base/errors'
import { withRenamed } from '../migrations/finalize'
import type { MigrationGraph } from '../migrations/graph'
import { recordKeys } from '../migrations/history'
import { type Migration, type MigrationKey, type MigrationRef, migrationKey } from '../migrations/migration'
import { migrationName, migrationNumber, numberedName, suggestedName } from '../migrations/names'
import { optimize } from '../migrations/optimizer'
import type { Context } from './context'
import type { FileChange } from './file-changes'
import { leafChanges } from './leaf-file'
import { oldFile, placeOfApp, readAsFile, shownPath } from './migration-files'
import { projectExports } from './project-exports'
import { graphOf } from './proving'
import { recordsIfThere } from './records-if-there'

export interface Updated {
  readonly migrations: readonly Migration[]
  readonly files: readonly { readonly path: string; readonly text: string }[]
  /** Files that have another name now, as one would type them. */
  readonly removed: readonly string[]
}

/** Puts what is missing into the last migration of each app instead of new ones. */
export async function updateLeaves(
  context: Context,
  missing: readonly Migration[],
  { name, dryRun = false }: { readonly name?: string | undefined; readonly dryRun?: boolean | undefined },
): Promise<Updated> {
  const graph = await context.graph()
  const leaves = await leavesToUpdate(context, graph, missing)
  const renamed = new Map<MigrationKey, MigrationRef>()
  for (const [index, added] of missing.entries()) {
    const leaf = leaves[index]
    if (leaf === undefined) continue
    const to: MigrationRef = [added.app, nameOf(leaf, added, name)]
    for (const each of [leaf, added]) renamed.set(migrationKey(each.app, each.name), to)
  }
  const migrations = missing.map((added, index) => together(leaves[index] ?? added, added, renamed))
  await refuseDifferent(context, graph, missing, migrations, leaves)
  const { rewrittenMigration } = await import('../codegen/rewritten-migration')
  const files: { path: string; text: string }[] = []
  const changes: FileChange[] = []
  const exportsFor = projectExports(context.project.baseDir)
  for (const [index, migration] of migrations.entries()) {
    const { app } = migration
    const folder = placeOfApp(app, context).migrations
    const old = oldFile(leaves[index] ?? migration, graph)
    const file = await rewrittenMigration(migration, { folder, from: () => [old], exports: exportsFor(folder) })
    await readAsFile(app, migration.name, folder, file.text)
    files.push(file)
    if (old.path === file.path) changes.push({ kind: 'write', ...file })
    else changes.push({ kind: 'create', ...file }, { kind: 'remove', path: old.path })
    changes.push(...leafChanges(placeOfApp(app, context), migration.name))
  }
  if (!dryRun) {
    context.changeFiles(changes)
  }
  const removed = changes.flatMap((change) => (change.kind === 'remove' ? shownPath(change.path, context.cwd) : []))
  return { migrations, files, removed }
}

async function leavesToUpdate(
  context: Context,
  graph: MigrationGraph,
  missing: readonly Migration[],
): Promise<readonly Migration[]> {
  const apps = missing.map(({ app }) => app)
  const records = recordKeys(missing.length === 0 ? [] : await recordsIfThere(context, 'default'))
  return apps.map((app, index) => {
    if (apps.indexOf(app) !== index) {
      throw new CannotUpdateError(`The changes of ${app} need more than one migration, since other apps stand between.`)
    }
    const [key] = graph.leaves(app)
    if (key === undefined) throw new CannotUpdateError(`App ${app} has no migration, cannot update last migration.`)
    const leaf = graph.migration(key)
    if (leaf.replaces.length > 0) throw new CannotUpdateError(`Cannot update squash migration '${key}'.`)
    if (records.has(key)) throw new CannotUpdateError(`Cannot update applied migration '${key}'.`)
    const children = graph.children(key).map((child) => `'${child}'`)
    if (children.length > 0) {
      throw new CannotUpdateError(`Cannot update migration '${key}' that migrations ${children.join(', ')} depend on.`)
    }
    return leaf
  })
}

/** A name that says what the migration does says so still; one that a person gave stays. */
function nameOf(leaf: Migration, added: Migration, name: string | undefined): string {
  const number = migrationNumber(leaf.name)
  if (name !== undefined) return numberedName(number, migrationName(name))
  const now = new Date()
  const suggested = ({ operations }: Pick<Migration, 'operations'>): string =>
    numberedName(number, suggestedName({ operations, initial: leaf.initial === true, now }))
  if (leaf.name !== suggested(leaf)) return leaf.name
  return suggested({ operations: optimize([...leaf.operations, ...added.operations], leaf.app) })
}

function together(leaf: Migration, added: Migration, renamed: ReadonlyMap<MigrationKey, MigrationRef>): Migration {
  const [, name] = renamed.get(migrationKey(leaf.app, leaf.name)) ?? [leaf.app, leaf.name]
  const needed = [...leaf.dependencies, ...added.dependencies].filter(
    ([app, other]) => app !== leaf.app || (other !== leaf.name && other !== added.name),
  )
  const operations = optimize([...leaf.operations, ...added.operations], leaf.app)
  const dependencies = [...new Map(needed.map((ref) => [migrationKey(...ref), ref])).values()]
  return withRenamed({ ...leaf, name, dependencies, operations }, renamed)
}

/** The models are those that new migrations would have led to. */
async function refuseDifferent(
  context: Context,
  graph: MigrationGraph,
  missing: readonly Migration[],
  migrations: readonly Migration[],
  leaves: readonly Migration[],
): Promise<void> {
  const all = [...graph.files.values()]
  const { proveStates } = await import('../migrations/proof')
  proveStates({
    what: migrations.map(({ app, name }) => migrationKey(app, name)).join(' and '),
    before: { graph: graphOf([...all, ...missing], context), targets: [] },
    after: { graph: graphOf([...all.filter((each) => !leaves.includes(each)), ...migrations], context), targets: [] },
  })
}

/** A last migration that may not be changed. */
export class CannotUpdateError extends StrataError {
  constructor(message: string) {
    super({
      code: 'makemigrations.cannot-update',
      message,
      hint: 'Run makemigrations without --update: it writes a new one.',
    })
  }
}
