import type { Answer } from '../src/autodetector'
import { CharField } from '../src/fields'
import type { Field } from '../src/fields/field'
import type { ModelState } from '../src/state/model-state'
import type { ProjectState } from '../src/state/project-state'

interface Changed {
  readonly changed: ProjectState
  /** To the questions that the renamed fields raise. */
  readonly answers: ReadonlyMap<string, Answer>
}

/** Ten models with one change each: three have a new field, three an altered, two a renamed one, two lost one. */
export function tenChanged(models: ProjectState): Changed {
  const all = [...models.models()].filter((model) => plainField(model) !== undefined)
  const answers = new Map<string, Answer>()
  let changed = models
  for (let at = 0; at < 10; at++) {
    const model = all[Math.floor((at * all.length) / 10)]
    const [name, field] = (model && plainField(model)) ?? []
    if (model === undefined || name === undefined || field === undefined) throw new Error('Too few models to change')
    changed = changed.with(changedModel(model, at, name))
    if (at === 6 || at === 7) answers.set(`rename:${model.key}.${name}=renamed`, true)
  }
  return { changed, answers }
}

function changedModel(model: ModelState, at: number, name: string): ModelState {
  if (at < 3) return model.withNewField('added', CharField({ maxLength: 40, null: true }))
  if (at < 6) return model.withField(name, CharField({ maxLength: 200 }))
  return at < 8 ? model.withRenamedField(name, 'renamed') : model.withoutField(name)
}

/** Text of bounded length that neither an index nor a check is about. */
function plainField(model: ModelState): readonly [string, Field] | undefined {
  const named = JSON.stringify([model.indexes, model.constraints])
  return [...model.fields].find(
    ([name, { type, options }]) =>
      type.name === 'CharField' && options.unique !== true && options.null !== true && !named.includes(name),
  )
}
