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
  const changed = attempt(() => change(created(earlier)))
  if (changed === undefined) return undefined
  const { name, fields, options, bases } = changed
  const folded = new CreateModel({ name, fields: Object.fromEntries(fields), options, bases })
  models.set(folded, changed)
  return [folded]
}

/** What creations make, of those that a change has folded into: often the next one folds into the same. */
const models = new WeakMap<CreateModel, ModelState>()

function created(creation: CreateModel): ModelState {
  const { name, fields, options, bases } = creation.args
  return models.get(creation) ?? new ModelState({ app: '', name, fields: Object.entries(fields), options, bases })
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
