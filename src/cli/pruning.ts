import type { Pruned } from '../migrations/prune'
import { chosen } from './apps'
import type { Context } from './context'
import type { Output } from './output'

export interface PruneData extends Pruned {
  readonly kind: 'prune'
  readonly app: string
}

/** Forgets the records of an app that have no file, and migrates nothing. */
export async function prune(context: Context, app: string | undefined, database: string): Promise<PruneData> {
  const { forgetRecords, prunable, PruneNeedsAppError } = await import('../migrations/prune')
  if (app === undefined) throw new PruneNeedsAppError()
  await chosen(context.apps, [app])
  const { graph } = await context.survey(database)
  const pruned = prunable(graph, await context.records(database), app)
  if (pruned.names.length > 0) await forgetRecords(await context.database(database), app, pruned.names)
  return { kind: 'prune', app, ...pruned }
}

/** In Django's words. */
export function printPruned(out: Output, { app, names, blockedBy }: PruneData): void {
  out.info(out.style.heading('Pruning migrations:'))
  if (blockedBy.length > 0) {
    out.info('  Cannot prune migrations because the following squashed migrations still have `replaces`:')
    for (const key of blockedBy) out.info(`    ${key}`)
    out.info(`  Run 'migrate' where they are not recorded yet, and then 'squashmigrations ${app} --finalize'.`)
    return
  }
  for (const name of names) out.info(`  Pruning ${app}.${name} ${out.style.success('OK')}`)
  if (names.length === 0) out.info('  No migrations to prune.')
}
