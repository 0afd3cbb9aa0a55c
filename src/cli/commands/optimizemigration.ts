import { plural } from '../../base/text'
import { chosen } from '../apps'
import { command } from '../command'
import type { OptimizedData } from '../optimizing'

export interface OptimizemigrationOptions {
  readonly app: string
  readonly migration: string
  readonly check?: boolean
}

export const optimizemigration = command<OptimizemigrationOptions, OptimizedData>({
  name: 'optimizemigration',
  summary: 'Rewrite a migration with as few operations as can be',
  arguments: [
    { name: 'app', arity: 'one', help: 'label of its app' },
    { name: 'migration', arity: 'one', help: 'its name, or an unambiguous beginning of it' },
  ],
  options: [{ flags: '--check', help: 'write nothing; exit with 1 if there would be fewer' }],
  examples: [
    ['optimizemigration movies 0004', 'rewrite the file'],
    ['optimizemigration movies 0004 --check', 'see whether it is worth it'],
  ],

  async run(context, { app, migration, check = false }) {
    await chosen(context.apps, [app])
    const { optimizeFile } = await import('../optimizing')
    return optimizeFile(context, app, migration, { write: !check })
  },

  view: (out) => ({
    result({ operations: { before, after }, path, written }) {
      if (before === after) return out.info('No optimizations possible.')
      out.info(`Optimizing from ${plural(before, 'operation')} to ${plural(after, 'operation')}.`)
      if (written) out.info(`Optimized migration ${out.style.label(path)}`)
    },
  }),

  exitCode: ({ operations: { before, after } }, { check = false }) => (check && before !== after ? 1 : 0),
})
