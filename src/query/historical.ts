import { StrataError } from '../base/errors'
import type { AnyClass } from '../base/metadata'
import { didYouMean } from '../base/text'
import type { Variables } from '../base/variables'
import type { Database } from '../sql/database'
import type { ModelKey, ModelState } from '../state/model-state'
import type { ProjectState } from '../state/project-state'
import { installAccessors, isSameRow, keyOf } from './accessors'
import type { Binding } from './binding'
import { bindings } from './binding'
import { markUnsaved } from './facts'
import type { Instance } from './instance'
import { boundOf } from './instance'
import { Manager } from './manager'
import type { SaveOptions } from './write'
import { assign, assignKey, deleteObject, refreshObject, saveObject } from './write'

/** A row of a historical model: its values under the names of its fields, its relations as they were. */
export interface HistoricalRow {
  [field: string]: unknown
  readonly pk: unknown
  save(options?: SaveOptions): Promise<void>
  delete(): Promise<number>
  refreshFromDb(): Promise<void>
  isSameRow(other: unknown): boolean
}

/** A model as it was at one point of the history. It has the fields of then, and none of the methods of the class. */
export interface HistoricalModel {
  readonly objects: Manager<HistoricalRow>
  readonly state: ModelState
  new (values?: Readonly<Record<string, unknown>>): HistoricalRow
}

/** The models at one point of the history. */
export interface HistoricalApps {
  /** Capitals of the model's name do not matter. */
  getModel(app: string, model: string): HistoricalModel
}

/** What the function of a code operation is given. */
export interface CodeContext {
  readonly apps: HistoricalApps
  readonly db: Database
  /** What `migrate --var name=value` was given, by name. */
  readonly vars: Variables
}

/** The models of a state, on one database; each is made when it is first asked for. */
export function historicalApps(state: ProjectState, db: Database): HistoricalApps {
  const made = new Map<ModelKey, HistoricalModel>()
  const binding = (key: ModelKey): Binding => ({
    key,
    state,
    database: () => Promise.resolve(db),
    classOf: (other) => modelOf(other) as unknown as AnyClass,
  })
  const modelOf = (key: ModelKey): HistoricalModel => {
    const model = made.get(key) ?? makeModel(binding(key))
    made.set(key, model)
    return model
  }
  return { getModel: (app, name) => modelOf(keyOfModel(state, app, name)) }
}

function makeModel(binding: Binding): HistoricalModel {
  const { state, key } = binding
  const model = state.model(key)
  const Row = class {
    static readonly state = model
    static readonly objects: Manager<HistoricalRow> = new Manager<HistoricalRow>(
      () => Row as unknown as HistoricalModel,
    )

    constructor(values: Readonly<Record<string, unknown>> = {}) {
      markUnsaved(this)
      assign(boundOf(this), this as unknown as Instance, values)
    }

    get pk(): unknown {
      return keyOf(this as unknown as Instance, boundOf(this))
    }

    set pk(value: unknown) {
      assignKey(boundOf(this), this as unknown as Instance, value)
    }

    save(options?: SaveOptions): Promise<void> {
      return saveObject(boundOf(this), this as unknown as Instance, options)
    }

    delete(): Promise<number> {
      return deleteObject(boundOf(this), this as unknown as Instance)
    }

    refreshFromDb(): Promise<void> {
      return refreshObject(boundOf(this), this as unknown as Instance)
    }

    isSameRow(other: unknown): boolean {
      return isSameRow(this, other)
    }
  }
  Object.defineProperty(Row, 'name', { value: model.name })
  bindings.set(Row, binding)
  installAccessors(Row.prototype, state, model)
  return Row as unknown as HistoricalModel
}

function keyOfModel(state: ProjectState, app: string, name: string): ModelKey {
  const models = [...state.modelsOf(app)]
  const wanted = name.toLowerCase()
  const found = models.find((model) => model.name.toLowerCase() === wanted)
  if (found !== undefined) return found.key
  const apps = new Set([...state.models()].map((model) => model.app))
  if (!apps.has(app)) throw new UnknownAppError(app, [...apps])
  throw new UnknownHistoricalModelError(
    app,
    name,
    models.map((model) => model.name),
  )
}

/** A code operation asks for an app that the history does not have at this point. */
export class UnknownAppError extends StrataError {
  constructor(app: string, apps: readonly string[]) {
    const meant = didYouMean(app, apps)
    super({
      code: 'query.unknown-app',
      message: `No installed app with label '${app}'.`,
      hint: meant === undefined ? 'Does the migration depend on one of that app?' : `Did you mean '${meant}'?`,
      facts: { app },
    })
  }
}

/** A code operation asks for a model that the app does not have at this point. */
export class UnknownHistoricalModelError extends StrataError {
  constructor(app: string, model: string, models: readonly string[]) {
    const meant = didYouMean(model, models)
    super({
      code: 'query.unknown-model',
      message: `App '${app}' doesn't have a '${model}' model.`,
      hint: meant === undefined ? `It has ${models.join(', ') || 'none'} at this point.` : `Did you mean '${meant}'?`,
      facts: { app, model },
    })
  }
}
