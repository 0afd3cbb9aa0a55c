import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { keptFolder } from '../src/base/kept/loader'
import { measure, type Run } from './measure'
import type { Case } from './rounds'
import { type BenchServer, databases } from './server'

/** The names of what is measured, by which `--only` and the targets find it. */
export const names = {
  start: 'start: an empty manage.ts',
  load: 'start: the models loaded',
  first: 'makemigrations, the first',
  firstAnew: 'makemigrations, the first; models compiled anew',
  check: 'makemigrations --check',
  show: 'showmigrations',
  nothing: 'migrate, nothing to do',
  squash: 'squashmigrations, all into one',
  migrate: 'migrate, an empty database',
  oneByOne: 'its SQL through pg, one by one',
  atOnce: 'its SQL through pg, at once',
} as const

export interface Project {
  readonly folder: string
  readonly labels: readonly string[]
  readonly server: BenchServer
  /** The folder of the project that does nothing. */
  readonly empty: string
}

/** What is run before anything is measured: migrations of the models, and a database that has them. */
export async function prepare(project: Project, { makesMigrations }: { makesMigrations: boolean }): Promise<void> {
  const { folder, server } = project
  if (makesMigrations) measure(command(project, databases.ready, 'makemigrations'))
  await server.createDatabase(databases.ready)
  measure(command(project, databases.ready, 'migrate'))
  const { output } = measure({ script: join(__dirname, 'statements.ts'), args: [folder], folder })
  writeFileSync(statementsFile(project), output)
}

/** The first is what the others are multiples of. */
export function startCases(project: Project): readonly Case[] {
  return [
    { name: names.start, run: { script: 'manage.ts', args: [], folder: project.empty } },
    { name: names.load, run: { script: 'load.ts', args: [], folder: project.folder } },
  ]
}

/** Only for a project that has no migrations but what makemigrations writes. */
export function firstMigrationCases(project: Project): readonly Case[] {
  const run = command(project, databases.ready, 'makemigrations')
  return [
    {
      name: names.firstAnew,
      run,
      before: async () => {
        forgetMigrations(project)
        forgetCompiled(project)
      },
    },
    { name: names.first, run, before: async () => forgetMigrations(project) },
  ]
}

export function readingCases(project: Project): readonly Case[] {
  return [
    { name: names.check, run: command(project, databases.ready, 'makemigrations', '--check') },
    { name: names.show, run: command(project, databases.ready, 'showmigrations') },
    { name: names.nothing, run: command(project, databases.ready, 'migrate') },
  ]
}

export function migrateCases(project: Project): readonly Case[] {
  const { server } = project
  const before = (): Promise<void> => server.createDatabase(databases.fresh)
  return [
    { name: names.migrate, run: command(project, databases.fresh, 'migrate'), before },
    { name: names.oneByOne, run: sender(project, 'one-by-one'), before },
    { name: names.atOnce, run: sender(project, 'at-once'), before },
  ]
}

/** All of an app into one: the file is taken away again before the next. */
export function squashCase(project: Project, app: string, last: string): Case {
  return {
    name: names.squash,
    run: command(project, databases.ready, 'squashmigrations', app, '0001', last, '--noinput'),
    before: async () => removeSquashed(join(project.folder, 'apps', app, 'migrations')),
  }
}

export function removeSquashed(migrations: string): void {
  for (const name of readdirSync(migrations)) if (name.includes('_squashed_')) rmSync(join(migrations, name))
}

function command({ folder, server }: Project, database: string, ...args: readonly string[]): Run {
  return { script: 'manage.ts', args, folder, variables: { DATABASE_URL: server.url(database) } }
}

function sender(project: Project, how: 'one-by-one' | 'at-once'): Run {
  return {
    script: join(__dirname, 'send.ts'),
    args: [statementsFile(project), how],
    folder: project.folder,
    variables: { DATABASE_URL: project.server.url(databases.fresh) },
  }
}

function statementsFile({ folder }: Project): string {
  return join(folder, 'statements.json')
}

function forgetCompiled({ folder }: Project): void {
  rmSync(join(keptFolder(folder), 'compiled'), { recursive: true, force: true })
}

function forgetMigrations({ folder, labels }: Project): void {
  for (const label of labels) rmSync(join(folder, 'apps', label, 'migrations'), { recursive: true, force: true })
}
