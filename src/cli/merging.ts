import {
  BranchesConflictError,
  MergeDeclinedError,
  MergeNeedsAnswerError,
  pairInWords,
} from '../migrations/branch-errors'
import { type Branch, branchesOf, type Commutation, commutation } from '../migrations/branches'
import type { MigrationGraph } from '../migrations/graph'
import { type Migration, migrationKey, placed } from '../migrations/migration'
import { migrationName, migrationNumber, numberedName } from '../migrations/names'
import type { Context } from './context'
import { leafChanges } from './leaf-file'
import type { BranchesEvent, MergeData, ShownBranch } from './merged'
import { placeOfApp, shownPath } from './migration-files'
import { mayAsk, type NoInputOptions } from './options'

export interface MergeOptions extends NoInputOptions {
  readonly apps?: readonly string[]
  readonly name?: string
  readonly dryRun?: boolean
  readonly scriptable?: boolean
}

/** Longer ones are called after the day. */
const longestName = 47

/** One migration without operations for each app with several leaves, if it does not matter which branch comes first. */
export async function mergeBranches(
  context: Context,
  options: MergeOptions,
  report: (event: BranchesEvent) => void,
): Promise<MergeData> {
  const { apps = [], dryRun = false } = options
  const graph = await context.graph()
  const conflicts = [...graph.conflicts().keys()].filter((app) => apps.length === 0 || apps.includes(app)).sort()
  const migrations: Migration[] = []
  for (const app of conflicts) {
    const branches = branchesOf(graph, app)
    const found = await commutationOf(graph, app, branches)
    report({ kind: 'branches', app, branches: branches.map(shownBranch), verdict: verdictOf(found) })
    await refuseUnwanted(context, app, found, options)
    migrations.push(mergeOf(graph, app, branches, options.name))
  }
  const files = await filesOf(context, migrations)
  if (!dryRun && files.length > 0) {
    const leaves = migrations.flatMap(({ app, name }) => leafChanges(placeOfApp(app, context), name))
    const changes = [...files.map(({ path, text }) => ({ kind: 'create', path, text }) as const), ...leaves]
    context.changeFiles(changes)
  }
  return {
    kind: 'merge',
    merged: migrations.map(({ app, name }, index) => {
      return { app, name, path: shownPath(files[index]?.path ?? '', context.cwd) }
    }),
    written: !dryRun && files.length > 0,
  }
}

/** Of all pairs of branches, what stands most in the way. */
async function commutationOf(graph: MigrationGraph, app: string, branches: readonly Branch[]): Promise<Commutation> {
  const { postgresSchema } = await import('../backends/postgres/schema-editor')
  let worst: Commutation = { kind: 'commutes' }
  for (const [index, one] of branches.entries()) {
    for (const other of branches.slice(index + 1)) {
      const [first, second] = [one, other].map(({ leaf }) => migrationKey(app, leaf.name))
      const found = commutation(graph, first ?? '', second ?? '', postgresSchema)
      if (found.kind === 'conflict') throw new BranchesConflictError(app, found.pair, found.why)
      if (found.kind === 'unknown') worst = found
    }
  }
  return worst
}

function verdictOf(found: Commutation): string {
  if (found.kind === 'unknown') {
    return `Nobody can see whether these commute, since code and SQL can do anything: ${pairInWords(found.pair)}`
  }
  return 'Either order of these leads to the same models by the same SQL.'
}

async function refuseUnwanted(context: Context, app: string, found: Commutation, options: MergeOptions): Promise<void> {
  if (!mayAsk(options)) {
    if (found.kind === 'unknown') throw new MergeNeedsAnswerError(app, found.pair)
    return
  }
  const question = 'Should these migration branches be merged?'
  if (!(await (await context.prompter({ aside: options.scriptable })).confirm(question, false)))
    throw new MergeDeclinedError()
}

function mergeOf(graph: MigrationGraph, app: string, branches: readonly Branch[], name: string | undefined): Migration {
  const leaves = branches.map(({ leaf }) => leaf.name)
  const numbers = [...graph.files.values()].filter((each) => each.app === app).map((each) => migrationNumber(each.name))
  const joined = leaves.join('_')
  const called = name === undefined ? `merge_${joined.length > longestName ? today() : joined}` : migrationName(name)
  return placed(app, numberedName(Math.max(...numbers) + 1, called), {
    dependencies: leaves.map((leaf) => [app, leaf] as const),
  })
}

function today(): string {
  return new Date().toISOString().slice(0, 10).replaceAll('-', '')
}

async function filesOf(
  context: Context,
  migrations: readonly Migration[],
): Promise<readonly { readonly path: string; readonly text: string }[]> {
  if (migrations.length === 0) return []
  const { migrationFile } = await import('../codegen/migration-file')
  return migrations.map((migration) =>
    migrationFile(migration, { folder: placeOfApp(migration.app, context).migrations }),
  )
}

function shownBranch({ leaf, migrations }: Branch): ShownBranch {
  const operations = migrations.flatMap((migration) => migration.operations)
  return {
    name: leaf.name,
    operations: operations.map((operation) => ({ symbol: operation.symbol, description: operation.describe() })),
  }
}
