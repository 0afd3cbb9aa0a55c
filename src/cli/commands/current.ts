import type { Stand, Standing } from '../../migrations/standing'
import { appliedAt } from '../applied-at'
import { chosen } from '../apps'
import { command } from '../command'
import { databaseOption } from '../options'
import type { Output } from '../output'

export interface CurrentOptions {
  readonly apps?: readonly string[]
  readonly checkHeads?: boolean
  readonly database?: string
}

export const current = command<CurrentOptions, readonly Standing[]>({
  name: 'current',
  summary: 'Show where each app of a database stands',
  arguments: [{ name: 'apps', arity: 'many', help: 'only these apps' }],
  options: [
    { flags: '-c, --check-heads', help: 'exit with 1 unless all of them are at their last migration' },
    databaseOption,
  ],
  examples: [
    ['current', 'the last applied migration of every app'],
    ['current --check-heads', 'before a program starts that needs all of them'],
  ],

  async run(context, { apps = [], database = 'default' }) {
    const labels = (await chosen(context.apps, apps)).map(({ label }) => label)
    const { standingOf } = await import('../../migrations/standing')
    const { graph, history } = await context.survey(database)
    return [...labels].sort().map((app) => standingOf(app, graph, history))
  },

  view: (out) => ({
    result(standings) {
      for (const line of standings.flatMap((standing) => linesOf(standing, out))) out.line(line)
    },
  }),

  exitCode: (standings, { checkHeads = false }) =>
    checkHeads && standings.some(({ unapplied }) => unapplied > 0) ? 1 : 0,
})

function linesOf({ app, at, unapplied }: Standing, out: Output): readonly string[] {
  const { style, verbosity } = out
  const behind = verbosity > 1 && unapplied > 0 ? `, ${unapplied} not applied` : ''
  if (at.length === 0) return [style.dim(unapplied === 0 ? `${app} (no migrations)` : `${app} (zero)${behind}`)]
  return at.map((stand) => `${app}.${stand.name}${mark(stand, out)}${appliedAt(stand.applied, out)}${behind}`)
}

function mark({ is }: Stand, { style }: Output): string {
  return { head: style.success(' (head)'), behind: '', lost: style.warning(' (its file is gone)') }[is]
}
