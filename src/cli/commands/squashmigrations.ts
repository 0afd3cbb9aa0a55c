import { StrataError } from '../../base/errors'
import { plural } from '../../base/text'
import type { MigrationKey } from '../../migrations/migration'
import { chosen } from '../apps'
import { command } from '../command'
import type { Context } from '../context'
import { UsageError } from '../exit'
import type { Finalized } from '../finalizing'
import { mayAsk, type NoInputOptions, noInputOptions } from '../options'
import type { Output } from '../output'
import type { WrittenSquash, WrittenSquashes } from '../squashing'

export interface SquashmigrationsOptions extends NoInputOptions {
  readonly app: string
  /** The first, if `end` is given, otherwise the last. With `finalize`, the squashed one. */
  readonly migration?: string
  readonly end?: string
  readonly squashedName?: string
  readonly optimize?: boolean
  readonly proof?: boolean
  readonly finalize?: boolean
}

export type SquashmigrationsData = Finalized | ({ readonly kind: 'squashed'; readonly app: string } & WrittenSquashes)

interface RangeEvent {
  readonly names: readonly string[]
  readonly cycles: readonly (readonly MigrationKey[])[]
}

export const squashmigrations = command<SquashmigrationsOptions, SquashmigrationsData, RangeEvent>({
  name: 'squashmigrations',
  summary: 'Write one migration that stands for several',
  arguments: [
    { name: 'app', arity: 'one', help: 'label of the app' },
    {
      name: 'migration',
      arity: 'optional',
      help: 'the last to squash, from the first of the app on; or, with a second',
    },
    { name: 'end', arity: 'optional', help: 'name, the first, where this is the last' },
  ],
  options: [
    { flags: '--squashed-name <name>', help: 'the name after the numbers' },
    { flags: '--no-optimize', help: 'keep all operations as they are' },
    { flags: '--no-proof', help: 'compare the models only, and run nothing on an embedded database' },
    { flags: '--finalize', help: 'remove what a squashed migration, or all of the app, stands for' },
    ...noInputOptions('squash without asking'),
  ],
  examples: [
    ['squashmigrations movies 0004', 'from the first to this one'],
    ['squashmigrations movies 0002 0004', 'from one to another'],
    ['squashmigrations movies --finalize', 'when every database has applied them'],
  ],

  async run(context, options, report) {
    const { app, migration, end, optimize = true, proof = true, finalize = false } = options
    await chosen(context.apps, [app])
    if (finalize) {
      const { finalizeSquashes } = await import('../finalizing')
      return finalizeSquashes(context, app, migration)
    }
    const last = end ?? migration
    if (last === undefined)
      throw new UsageError('missing-argument', 'squashmigrations needs the last migration to squash')
    if (proof) await context.scratch()
    const { squash } = await import('../../migrations/squash')
    const graph = await context.graph()
    const start = end === undefined ? undefined : migration
    const plan = squash(graph, { app, start, end: last, name: options.squashedName, optimize })
    report({ names: plan.range.map(({ name }) => name), cycles: plan.cycles })
    if (mayAsk(options) && !(await mayGoOn(context))) throw new SquashDeclinedError()
    const { writeSquashes } = await import('../squashing')
    return { kind: 'squashed', app, ...(await writeSquashes(context, graph, plan, { optimize, proof })) }
  },

  view: (out, { optimize = true }) => ({
    event({ names, cycles }) {
      out.info(out.style.heading('Will squash the following migrations:'))
      for (const name of names) out.info(` - ${name}`)
      for (const cycle of cycles) out.info(`In parts, since ${cycle.join(' needs ')}`)
    },
    result(data) {
      if (data.kind === 'finalized') printFinalized(out, data)
      else printSquashed(out, data, optimize)
    },
  }),
})

async function mayGoOn(context: Context): Promise<boolean> {
  return (await context.prompter()).confirm('Do you wish to proceed?', false)
}

function printSquashed(
  out: Output,
  { app, squashes, proof }: Extract<SquashmigrationsData, { kind: 'squashed' }>,
  optimize: boolean,
): void {
  for (const one of squashes) {
    out.info(out.style.heading(optimize ? 'Optimizing...' : '(Skipping optimization.)'))
    if (optimize) out.info(`  ${optimized(one)}`)
  }
  out.info(`Proven: ${proof ?? 'the same models'}.`)
  for (const { path } of squashes) out.info(`Created new squashed migration ${out.style.label(path)}`)
  out.info('  Commit it and leave the old ones in place: new databases use it, and others record it when they have')
  out.info(`  applied them all. When every database has, run 'squashmigrations ${app} --finalize'.`)
}

function optimized({ operations: { before, after } }: WrittenSquash): string {
  return before === after
    ? 'No optimizations possible.'
    : `Optimized from ${plural(before, 'operation')} to ${plural(after, 'operation')}.`
}

function printFinalized(out: Output, { app, squashes, removed, rewritten }: Finalized): void {
  out.info(out.style.heading(`Finalized ${squashes.join(', ')}`))
  for (const path of removed) out.info(`  - ${path}`)
  for (const path of rewritten) out.info(`  ~ ${path}`)
  out.info(`  To forget their records in a database, run 'migrate ${app} --prune' there.`)
}

/** A person was shown what would be squashed, and did not want it. */
export class SquashDeclinedError extends StrataError {
  constructor() {
    super({ code: 'squash.quit', message: 'No migration was written, as you chose.' })
  }
}
