import { AlterUniqueTogether } from '../../operations'
import type { Findings } from '../asking'
import { needsField, planned } from '../dependencies'
import type { Differences } from '../differences'
import { keptSets, sameSets } from '../unique-together'

/** Which fields are unique together, once they are all there. */
export function* alteredUniqueTogether({ changed }: Differences): Findings {
  for (const difference of changed) {
    const { key, app, name, after } = difference
    const { uniqueTogether } = after
    if (sameSets(keptSets(difference), uniqueTogether)) continue
    yield planned({
      app,
      operation: new AlterUniqueTogether({ name, uniqueTogether }),
      needs: [...new Set(uniqueTogether.flat())].map((field) => needsField(key, field)),
    })
  }
}
