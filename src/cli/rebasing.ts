import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { withRunLock } from '../backends/postgres/run-lock'
import { postgresSchema } from '../backends/postgres/schema-editor'
import { equal } from '../base/equal'
import {
  NothingToRebaseError,
  RebaseDeclinedError,
  RebaseNeedsAnswerError,
  WhichBranchError,
} from '../migrations/branch-errors'
import { migrate } from '../migrations/executor'
import { MigrationGraph, type Origin } from '../migrations/graph'
import { History } from '../migrations/history'
import { FileOrigin } from '../migrations/loader'
import { type Migration, type MigrationKey, migrationKey } from '../migrations/migration'
import { makePlan, type Plan, refuseIrreversible, undoPlan } from '../migrations/plan'
import type { Progress } from '../migrations/progress'
import { leafNamed, type Rebase, rebase } from '../migrations/rebase'
import { Recorder } from '../migrations/recorder'
import type { Context } from './context'
import type { FileChange } from './file-changes'
import { CannotEditError } from './finalizing'
import { leafChanges, readLeaf } from './leaf-file'
import { oldFile, placeOfApp, readAsFile, shownPath } from './migration-files'
import { mayAsk, type NoInputOptions } from './options'
import { recordsIfThere } from './records-if-there'

export interface RebaseOptions extends NoInputOptions {
  readonly app: string
  readonly migration?: string
  readonly onto?: string
  readonly database?: string
  readonly reapply?: boolean
}

export interface RebaseData {
  readonly app: string
  readonly onto: string
  readonly renamed: readonly { readonly from: string; readonly to: string }[]
  /** Other files that name them, as one would type them. */
  readonly rewritten: readonly string[]
  /** What was undone in the database, and applied again under its new name. */
  readonly undone: readonly MigrationKey[]
  readonly applied: readonly MigrationKey[]
}

const lockTimeoutMs = 60_000

/** Puts one branch on top of another: in the files, and in the database where it is applied. */
export async function rebaseBranch(
  context: Context,
  options: RebaseOptions,
  report: (event: Progress) => void,
): Promise<RebaseData> {
  const { app, database = 'default' } = options
  const graph = await context.graph()
  const ends = await endsOf(context, graph, options)
  const found = rebase(graph, app, ends)
  const after = graphWith(context, found.migrations, new Map())
  // Throws where an operation does not fit the models that it comes after now.
  after.stateAt(after.leaves())
  const changes = await changesOf(context, graph, found)
  const history = History.of(graph, await recordsIfThere(context, database), { database })
  const paths = found.dependants.map((each) => shownPath(oldFile(each, graph).path, context.cwd))
  const undo = undoPlan(graph, history, found.renamed.keys())
  refuseIrreversible(undo)
  const undone = undo.migrations.map(({ key }) => key)
  if (undone.length > 0) await refuseUnwanted(context, undone, options)
  const applied = await inDatabase(context, database, undo, report, () => {
    const origins = originsOf(graph, found)
    context.changeFiles(changes)
    const now = graphWith(context, found.migrations, origins)
    return { graph: now, keys: undone.map((key) => newKey(key, found)) }
  })
  return {
    app,
    onto: ends.onto,
    renamed: found.moved.map(({ from, to }) => ({ from: from.name, to: to.name })),
    rewritten: paths.sort(),
    undone,
    applied,
  }
}

/** Who is to move is said, or what version control left in the leaf file says it, or a person is asked. */
async function endsOf(
  context: Context,
  graph: MigrationGraph,
  options: RebaseOptions,
): Promise<{ readonly leaf: string; readonly onto: string }> {
  const { app } = options
  const leaves = graph.leaves(app).map((key) => graph.migration(key).name)
  if (leaves.length < 2) throw new NothingToRebaseError(app)
  const named = (text: string): string => leafNamed(graph, app, text).name
  const leaf = options.migration === undefined ? await leafToMove(context, leaves, options) : named(options.migration)
  const others = leaves.filter((name) => name !== leaf)
  if (options.onto === undefined && others.length > 1) throw new WhichBranchError(app, others, 'onto')
  const onto = options.onto === undefined ? (others[0] ?? '') : named(options.onto)
  return { leaf, onto }
}

async function leafToMove(context: Context, leaves: readonly string[], options: RebaseOptions): Promise<string> {
  const noted = readLeaf(placeOfApp(options.app, context))
  if (noted?.kind === 'conflict' && noted.names.every((name) => leaves.includes(name))) {
    const [here, incoming] = noted.names
    // Git replays one's own work upon the other in a rebase, and brings the other into one's own in a merge.
    return isMerging(context.project.baseDir) ? here : incoming
  }
  if (!mayAsk(options)) throw new WhichBranchError(options.app, leaves, 'moved')
  const question = 'Which branch is put on top of the other?\nThese are the last migrations of each:'
  return leaves[await (await context.prompter()).choose(question, leaves)] ?? ''
}

function isMerging(folder: string): boolean {
  if (existsSync(join(folder, '.git'))) return existsSync(join(folder, '.git', 'MERGE_HEAD'))
  return dirname(folder) !== folder && isMerging(dirname(folder))
}

async function changesOf(context: Context, graph: MigrationGraph, found: Rebase): Promise<readonly FileChange[]> {
  const { editMigration } = await import('../codegen/edit-migration')
  const changes: FileChange[] = []
  const edit = async (from: Migration, to: Migration, renamed: Rebase['renamed']): Promise<void> => {
    const { path, text } = oldFile(from, graph)
    const now = editMigration(text, { renamed })
    const read = await readAsFile(to.app, to.name, dirname(path), now)
    if (!equal(needs(read), needs(to))) throw new CannotEditError(path)
    changes.push({ kind: 'write', path, text: now })
  }
  for (const migration of found.dependants) await edit(migration, migration, found.renamed)
  for (const { from, to, renamed } of found.moved) await edit(from, to, renamed)
  // The last first: its new name may be that of none of the others any more.
  for (const { from, to } of [...found.moved].reverse()) {
    const { path } = oldFile(from, graph)
    changes.push({ kind: 'rename', path, to: pathOf(path, to) })
  }
  const last = found.moved.at(-1)?.to
  return last === undefined ? changes : [...changes, ...leafChanges(placeOfApp(last.app, context), last.name)]
}

function needs({ dependencies, runBefore }: Migration): object {
  return { dependencies, runBefore }
}

function pathOf(path: string, { name }: Migration): string {
  return join(dirname(path), `${name}${/\.[jt]s$/.exec(path)?.[0] ?? '.ts'}`)
}

async function refuseUnwanted(
  context: Context,
  undone: readonly MigrationKey[],
  options: RebaseOptions,
): Promise<void> {
  const { database = 'default', reapply = false } = options
  if (reapply) return
  if (!mayAsk(options)) throw new RebaseNeedsAnswerError(database, undone)
  const question = `On database '${database}' ${undone.join(', ')} will be undone and applied again; what they added to rows is lost. Go on?`
  if (!(await (await context.prompter()).confirm(question, false))) throw new RebaseDeclinedError()
}

/** Undoes, lets the files change, and applies under the new names. A database that has none of it is not opened. */
async function inDatabase(
  context: Context,
  alias: string,
  undo: Plan,
  report: (event: Progress) => void,
  change: () => { readonly graph: MigrationGraph; readonly keys: readonly MigrationKey[] },
): Promise<readonly MigrationKey[]> {
  if (undo.migrations.length === 0) {
    change()
    return []
  }
  const db = await context.database(alias)
  return withRunLock(db, { name: 'migrations', timeoutMs: lockTimeoutMs }, async () => {
    const schema = postgresSchema
    await migrate({ db, schema, plan: undo, onProgress: report })
    const { graph, keys } = change()
    const history = History.of(graph, await new Recorder(db).applied(), { database: alias })
    const targets = keys.map((key) => ({ kind: 'migration', ...named(graph, key) }) as const)
    const done = await migrate({ db, schema, plan: makePlan(graph, history, targets), onProgress: report })
    return done.map(({ app, name }) => migrationKey(app, name))
  })
}

function named(graph: MigrationGraph, key: MigrationKey): { readonly app: string; readonly name: string } {
  const { app, name } = graph.migration(key)
  return { app, name }
}

function newKey(key: MigrationKey, { renamed }: Rebase): MigrationKey {
  const ref = renamed.get(key)
  return ref === undefined ? key : migrationKey(...ref)
}

function graphWith(
  { apps }: Context,
  migrations: readonly Migration[],
  origins: ReadonlyMap<MigrationKey, Origin>,
): MigrationGraph {
  return MigrationGraph.of(migrations, { apps: apps.map(({ label }) => label), origins })
}

/** Where the migrations are read from afterwards. */
function originsOf(graph: MigrationGraph, { moved, migrations }: Rebase): ReadonlyMap<MigrationKey, Origin> {
  const former = new Map(moved.map(({ from, to }) => [to, from]))
  return new Map(
    migrations.map((migration): [MigrationKey, Origin] => {
      const { app, name } = migration
      const { path } = oldFile(former.get(migration) ?? migration, graph)
      return [migrationKey(app, name), new FileOrigin(pathOf(path, migration), migration)]
    }),
  )
}
