import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { equal } from '../base/equal'
import { StrataError } from '../base/errors'
import { finalize, NotRecordedError, StillImportedError } from '../migrations/finalize'
import type { MigrationGraph } from '../migrations/graph'
import { recordKeys } from '../migrations/history'
import { type Migration, migrationKey } from '../migrations/migration'
import type { Context } from './context'
import type { FileChange } from './file-changes'
import { leafChanges } from './leaf-file'
import { oldFile, placeOfApp, readAsFile, shownPath } from './migration-files'
import { graphOf } from './proving'
import { recordsIfThere } from './records-if-there'

export interface Finalized {
  readonly kind: 'finalized'
  readonly app: string
  readonly squashes: readonly string[]
  /** Paths as one would type them. */
  readonly removed: readonly string[]
  readonly rewritten: readonly string[]
}

/** Removes the files that squashed migrations stand for, and rewrites what names them. */
export async function finalizeSquashes(context: Context, app: string, name: string | undefined): Promise<Finalized> {
  const before = await context.graph()
  const { squashes, removed, dependants, renamed, migrations } = finalize(before, app, name)
  for (const squash of squashes) await refuseUnrecorded(context, before, migrationKey(app, squash.name))
  const after = graphOf(migrations, context)
  const { proveStates } = await import('../migrations/proof')
  proveStates({
    what: `The history without what ${squashes.map((squash) => squash.name).join(', ')} replaces`,
    before: { graph: before, targets: [] },
    after: { graph: after, targets: [] },
  })
  const { editMigration } = await import('../codegen/edit-migration')
  const edits: FileChange[] = []
  for (const migration of [...squashes, ...dependants]) {
    const { path, text } = oldFile(migration, before)
    const isSquash = squashes.includes(migration)
    const now = editMigration(text, { renamed, withoutReplaces: isSquash })
    await refuseDifferent(migration, path, now)
    edits.push({ kind: 'write', path, text: now })
  }
  const files = removed.map((migration) => oldFile(migration, before).path)
  await refuseImports(migrations, files, before)
  const [leaf] = after.leaves(app).map((key) => after.migration(key).name)
  const leafFile = leaf === undefined ? [] : leafChanges(placeOfApp(app, context), leaf)
  const changes = [...edits, ...files.map((path): FileChange => ({ kind: 'remove', path })), ...leafFile]
  context.changeFiles(changes)
  const shown = (paths: readonly string[]): string[] => paths.map((path) => shownPath(path, context.cwd)).sort()
  return {
    kind: 'finalized',
    app,
    squashes: squashes.map((squash) => squash.name),
    removed: shown(files),
    rewritten: shown(edits.map(({ path }) => path)),
  }
}

/** As far as the project's own databases can be asked: others are for who finalizes to know. */
async function refuseUnrecorded(context: Context, graph: MigrationGraph, key: string): Promise<void> {
  for (const database of Object.keys(context.project.settings.databases)) {
    const records = recordKeys(await recordsIfThere(context, database))
    const covered = graph.covers(key).map((ref) => migrationKey(...ref))
    const isDone = records.has(key) && covered.every((each) => records.has(each))
    if (!isDone && covered.some((each) => records.has(each))) throw new NotRecordedError(key, database)
  }
}

/** The edited text has to say what was meant. */
async function refuseDifferent(migration: Migration, path: string, text: string): Promise<void> {
  const read = await readAsFile(migration.app, migration.name, dirname(path), text)
  const said = ({ dependencies, runBefore, replaces }: Migration): object => ({ dependencies, runBefore, replaces })
  if (!equal(said(read), said(migration))) throw new CannotEditError(path)
}

async function refuseImports(
  migrations: readonly Migration[],
  removed: readonly string[],
  graph: MigrationGraph,
): Promise<void> {
  const { importsOf } = await import('../codegen/edit-migration')
  const stems = new Set(removed.map((path) => path.replace(/\.[jt]s$/, '')))
  for (const migration of migrations) {
    const { path, text } = oldFile(migration, graph)
    for (const from of importsOf(text)) {
      const target = join(dirname(path), from).replace(/\.[jt]s$/, '')
      if (from.startsWith('.') && stems.has(target) && existsSync(path)) throw new StillImportedError(path, from)
    }
  }
}

/** References that are not written out, so that no edit can change them. */
export class CannotEditError extends StrataError {
  constructor(path: string) {
    super({
      code: 'squash.cannot-edit',
      message: `${path} computes its dependencies, so that they cannot be rewritten.`,
      hint: "Write them as lists of text: dependencies: [['app', '0001_name']].",
      facts: { file: path },
    })
  }
}
