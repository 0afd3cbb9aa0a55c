import type { MigrationGraph } from '../../migrations/graph'
import type { History } from '../../migrations/history'
import { migrationKey } from '../../migrations/migration'
import { appliedAt } from '../applied-at'
import { chosen } from '../apps'
import { command } from '../command'
import { databaseOption } from '../options'
import type { Output } from '../output'
import { type ShownMigration, shownMigrations } from '../shown-migrations'

/** What a graph is printed as. */
export type GraphForm = 'text' | 'mermaid' | 'svg'

export interface ShowmigrationsOptions {
  readonly apps?: readonly string[]
  readonly list?: boolean
  readonly plan?: boolean
  readonly heads?: boolean
  readonly graph?: GraphForm | true
  readonly database?: string
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
    { flags: '--heads', help: 'only the last migrations of each app' },
    {
      flags: '--graph [form]',
      help: 'with their branches and what they need: as text, or the source of a picture',
      choices: ['text', 'mermaid', 'svg'],
    },
    databaseOption,
  ],
  examples: [
    ['showmigrations', 'all apps'],
    ['showmigrations movies -v 2', 'one app, with the times'],
    ['showmigrations --plan', 'the order of the next migrate'],
    ['showmigrations --graph svg > migrations.svg', 'a picture'],
  ],

  async run(context, { apps = [], heads = false, database = 'default' }) {
    const labels = (await chosen(context.apps, apps)).map(({ label }) => label)
    const { graph, history } = await context.survey(database)
    const all = heads ? headsOf(graph, history) : shownMigrations(graph, history)
    return { apps: [...labels].sort(), migrations: all.filter(({ app }) => labels.includes(app)) }
  },

  view: (out, { plan, graph }) => ({
    result(data) {
      if (graph !== undefined) return printGraph(out, data, graph === true ? 'text' : graph)
      return plan === true ? printPlan(out, data) : printList(out, data)
    },
  }),
})

function headsOf(graph: MigrationGraph, history: History): readonly ShownMigration[] {
  const heads = new Set(graph.leaves())
  return shownMigrations(graph, history).filter(({ app, name }) => heads.has(migrationKey(app, name)))
}

function printList(out: Output, { apps, migrations }: ShowmigrationsData): void {
  for (const app of apps) {
    out.line(out.style.label(app))
    const own = migrations.filter((migration) => migration.app === app)
    if (own.length === 0) out.line(out.style.dim(' (no migrations)'))
    for (const migration of own) out.line(` ${mark(migration)} ${title(migration)}${appliedAt(migration.applied, out)}`)
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

/** What draws it is loaded for it. */
async function printGraph(out: Output, { apps, migrations }: ShowmigrationsData, form: GraphForm): Promise<void> {
  if (form === 'mermaid') {
    const { migrationsMermaid } = await import('../../diagram/migrations-mermaid')
    out.write(migrationsMermaid(migrations))
  } else if (form === 'svg') {
    const { migrationsSvg } = await import('../../diagram/migrations-svg')
    out.line(migrationsSvg(migrations))
  } else {
    const { graphLines } = await import('../../diagram/migrations-text')
    const { directNeeds } = await import('../../diagram/migration-node')
    const needs = directNeeds(migrations)
    for (const app of apps) {
      out.line(out.style.label(app))
      const own = migrations.filter((migration) => migration.app === app)
      if (own.length === 0) out.line(out.style.dim(' (no migrations)'))
      for (const { lanes, node, elsewhere } of graphLines(own, needs, mark)) {
        const after = elsewhere.length === 0 ? '' : `  ${out.style.dim(`← ${elsewhere.join(', ')}`)}`
        out.line(node === undefined ? ` ${lanes}` : ` ${lanes}  ${title(node)}${appliedAt(node.applied, out)}${after}`)
      }
    }
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
