import { RemoveField } from '../../operations'
import { siblingsRead } from '../../operations/references'
import { foreignKeyOptions, referrersOf } from '../../state/relations'
import type { Findings } from '../asking'
import type { Need } from '../dependencies'
import { does, needs, planned } from '../dependencies'
import { byKey, type Differences, type ModelDifference } from '../differences'

/** Fields that are gone, and those that come back as something else. */
export function* removedFields({ from, changed }: Differences): Findings {
  for (const difference of changed) {
    const { key, app, name: model, fields } = difference
    for (const name of fields.removed) {
      const keyedBy = referrersOf(from, key)
        .filter(({ field }) => foreignKeyOptions(field).toField === name)
        .map((referrer) => ({ key: referrer.model.key, name: referrer.name }))
      yield planned({
        app,
        operation: new RemoveField({ model, name }),
        does: [does.released(key, name)],
        needs: [
          needs(does.unused(key, name)),
          ...readersOf(difference, name),
          ...byKey(keyedBy).map((referrer) => needs(does.released(referrer.key, referrer.name))),
        ],
      })
    }
  }
}

/** Generated columns and composite keys let go of the field first. */
function* readersOf({ key, before }: ModelDifference, name: string): Iterable<Need> {
  for (const [other, field] of before.fields) {
    if (other !== name && siblingsRead(field).has(name)) yield needs(does.released(key, other))
  }
}
