import type { ModelKey } from '../state/model-state'
import type { App } from './app'
import { declarationOf } from './declaration'

/** What the models say that no state holds, for the detection of changes. Fields are `app.Model.field`. */
export interface ModelHints {
  /** Fields with `blank: true`. */
  readonly blank: ReadonlySet<string>
  /** The former names of fields, by their present ones. */
  readonly renamedFields: ReadonlyMap<string, string>
  /** The former keys of models, by their present ones. */
  readonly renamedModels: ReadonlyMap<ModelKey, ModelKey>
}

export function hintsOf(apps: Iterable<App>): ModelHints {
  const blank = new Set<string>()
  const renamedFields = new Map<string, string>()
  const renamedModels = new Map<ModelKey, ModelKey>()
  for (const { label, classes } of apps) {
    for (const [model, cls] of classes) {
      const key = `${label}.${model}`
      const declaration = declarationOf(cls)
      const { renamedFrom } = declaration?.meta ?? {}
      if (renamedFrom !== undefined)
        renamedModels.set(key, renamedFrom.includes('.') ? renamedFrom : `${label}.${renamedFrom}`)
      for (const [name, { field }] of declaration?.fields ?? []) {
        if (field.options.blank === true) blank.add(`${key}.${name}`)
        if (field.options.renamedFrom !== undefined) renamedFields.set(`${key}.${name}`, field.options.renamedFrom)
      }
    }
  }
  return { blank, renamedFields, renamedModels }
}
