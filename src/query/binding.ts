import type { AnyClass } from '../base/metadata'
import { ClassFact } from '../base/metadata'
import type { Database } from '../sql/database'
import type { ModelKey } from '../state/model-state'
import type { ProjectState } from '../state/project-state'

/** What a model class needs to know to be queried; noted on the class when its project is opened. */
export interface Binding {
  readonly key: ModelKey
  readonly state: ProjectState
  /** Opens the default database when it is first asked. */
  database(): Promise<Database>
  /** The class whose instances the rows of a model become; undefined: rows of that model cannot be read as objects. */
  classOf(key: ModelKey): AnyClass | undefined
}

export const bindings = new ClassFact<Binding>('binding')
