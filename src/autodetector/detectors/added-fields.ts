import { AddField } from '../../operations'
import type { Findings } from '../asking'
import { does, fieldNeeds, needs, planned } from '../dependencies'
import type { Differences } from '../differences'
import { formerKeys } from '../former-keys'
import { valueForRows } from '../value-for-rows'

/** Fields that are new, and those that come back as something else. */
export function* addedFields({ to, changed, hints }: Differences): Findings {
  for (const difference of changed) {
    const { key, app, name: model, after, fields } = difference
    for (const name of fields.added) {
      const field = after.field(name)
      const hint = hints.get(`${key}.${name}`)
      const value = yield* valueForRows({ model: difference, name, field, hint, reason: 'added' })
      yield planned({
        app,
        operation: new AddField({ model, name, field, ...value }),
        does: [does.field(key, name)],
        needs: [
          needs(does.released(key, name)),
          ...formerKeys(difference, name).map((former) => needs(does.released(key, former))),
          ...fieldNeeds(to, key, field),
        ],
      })
    }
  }
}
