import type { DatabaseObject, ObjectOf } from '../objects/database-object'
import type { ProjectState } from '../state/project-state'

type Enum = ObjectOf<'enum'>

/** One change of one object beside the tables, to be put into words by a backend. */
export type ObjectChange =
  | { readonly kind: 'create'; readonly object: DatabaseObject }
  | { readonly kind: 'drop'; readonly object: DatabaseObject }
  /** The same kind, the same key, other options. */
  | { readonly kind: 'alter'; readonly from: DatabaseObject; readonly to: DatabaseObject }
  | { readonly kind: 'rename-enum'; readonly from: Enum; readonly to: Enum }
  | { readonly kind: 'rename-enum-value'; readonly enum: Enum; readonly from: string; readonly to: string }
  | {
      readonly kind: 'add-enum-value'
      /** As it is with the value. */
      readonly enum: Enum
      readonly value: string
      /** false: the value is used in the same migration, which no transaction allows. */
      readonly transactional: boolean
    }
  /** Values go, or change their order: the type is made anew, and every column of it. */
  | {
      readonly kind: 'rebuild-enum'
      readonly enum: Enum
      /** What rows that hold a value hold afterwards. */
      readonly values: ReadonlyMap<string, string>
    }

/** The state that the database is in, and the one that it is brought to. */
export interface States {
  readonly from: ProjectState
  readonly to: ProjectState
}
