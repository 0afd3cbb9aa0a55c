import { AlterOrderWithRespectTo } from '../../operations'
import type { Findings } from '../asking'
import { does, needsField, planned } from '../dependencies'
import type { Differences } from '../differences'

/** Models whose rows are ordered by hand within another relation, no longer, or for the first time. */
export function* alteredOrder({ changed }: Differences): Findings {
  for (const { key, app, name, before, after } of changed) {
    const [was, is] = [before.options.orderWithRespectTo, after.options.orderWithRespectTo]
    if (was === is) continue
    yield planned({
      app,
      operation: new AlterOrderWithRespectTo({ name, orderWithRespectTo: is }),
      does: was === undefined ? [] : [does.unused(key, was)],
      needs: is === undefined ? [] : [needsField(key, is)],
    })
  }
}
