import { equal } from '../../base/equal'
import type { Findings } from '../asking'
import type { Differences } from '../differences'
import { UnsupportedChangeError } from '../errors'

/** Says so where there is no operation for a change, instead of finding nothing. */
// biome-ignore lint/correctness/useYield: a detector that finds no operation, and may refuse
export function* unsupportedChanges({ changed }: Differences): Findings {
  for (const { key, before, after } of changed) {
    if (!equal(before.bases, after.bases)) throw new UnsupportedChangeError(key, 'the models that it inherits from')
    if (before.options.dbTablespace !== after.options.dbTablespace)
      throw new UnsupportedChangeError(key, 'dbTablespace')
  }
}
