import { StrataError } from '../base/errors'
import { ModelState } from '../state/model-state'
import { CreateModel } from './create-model'
import type { Operation } from './operation'

/**
 * The creation of a model and a change of that same model become the creation of the changed model: the change itself
 * says how, on a state that holds nothing else.
 */
export function foldIntoCreate(
  earlier: Operation,
  model: string,
  change: (created: ModelState) => ModelState,
): readonly Operation[] | undefined {
  if (!(earlier instanceof CreateModel) || earlier.args.name !== model) return undefined
  const { name, fields, options, bases } = earlier.args
  const changed = attempt(() =>
    change(new ModelState({ app: '', name, fields: Object.entries(fields), options, bases })),
  )
  if (changed === undefined) return undefined
  return [
    new CreateModel({
      name: changed.name,
      fields: Object.fromEntries(changed.fields),
      options: changed.options,
      bases: changed.bases,
    }),
  ]
}

/** A change that the model as created does not allow stays by itself. */
function attempt(change: () => ModelState): ModelState | undefined {
  try {
    return change()
  } catch (error) {
    if (error instanceof StrataError) return undefined
    throw error
  }
}
