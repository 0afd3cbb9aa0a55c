import { optionsOf } from '../../fields/field'
import { AlterField } from '../../operations'
import type { Findings } from '../asking'
import { does, fieldNeeds, needs, needsOutOfTheWay, planned } from '../dependencies'
import type { Differences } from '../differences'
import { formerKeys } from '../former-keys'
import { valueForRows } from '../value-for-rows'

/** Fields whose column stays and is not what it was. */
export function* alteredFields({ from, to, changed, hints }: Differences): Findings {
  for (const difference of changed) {
    const { key, app, name: model, before, after, fields } = difference
    for (const name of fields.altered) {
      const field = after.field(name)
      const hint = hints.get(`${key}.${name}`)
      const was = before.field(name)
      const couldBeNull = optionsOf(was).null === true || was.type.generatedAs !== undefined
      const value = couldBeNull
        ? yield* valueForRows({ model: difference, name, field, hint, reason: 'made-not-null' })
        : {}
      yield planned({
        app,
        operation: new AlterField({ model, name, field, ...value }),
        does: [does.field(key, name), does.released(key, name)],
        needs: [
          ...formerKeys(difference, name).map((former) => needs(does.released(key, former))),
          ...fieldNeeds(to, key, field),
          ...needsOutOfTheWay(from, key),
        ],
      })
    }
  }
}
