import { AlterModelRowLevelSecurity } from '../../operations'
import type { Findings } from '../asking'
import { planned } from '../dependencies'
import type { Differences } from '../differences'

export function* alteredRowLevelSecurity({ changed }: Differences): Findings {
  for (const { app, name, before, after } of changed) {
    const { rowLevelSecurity } = after.options
    if (before.options.rowLevelSecurity === rowLevelSecurity) continue
    yield planned({ app, operation: new AlterModelRowLevelSecurity({ name, rowLevelSecurity }) })
  }
}
