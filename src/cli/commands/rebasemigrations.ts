import type { Progress } from '../../migrations/progress'
import { chosen } from '../apps'
import { command } from '../command'
import { databaseOption, noInputOptions } from '../options'
import { ProgressView } from '../progress-view'
import type { RebaseData, RebaseOptions } from '../rebasing'

export const rebasemigrations = command<RebaseOptions, RebaseData, Progress>({
  name: 'rebasemigrations',
  summary: 'Put one branch of an app on top of the other',
  arguments: [
    { name: 'app', arity: 'one', help: 'label of the app' },
    { name: 'migration', arity: 'optional', help: 'the last migration of the branch that moves' },
  ],
  options: [
    { flags: '--onto <migration>', help: 'the last migration of the other, where there are more than two' },
    { flags: '--reapply', help: 'undo and apply again what is applied of it, without asking' },
    databaseOption,
    ...noInputOptions('ask nothing: where a person has to decide, exit with 3 and change nothing'),
  ],
  examples: [
    ['rebasemigrations movies', 'as version control left it in leaf.txt'],
    ['rebasemigrations movies 0003_mine', 'move this one and what leads to it'],
  ],

  async run(context, options, report) {
    await chosen(context.apps, [options.app])
    const { rebaseBranch } = await import('../rebasing')
    return rebaseBranch(context, options, report)
  },

  view(out) {
    const progress = new ProgressView(out)
    return {
      event: (event) => progress.event(event),
      failed: () => progress.failed(),
      result({ app, onto, renamed, rewritten }) {
        out.info(out.style.heading(`Rebased ${app} onto ${onto}`))
        for (const { from, to } of renamed) out.info(`  ${from} -> ${out.style.label(to)}`)
        for (const path of rewritten) out.info(`  ~ ${path}`)
      },
    }
  },
})
