import { plural } from '../../base/text'
import type { CheckMessage } from '../../models/checks'
import { chosen } from '../apps'
import { command } from '../command'
import type { Context } from '../context'
import { leafIssuesOf } from '../leaf-file'
import { describeIssues } from '../system-checks'

export interface CheckOptions {
  readonly apps?: readonly string[]
  readonly failLevel?: 'error' | 'warning'
}

export interface CheckData {
  readonly messages: readonly CheckMessage[]
}

export const check = command<CheckOptions, CheckData>({
  name: 'check',
  summary: 'Look for mistakes in the models',
  arguments: [{ name: 'apps', arity: 'many', help: 'only these apps' }],
  options: [
    { flags: '--fail-level <level>', help: 'from which level on to exit with 1', choices: ['error', 'warning'] },
  ],
  examples: [
    ['check', 'look at all apps'],
    ['check movies --fail-level warning', 'be strict with one of them'],
  ],

  async run(context, { apps = [] }) {
    const labels = new Set((await chosen(context.apps, apps)).map(({ label }) => label))
    const registry = await context.registry()
    const ofModels = registry.check(context.project.settings).filter(({ object }) => labels.has(appOf(object)))
    return { messages: [...ofModels, ...(await ofLeaves(context, apps))] }
  },

  view: (out) => ({
    result({ messages }) {
      if (messages.length > 0) out.line(describeIssues(messages))
      const count = messages.length === 0 ? 'no issues' : plural(messages.length, 'issue')
      out.line(`System check identified ${count} (0 silenced).`)
    },
  }),

  exitCode: ({ messages }, { failLevel = 'error' }) =>
    messages.some(({ level }) => level === 'error' || failLevel === 'warning') ? 1 : 0,
})

async function ofLeaves(context: Context, apps: readonly string[]): Promise<readonly CheckMessage[]> {
  const issues = await leafIssuesOf(context, apps)
  return issues.map(({ app, message, hint }) => ({
    level: 'warning',
    id: 'strata.W001',
    object: app,
    message,
    hint,
  }))
}

function appOf(object: string): string {
  return object.split('.')[0] ?? object
}
