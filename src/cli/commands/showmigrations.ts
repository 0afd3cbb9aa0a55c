import type { MigrationGraph } from '../../migrations/graph'
import type { AppliedMigration, History } from '../../migrations/history'
import { type MigrationKey, migrationKey } from '../../migrations/migration'
import { chosen } from '../apps'
import { command } from '../command'
import { databaseOption } from '../options'
import type { Output } from '../output'

export interface ShowmigrationsOptions {
  readonly apps?: readonly string[]
  readonly list?: boolean
  readonly plan?: boolean
  readonly database?: string
}

export interface ShownMigration {
  readonly app: string
  readonly name: string
  /** `unrecorded`: all that it replaces is applied, and it is not recorded. `lost`: recorded, without a file. */
  readonly status: 'applied' | 'unapplied' | 'unrecorded' | 'lost'
  readonly applied: Date | undefined
  /** How many migrations it stands for. */
  readonly squashes: number
  readonly dependencies: readonly MigrationKey[]
}

export interface ShowmigrationsData {
  /** In the order of the alphabet. */
  readonly apps: readonly string[]
  /** In the order in which they are applied; those without a file at the end. */
  readonly migrations: readonly ShownMigration[]
}

export const showmigrations = command<ShowmigrationsOptions, ShowmigrationsData>({
  name: 'showmigrations',
  summary: 'List the migrations and whether they are applied',
  arguments: [{ name: 'apps', arity: 'many', help: 'only these apps' }],
  options: [
    { flags: '-l, --list', help: 'app by app, which is the default; -v 2 adds when each was applied' },
    { flags: '-p, --plan', help: 'in the order in which they are applied; -v 2 adds what each depends on' },
    databaseOption,
  ],
  examples: [
    ['showmigrations', 'all apps'],
    ['showmigrations movies -v 2', 'one app, with the times'],
    ['showmigrations --plan', 'the order of the next migrate'],
  ],

  async run(context, { apps = [], database = 'default' }) {
    const labels = (await chosen(context.apps, apps)).map(({ label }) => label)
    const { graph, history } = await context.survey(database)
    const all = [...shown(graph, history), ...lost(history)]
    return { apps: [...labels].sort(), migrations: all.filter(({ app }) => labels.includes(app)) }
  },

  view: (out, { plan }) => ({ result: (data) => (plan === true ? printPlan(out, data) : printList(out, data)) }),
})

function shown(graph: MigrationGraph, history: History): readonly ShownMigration[] {
  const times = new Map(history.records.map((record) => [migrationKey(record.app, record.name), record.applied]))
  const unrecorded = new Set(history.unrecorded.map(({ app, name }) => migrationKey(app, name)))
  return graph.order.map((key) => {
    const { app, name } = graph.migration(key)
    const done = history.applied.has(key)
    return {
      app,
      name,
      status: unrecorded.has(key) ? 'unrecorded' : done ? 'applied' : 'unapplied',
      applied: times.get(key),
      squashes: graph.covers(key).length,
      dependencies: [...graph.parents(key)].sort(),
    }
  })
}

function lost({ missing }: History): readonly ShownMigration[] {
  return missing.map(({ app, name, applied }: AppliedMigration) => {
    return { app, name, status: 'lost', applied, squashes: 0, dependencies: [] }
  })
}

function printList(out: Output, { apps, migrations }: ShowmigrationsData): void {
  for (const app of apps) {
    out.line(out.style.label(app))
    const own = migrations.filter((migration) => migration.app === app)
    if (own.length === 0) out.line(out.style.dim(' (no migrations)'))
    for (const migration of own) out.line(` ${mark(migration)} ${title(migration)}${time(migration, out)}`)
  }
}

function printPlan(out: Output, { migrations }: ShowmigrationsData): void {
  if (migrations.length === 0) out.line(out.style.dim('(no migrations)'))
  for (const migration of migrations) {
    const { app, dependencies } = migration
    const needs = out.verbosity > 1 && dependencies.length > 0 ? ` ... (${dependencies.join(', ')})` : ''
    out.line(`${mark(migration)}  ${app}.${title(migration)}${needs}`)
  }
}

function mark({ status }: ShownMigration): string {
  return { applied: '[X]', unapplied: '[ ]', unrecorded: '[-]', lost: '[?]' }[status]
}

function title({ name, squashes, status }: ShownMigration): string {
  const squashed = squashes > 0 ? ` (${squashes} squashed migrations)` : ''
  if (status === 'unrecorded') return `${name}${squashed} Run 'migrate' to finish recording.`
  return `${name}${squashed}${status === 'lost' ? ' (applied, but its file is gone)' : ''}`
}

function time({ applied }: ShownMigration, { verbosity }: Output): string {
  if (verbosity < 2 || applied === undefined) return ''
  return ` (applied at ${applied.toISOString().replace('T', ' ').slice(0, 19)})`
}
