import { AlterModelTableComment } from '../../operations'
import type { Findings } from '../asking'
import { planned } from '../dependencies'
import type { Differences } from '../differences'

export function* alteredTableComments({ changed }: Differences): Findings {
  for (const { app, name, before, after } of changed) {
    const { dbTableComment } = after.options
    if (before.options.dbTableComment === dbTableComment) continue
    yield planned({ app, operation: new AlterModelTableComment({ name, dbTableComment }) })
  }
}
