import { equal } from '../../base/equal'
import { AlterModelOptions } from '../../operations'
import { pickPlainOptions } from '../../state/model-options'
import type { Findings } from '../asking'
import { planned } from '../dependencies'
import type { Differences } from '../differences'

/** Options that have no operation of their own. */
export function* alteredOptions({ changed }: Differences): Findings {
  for (const { app, name, before, after } of changed) {
    const options = pickPlainOptions(after.options)
    if (equal(pickPlainOptions(before.options), options)) continue
    yield planned({ app, operation: new AlterModelOptions({ name, options }) })
  }
}
