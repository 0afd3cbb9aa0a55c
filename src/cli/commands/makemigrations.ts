import { join, resolve } from 'node:path'
import { StrataError } from '../../base/errors'
import type { SourceFile } from '../../codegen/source-file'
import type { Finding } from '../../lint/finding'
import type { Migration } from '../../migrations/migration'
import type { AnswersFile } from '../answers-file'
import { chosen } from '../apps'
import type { MissingOptions } from '../changes'
import { command } from '../command'
import type { Context } from '../context'
import type { FileChange } from '../file-changes'
import { leafChanges, warnOfLeaves } from '../leaf-file'
import { findingLines } from '../lint-lines'
import { type MadeMigration, type MakemigrationsData, madeLines } from '../made-migrations'
import { type BranchesEvent, type MergeData, printBranches, printMerged } from '../merged'
import { placeOfApp, shownPath } from '../migration-files'
import { mayAsk, type NoInputOptions, noInputOptions } from '../options'
import type { Output } from '../output'
import { projectExports } from '../project-exports'
import { nobody, personToAsk } from '../questioner'

export interface MakemigrationsOptions extends NoInputOptions {
  readonly apps?: readonly string[]
  readonly name?: string
  readonly dryRun?: boolean
  readonly check?: boolean
  readonly empty?: boolean
  readonly rename?: readonly string[]
  readonly answers?: string
  readonly merge?: boolean
  readonly update?: boolean
  readonly scriptable?: boolean
}

export const makemigrations = command<MakemigrationsOptions, MakemigrationsData | MergeData, BranchesEvent>({
  name: 'makemigrations',
  summary: 'Write the migrations that bring the history up to the models',
  arguments: [{ name: 'apps', arity: 'many', help: 'only these apps, and what their migrations need' }],
  options: [
    { flags: '-n, --name <name>', help: 'the name after the number' },
    { flags: '--dry-run', help: 'print what would be written; with -v 3 the files too' },
    { flags: '--check', help: 'write and ask nothing; exit with 1 if there are changes' },
    { flags: '--empty', help: 'a migration without operations for each of the apps, to be filled in by hand' },
    { flags: '--merge', help: 'join the branches of apps with several last migrations' },
    { flags: '--update', help: 'put the changes into the last migration instead of a new one' },
    { flags: '--scriptable', help: 'print the paths of the written files only; the rest goes to stderr' },
    { flags: '--rename <old=new>', help: 'app.Model.old=new or app.Old=New; may be repeated', repeats: true },
    { flags: '--answers <file>', help: 'answer from this JSON file, and note there what is asked' },
    ...noInputOptions('ask nothing: where a person has to decide, exit with 3 and write nothing'),
  ],
  examples: [
    ['makemigrations', 'all apps'],
    ['makemigrations movies --name ratings', 'one app, under a name of your own'],
    ['makemigrations --check', 'in continuous integration'],
    ['makemigrations movies --empty', 'for a data migration'],
  ],

  async run(context, options, report) {
    const { apps = [], check = false, dryRun = false, merge = false, update = false } = options
    await chosen(context.apps, apps)
    if (merge) return (await import('../merging')).mergeBranches(context, options, report)
    const { migrations, undecided } = await migrationsFor(context, options)
    if (migrations.length > 0) await context.checkMadeNames()
    if (update && !check) return updated(context, options, migrations)
    const files = check ? [] : await migrationFiles(context, migrations)
    const written = !dryRun && files.length > 0
    if (written) {
      const created = files.map((file) => ({ kind: 'create', ...file }) as const)
      context.changeFiles([...created, ...(await newLeaves(context, migrations))])
    }
    const all = migrations.map((one, index) => made(one, context, files[index]))
    const findings = files.length === 0 ? [] : await (await import('../linting')).findingsOfMade(context, migrations)
    return { apps, migrations: all, written, undecided, findings }
  },

  view(stdout, { scriptable = false }) {
    const out = scriptable ? stdout.aside() : stdout
    return {
      event: (event) => printBranches(out, event),
      result(data) {
        if ('kind' in data) printMerged(out, data)
        else {
          for (const line of madeLines(data, out)) out.info(line)
          for (const line of findingLines(shown(data.findings ?? [], out), out.style, false)) out.warn(line)
        }
        if (!scriptable || !data.written) return
        for (const { path } of 'kind' in data ? data.merged : data.migrations) stdout.line(path)
      },
    }
  },

  exitCode: (data, { check = false }) =>
    check && !('kind' in data) && (data.migrations.length > 0 || data.undecided !== undefined) ? 1 : 0,
})

function shown(findings: readonly Finding[], { verbosity }: Output): readonly Finding[] {
  return verbosity > 0 ? findings : findings.filter(({ severity }) => severity === 'error')
}

async function updated(
  context: Context,
  options: MakemigrationsOptions,
  missing: readonly Migration[],
): Promise<MakemigrationsData> {
  const { apps = [], dryRun = false } = options
  const { updateLeaves } = await import('../updating')
  const { migrations, files, removed } = await updateLeaves(context, missing, options)
  const all = migrations.map((one, index) => made(one, context, files[index]))
  return { apps, migrations: all, written: !dryRun && files.length > 0, undecided: undefined, removed }
}

/** The last of each app's new migrations, where its leaf is noted. */
async function newLeaves(context: Context, migrations: readonly Migration[]): Promise<readonly FileChange[]> {
  const graph = await context.graph()
  const last = new Map(migrations.map(({ app, name }) => [app, name]))
  return [...last].flatMap(([app, name]) =>
    leafChanges(placeOfApp(app, context), name, { isFirst: graph.leaves(app).length === 0 }),
  )
}

type Found = Pick<MakemigrationsData, 'undecided'> & { readonly migrations: readonly Migration[] }

async function migrationsFor(context: Context, options: MakemigrationsOptions): Promise<Found> {
  const { apps = [], name, check = false, empty = false, rename: renames } = options
  if (empty && apps.length === 0) throw new EmptyNeedsAppError()
  await context.checkedRegistry()
  await warnOfLeaves(context, apps)
  const { emptyMigrations, missingMigrations } = await import('../changes')
  if (empty) return { migrations: await emptyMigrations(context, { apps, name }), undecided: undefined }
  const answers = await answersFor(context, options)
  if (check) {
    const { nonInteractive } = await import('../../autodetector')
    return missingOrUndecided(context, {
      apps,
      name,
      renames,
      questioner: answers?.questioner(nonInteractive) ?? nonInteractive,
    })
  }
  const person = mayAsk(options) ? personToAsk(() => context.prompter({ aside: options.scriptable })) : nobody
  const questioner = answers?.questioner(person) ?? person
  const migrations = await missingMigrations(context, { apps, name, renames, questioner })
  if (options.dryRun !== true) await answers?.save(sourceOf)
  return { migrations, undecided: undefined }
}

async function answersFor(context: Context, { answers }: MakemigrationsOptions): Promise<AnswersFile | undefined> {
  if (answers === undefined) return undefined
  const { AnswersFile: File } = await import('../answers-file')
  return File.read(resolve(context.cwd, answers))
}

async function sourceOf(value: unknown): Promise<string> {
  const { valueText } = await import('../../codegen/value-text')
  return valueText(value).text
}

/** A question shows that there are changes, whatever would be answered. */
async function missingOrUndecided(context: Context, options: MissingOptions): Promise<Found> {
  const { missingMigrations } = await import('../changes')
  const { NeedsAnswerError } = await import('../../autodetector')
  try {
    const migrations = await missingMigrations(context, options)
    return { migrations, undecided: undefined }
  } catch (error) {
    if (error instanceof NeedsAnswerError) return { migrations: [], undecided: error.question }
    throw error
  }
}

/** `--empty` says nothing of the app that it is for. */
export class EmptyNeedsAppError extends StrataError {
  constructor() {
    super({
      code: 'makemigrations.empty-needs-app',
      message: 'You must supply at least one app label when using --empty.',
      hint: 'For instance: makemigrations movies --empty',
    })
  }
}

async function migrationFiles(context: Context, migrations: readonly Migration[]): Promise<readonly SourceFile[]> {
  if (migrations.length === 0) return []
  // What writes code is loaded when there is code to write: most runs find nothing to do.
  const { migrationFile } = await import('../../codegen/migration-file')
  const exportsFor = projectExports(context.project.baseDir)
  return migrations.map((migration) => {
    const folder = placeOfApp(migration.app, context).migrations
    return migrationFile(migration, { folder, exports: exportsFor(folder) })
  })
}

function made(migration: Migration, context: Context, file: SourceFile | undefined): MadeMigration {
  const { app, name, operations } = migration
  return {
    app,
    name,
    path: shownPath(join(placeOfApp(migration.app, context).migrations, `${name}.ts`), context.cwd),
    operations: operations.map((operation) => ({ symbol: operation.symbol, description: operation.describe() })),
    text: file?.text,
  }
}
