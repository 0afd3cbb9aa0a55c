import { equal } from '../base/equal'
import type { Field } from '../fields/field'
import { plain } from '../fields/field'
import type { DatabaseObject, ObjectKey } from '../objects/database-object'
import { objectKey } from '../objects/database-object'
import { DuplicateModelError, DuplicateObjectError, UnknownModelError, UnknownObjectError } from './errors'
import type { ModelKey, ModelState } from './model-state'
import { repointedObject } from './object-references'

type Apps = ReadonlyMap<string, ReadonlyMap<ModelKey, ModelState>>
type Objects = ReadonlyMap<ObjectKey, DatabaseObject>

/**
 * A frozen picture of all models at one point of the history. A change copies the map of apps and that of one app and
 * shares every model that it does not touch: `before` and `after` stand side by side at the price of one small map.
 */
export class ProjectState {
  readonly #apps: Apps
  readonly #objects: Objects

  private constructor(apps: Apps, objects: Objects) {
    this.#apps = apps
    this.#objects = objects
    Object.freeze(this)
  }

  static get empty(): ProjectState {
    return empty
  }

  static of(models: Iterable<ModelState>, objects: Iterable<DatabaseObject> = []): ProjectState {
    const apps = new Map<string, Map<ModelKey, ModelState>>()
    for (const model of models) {
      const app = apps.get(model.app) ?? new Map<ModelKey, ModelState>()
      if (app.has(model.key)) throw new DuplicateModelError(model.key)
      apps.set(model.app, app.set(model.key, model))
    }
    return new ProjectState(apps, objectsByKey(objects))
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
      [...this.objects()].map((object) => repointedObject(object, oldKey, renamed.key)),
    )
  }

  equals(other: ProjectState): boolean {
    const keys = [...this.keys()]
    if (keys.length !== [...other.keys()].length) return false
    const sameModels = keys.every((key) => {
      const theirs = other.find(key)
      return theirs !== undefined && this.model(key).equals(theirs)
    })
    return sameModels && this.#sameObjects(other)
  }

  /** Most projects have none, and need not look for any. */
  get hasObjects(): boolean {
    return this.#objects.size > 0
  }

  *objects(): IterableIterator<DatabaseObject> {
    yield* this.#objects.values()
  }

  findObject(key: ObjectKey): DatabaseObject | undefined {
    return this.#objects.get(key)
  }

  object(key: ObjectKey): DatabaseObject {
    const object = this.findObject(key)
    if (object === undefined) throw new UnknownObjectError(key, this.#objects.keys())
    return object
  }

  /** With this object in the place of the one of the same key, or as a new one. */
  withObject(object: DatabaseObject): ProjectState {
    return new ProjectState(this.#apps, new Map(this.#objects).set(objectKey(object), object))
  }

  withNewObject(object: DatabaseObject): ProjectState {
    return new ProjectState(this.#apps, objectsByKey([...this.objects(), object]))
  }

  withoutObject(key: ObjectKey): ProjectState {
    this.object(key)
    const objects = new Map(this.#objects)
    objects.delete(key)
    return new ProjectState(this.#apps, objects)
  }

  /** The object under its new key, at its place, and every object that needs it follows. */
  withRenamedObject(oldKey: ObjectKey, renamed: DatabaseObject): ProjectState {
    this.object(oldKey)
    const newKey = objectKey(renamed)
    const objects = [...this.#objects].map(([key, object]) =>
      key === oldKey ? renamed : repointedObject(object, oldKey, newKey),
    )
    return new ProjectState(this.#apps, objectsByKey(objects))
  }

  #sameObjects(other: ProjectState): boolean {
    if (this.#objects === other.#objects) return true
    if (this.#objects.size !== other.#objects.size) return false
    return [...this.#objects].every(([key, object]) => equal(object, other.findObject(key)))
  }

  #withApp(name: string, models: ReadonlyMap<ModelKey, ModelState>): ProjectState {
    const apps = new Map(this.#apps)
    return new ProjectState(apps.set(name, models), this.#objects)
  }
}

// Not in the class itself: TypeScript 6 compiles a static field that names its own class, beside a private name and
// without class fields, to a use of something that is not there yet.
const empty = ProjectState.of([])

/** Two apps may want the same extension; whatever else has one name is one thing, and belongs to one app. */
function objectsByKey(objects: Iterable<DatabaseObject>): Objects {
  const byKey = new Map<ObjectKey, DatabaseObject>()
  const names = new Set<string>()
  for (const object of objects) {
    const key = objectKey(object)
    const name = object.kind === 'extension' ? key : key.replace(` ${object.app}.`, ' ')
    if (names.has(name)) throw new DuplicateObjectError(key)
    names.add(name)
    byKey.set(key, object)
  }
  return byKey
}

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
