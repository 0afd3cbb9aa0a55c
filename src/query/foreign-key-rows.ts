import { optionsOf } from '../fields/field'
import { Q } from '../sql/q'
import type { Referrer } from '../state/relations'
import { foreignKeyTarget } from '../state/relations'
import type { Binding } from './binding'
import { keyProperties } from './columns'
import { Core } from './core'
import { NotWritableError } from './errors'
import { databaseOf } from './facts'
import type { Instance } from './instance'
import { keyHeldBy, propertyOf } from './instance'
import type { Linking } from './related-rows'

/** Rows that point at `owner` with a foreign key of theirs. */
export function foreignKeyRows(binding: Binding, { model, name, field }: Referrer, owner: Instance): Linking {
  const { state } = binding
  const target = foreignKeyTarget(state, field)
  const ownKey = (): unknown =>
    keyHeldBy(
      owner,
      { model: target.model.key, properties: [propertyOf(target.name, target.field)] },
      `${model.key}.${name}`,
    )
  const all = (): Core<Instance> => {
    const core = Core.of<Instance>({ ...binding, key: model.key })
    const database = databaseOf(owner)
    return database === undefined ? core : core.on(database)
  }
  const related = (): Core<Instance> => all().narrowed('filter', [Q({ [`${name}_id`]: ownKey() })])
  const release = async (core: Core<Instance>): Promise<void> => {
    if (optionsOf(field).null !== true)
      throw new NotWritableError(model.key, name, 'it cannot be null. Delete the rows instead')
    await core.update({ [name]: null })
  }
  return {
    core: () => related().implying({ implied: { [name]: owner } }),
    keyOf: (row) => keyHeldBy(row, { model: model.key, properties: keyProperties(state, model) }, name),
    add: async (keys) => {
      await all()
        .narrowed('filter', [Q({ pk__in: keys })])
        .update({ [name]: ownKey() })
    },
    adopt: (row) => {
      row[name] = owner
    },
    remove: (keys) => release(related().narrowed('filter', [Q({ pk__in: keys })])),
    clear: () => release(related()),
  }
}
