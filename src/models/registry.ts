import type { AnyClass } from '../base/metadata'
import type { Binding } from '../query/binding'
import { bindings } from '../query/binding'
import type { Database } from '../sql/database'
import type { ModelKey } from '../state/model-state'
import type { ProjectState } from '../state/project-state'
import type { App } from './app'
import type { CheckMessage, CheckOptions, Project } from './checks'
import { checkCompiler, checkModels, checkSoundness, projectOf } from './checks'
import { checkMadeNamesDiffer } from './checks/made-names'
import { ModelDefinitionError, UnknownAppError } from './errors'
import type { ModelHints } from './hints'
import { hintsOf } from './hints'
import { installRelations } from './relations'

export { ModelDefinitionError, UnknownAppError } from './errors'

/** The apps of one project, by label. */
export class AppRegistry {
  readonly #apps: ReadonlyMap<string, App>
  readonly #classes: ReadonlyMap<ModelKey, AnyClass>
  #project: Project | undefined
  #isSound = false

  private constructor(apps: readonly App[]) {
    this.#apps = new Map(apps.map((app) => [app.label, app]))
    const classes = new Map<ModelKey, AnyClass>()
    for (const app of apps) for (const [name, cls] of app.classes) classes.set(`${app.label}.${name}`, cls)
    this.#classes = classes
  }

  static of(apps: readonly App[]): AppRegistry {
    return new AppRegistry(apps)
  }

  /** In the order of the settings. */
  get apps(): readonly App[] {
    return [...this.#apps.values()]
  }

  has(label: string): boolean {
    return this.#apps.has(label)
  }

  app(label: string): App {
    const app = this.#apps.get(label)
    if (app === undefined) throw new UnknownAppError(label, this.#apps.keys())
    return app
  }

  /** All models of all apps. Throws if one of them names a model or a field that does not exist. */
  state(): ProjectState {
    const project = this.#checked()
    if (!this.#isSound) refuse(checkSoundness(project))
    this.#isSound = true
    return project.state
  }

  classOf(key: ModelKey): AnyClass | undefined {
    return this.#classes.get(key)
  }

  /** What the models say that the state does not hold. */
  hints(): ModelHints {
    return hintsOf(this.apps)
  }

  /** All that is wrong with the models. */
  check(options: CheckOptions = {}): readonly CheckMessage[] {
    const messages = checkModels(this.#checked(), options)
    this.#isSound ||= messages.every(({ level }) => level !== 'error')
    return messages
  }

  /** The part of it that `madeNames: false` leaves out. */
  checkMadeNames(): readonly CheckMessage[] {
    return [...checkMadeNamesDiffer(this.#checked())]
  }

  /** Makes the classes ready for queries; the database is opened when the first one is run. */
  bind(database: () => Promise<Database>): void {
    refuse(checkCompiler(this.#checked()))
    const state = this.state()
    for (const [key, cls] of this.#classes) {
      const binding: Binding = { key, state, database, classOf: (each) => this.classOf(each) }
      bindings.set(cls, binding)
      installRelations(cls, state.model(key), binding)
    }
  }

  #checked(): Project {
    this.#project ??= projectOf(this.apps)
    return this.#project
  }
}

function refuse(messages: readonly CheckMessage[]): void {
  if (messages.length > 0) throw new ModelDefinitionError(messages)
}
