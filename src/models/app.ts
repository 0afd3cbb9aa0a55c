import type { AnyClass } from '../base/metadata'
import type { DatabaseObject } from '../objects/database-object'
import type { ModelState } from '../state/model-state'
import { ProjectState } from '../state/project-state'

/** One app: a folder with `models.ts` and `migrations/`, known by its label. */
export interface App {
  /** The last part of its path, unless the settings say otherwise; what `app.Model` begins with. */
  readonly label: string
  /** Absolute path of the folder. */
  readonly folder: string
  /** Classes by model name, those that are in the state: no abstract ones. */
  readonly classes: ReadonlyMap<string, AnyClass>
  readonly models: readonly ModelState[]
  /** What its models file declares besides models. */
  readonly objects?: readonly DatabaseObject[]
}

/** All that the apps declare, as one state. */
export function stateOf(apps: readonly App[]): ProjectState {
  return ProjectState.of(
    apps.flatMap(({ models }) => models),
    apps.flatMap(({ objects = [] }) => objects),
  )
}
