import type { Field } from '../fields/field'
import { plain } from '../fields/field'
import { DuplicateModelError, UnknownModelError } from './errors'
import type { ModelKey, ModelState } from './model-state'

type Apps = ReadonlyMap<string, ReadonlyMap<ModelKey, ModelState>>

/**
 * A frozen picture of all models at one point of the history. A change copies the map of apps and that of one app and
 * shares every model that it does not touch: `before` and `after` stand side by side at the price of one small map.
 */
export class ProjectState {
  readonly #apps: Apps

  private constructor(apps: Apps) {
    this.#apps = apps
    Object.freeze(this)
  }

  static get empty(): ProjectState {
    return empty
  }

  static of(models: Iterable<ModelState>): ProjectState {
    const apps = new Map<string, Map<ModelKey, ModelState>>()
    for (const model of models) {
      const app = apps.get(model.app) ?? new Map<ModelKey, ModelState>()
      if (app.has(model.key)) throw new DuplicateModelError(model.key)
      apps.set(model.app, app.set(model.key, model))
    }
    return new ProjectState(apps)
  }

  find(key: ModelKey): ModelState | undefined {
    return this.#apps.get(appOf(key))?.get(key)
  }

  has(key: ModelKey): boolean {
    return this.find(key) !== undefined
  }

  model(key: ModelKey): ModelState {
    const model = this.find(key)
    if (model === undefined) throw new UnknownModelError(key, this.keys())
    return model
  }

  *models(): IterableIterator<ModelState> {
    for (const app of this.#apps.values()) yield* app.values()
  }

  *keys(): IterableIterator<ModelKey> {
    for (const app of this.#apps.values()) yield* app.keys()
  }

  *modelsOf(app: string): IterableIterator<ModelState> {
    yield* this.#apps.get(app)?.values() ?? []
  }

  /** With this model in the place of the one of the same key, or as a new one. */
  with(model: ModelState): ProjectState {
    const app = new Map(this.#apps.get(model.app))
    return this.#withApp(model.app, app.set(model.key, model))
  }

  withNew(model: ModelState): ProjectState {
    if (this.has(model.key)) throw new DuplicateModelError(model.key)
    return this.with(model)
  }

  without(key: ModelKey): ProjectState {
    this.model(key)
    const app = new Map(this.#apps.get(appOf(key)))
    app.delete(key)
    return this.#withApp(appOf(key), app)
  }

  /** The model under its new key, at its place, and every relation and base that names it follows. */
  withRenamedModel(oldKey: ModelKey, renamed: ModelState): ProjectState {
    this.model(oldKey)
    if (oldKey !== renamed.key && this.has(renamed.key)) throw new DuplicateModelError(renamed.key)
    return ProjectState.of(
      [...this.models()].map((model) => repointed(model.key === oldKey ? renamed : model, oldKey, renamed.key)),
    )
  }

  equals(other: ProjectState): boolean {
    const keys = [...this.keys()]
    if (keys.length !== [...other.keys()].length) return false
    return keys.every((key) => {
      const theirs = other.find(key)
      return theirs !== undefined && this.model(key).equals(theirs)
    })
  }

  #withApp(name: string, models: ReadonlyMap<ModelKey, ModelState>): ProjectState {
    const apps = new Map(this.#apps)
    return new ProjectState(apps.set(name, models))
  }
}

// Not in the class itself: TypeScript 6 compiles a static field that names its own class, beside a private name and
// without class fields, to a use of something that is not there yet.
const empty = ProjectState.of([])

export function appOf(key: ModelKey): string {
  return key.slice(0, key.indexOf('.'))
}

function repointed(model: ModelState, oldKey: ModelKey, newKey: ModelKey): ModelState {
  const points = [...model.fields.values()].some((field) => mentions(field, oldKey))
  if (!points && !model.bases.includes(oldKey)) return model
  return model.with({
    fields: [...model.fields].map(([name, field]) => [name, repointedField(field, oldKey, newKey)] as const),
    bases: model.bases.map((base) => (base === oldKey ? newKey : base)),
  })
}

function mentions({ options }: Field, key: ModelKey): boolean {
  const { to, through } = options as { to?: unknown; through?: unknown }
  return to === key || through === key
}

/** The field with a target that changed its key. */
export function repointedField(field: Field, oldKey: ModelKey, newKey: ModelKey): Field {
  if (!mentions(field, oldKey)) return field
  const options: Record<string, unknown> = { ...field.options }
  if (options.to === oldKey) options.to = newKey
  if (options.through === oldKey) options.through = newKey
  return plain({ type: field.type, options: Object.freeze(options) })
}
