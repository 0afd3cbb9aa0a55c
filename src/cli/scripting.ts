import type { Script } from '../migrations/script/script'
import type { Context } from './context'
import type { Destination } from './goal'
import type { Output } from './output'

export interface ScriptData extends Script {
  readonly kind: 'sql'
}

/** The SQL of a range, which takes no database. */
export async function script(context: Context, { app, migration = '' }: Destination): Promise<ScriptData> {
  const { planBetween, rangeOf } = await import('../migrations/range')
  const { scriptOf } = await import('../migrations/script/script')
  const range = app === undefined ? undefined : rangeOf(app, migration)
  const { graph, plan } = planBetween(await context.migrations(), range)
  return { kind: 'sql', ...scriptOf(graph, plan) }
}

export function printScript(out: Output, { migrations, text }: ScriptData): void {
  if (migrations.length === 0) out.warn('There is nothing between these points.')
  else out.write(text)
}
