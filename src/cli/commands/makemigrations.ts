import { isAbsolute, join, relative } from 'node:path'
import { StrataError } from '../../base/errors'
import type { Migration } from '../../migrations/migration'
import { chosen } from '../apps'
import { command } from '../command'
import type { Context } from '../context'
import { type MadeMigration, type MakemigrationsData, madeLines } from '../made-migrations'
import { type NewFile, writeNewFiles } from '../new-files'
import { mayAsk, type NoInputOptions, noInputOptions } from '../options'
import { projectExports } from '../project-exports'
import { nobody, personToAsk } from '../questioner'

export interface MakemigrationsOptions extends NoInputOptions {
  readonly apps?: readonly string[]
  readonly name?: string
  readonly dryRun?: boolean
  readonly check?: boolean
  readonly empty?: boolean
}

export const makemigrations = command<MakemigrationsOptions, MakemigrationsData>({
  name: 'makemigrations',
  summary: 'Write the migrations that bring the history up to the models',
  arguments: [{ name: 'apps', arity: 'many', help: 'only these apps, and what their migrations need' }],
  options: [
    { flags: '-n, --name <name>', help: 'the name after the number' },
    { flags: '--dry-run', help: 'print what would be written; with -v 3 the files too' },
    { flags: '--check', help: 'write and ask nothing; exit with 1 if there are changes' },
    { flags: '--empty', help: 'a migration without operations for each of the apps, to be filled in by hand' },
    ...noInputOptions('ask nothing: where a person has to decide, exit with 3 and write nothing'),
  ],
  examples: [
    ['makemigrations', 'all apps'],
    ['makemigrations movies --name ratings', 'one app, under a name of your own'],
    ['makemigrations --check', 'in continuous integration'],
    ['makemigrations movies --empty', 'for a data migration'],
  ],

  async run(context, options) {
    const { apps = [], check = false, dryRun = false } = options
    await chosen(context.apps, apps)
    const { migrations, undecided } = await migrationsFor(context, options)
    const files = check ? [] : await migrationFiles(context, migrations)
    const written = !dryRun && files.length > 0
    if (written) writeNewFiles(files)
    return { apps, migrations: migrations.map((one, index) => made(one, context, files[index])), written, undecided }
  },

  view: (out) => ({
    result(data) {
      for (const line of madeLines(data, out)) out.info(line)
    },
  }),

  exitCode: ({ migrations, undecided }, { check = false }) =>
    check && (migrations.length > 0 || undecided !== undefined) ? 1 : 0,
})

type Found = Pick<MakemigrationsData, 'undecided'> & { readonly migrations: readonly Migration[] }

async function migrationsFor(context: Context, options: MakemigrationsOptions): Promise<Found> {
  const { apps = [], name, check = false, empty = false } = options
  if (empty && apps.length === 0) throw new EmptyNeedsAppError()
  await context.checkedRegistry()
  const { emptyMigrations, missingMigrations } = await import('../changes')
  if (empty) return { migrations: await emptyMigrations(context, { apps, name }), undecided: undefined }
  if (check) return missingOrUndecided(context, { apps, name })
  const questioner = mayAsk(options) ? personToAsk(() => context.prompter()) : nobody
  return { migrations: await missingMigrations(context, { apps, name, questioner }), undecided: undefined }
}

/** A question shows that there are changes, whatever would be answered. */
async function missingOrUndecided(
  context: Context,
  { apps, name }: { readonly apps: readonly string[]; readonly name: string | undefined },
): Promise<Found> {
  const { missingMigrations } = await import('../changes')
  const { NeedsAnswerError, nonInteractive } = await import('../../autodetector')
  try {
    const migrations = await missingMigrations(context, { apps, name, questioner: nonInteractive })
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

async function migrationFiles(context: Context, migrations: readonly Migration[]): Promise<readonly NewFile[]> {
  if (migrations.length === 0) return []
  // What writes code is loaded when there is code to write: most runs find nothing to do.
  const { migrationFile } = await import('../../codegen/migration-file')
  return migrations.map((migration) => {
    const folder = folderOf(migration, context)
    return migrationFile(migration, { folder, exports: projectExports(context.project.baseDir, folder) })
  })
}

function made(migration: Migration, context: Context, file: NewFile | undefined): MadeMigration {
  const { app, name, operations } = migration
  return {
    app,
    name,
    path: shownPath(join(folderOf(migration, context), `${name}.ts`), context.cwd),
    operations: operations.map((operation) => ({ symbol: operation.symbol, description: operation.describe() })),
    text: file?.text,
  }
}

function folderOf({ app }: Migration, { apps }: Context): string {
  const place = apps.find(({ label }) => label === app)
  if (place === undefined) throw new Error(`there is a new migration of ${app}, which is no app`)
  return place.migrations
}

/** One that is not below the current folder in full. */
function shownPath(path: string, cwd: string): string {
  const short = relative(cwd, path)
  return short.startsWith('..') || isAbsolute(short) ? path : short
}
