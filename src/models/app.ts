import type { AnyClass } from '../base/metadata'
import type { ModelState } from '../state/model-state'

/** One app: a folder with `models.ts` and `migrations/`, known by its label. */
export interface App {
  /** The last part of its path, unless the settings say otherwise; what `app.Model` begins with. */
  readonly label: string
  /** Absolute path of the folder. */
  readonly folder: string
  /** Classes by model name, those that are in the state: no abstract ones. */
  readonly classes: ReadonlyMap<string, AnyClass>
  readonly models: readonly ModelState[]
}
