import type { Field } from '../fields/field'
import type { Operation } from '../operations/operation'
import { modelsRead, siblingsRead } from '../operations/references'
import type { ModelKey } from '../state/model-state'
import type { ProjectState } from '../state/project-state'
import { appOf } from '../state/project-state'
import { foreignKeyOptions, isForeignKey, isManyToMany, throughKey } from '../state/relations'

/** What has to be done before an operation, by whichever operation says that it does it. */
export interface Need {
  readonly key: string
  /** What is needed is in the history of this app, if no operation of these changes does it. */
  readonly app?: string | undefined
}

/** What belongs together if nothing forces it apart: a model and what was left out of its creation. */
export interface Cluster {
  readonly key: string
  /** How readily a part leaves its cluster, 0 first; undefined: it is what the cluster is about. */
  readonly weight?: number | undefined
}

/** An operation, what it does for others and what it needs of them. */
export interface Planned {
  readonly app: string
  readonly operation: Operation
  readonly does: readonly string[]
  readonly needs: readonly Need[]
  readonly cluster?: Cluster | undefined
}

export interface PlannedParts extends Pick<Planned, 'app' | 'operation' | 'cluster'> {
  readonly does?: Iterable<string>
  readonly needs?: Iterable<Need>
}

export function planned({ does = [], needs = [], ...rest }: PlannedParts): Planned {
  return { ...rest, does: [...does], needs: [...needs] }
}

/** The keys of what operations do for each other. */
export const does = {
  /** The model is there under this key. */
  model: (model: ModelKey): string => `model ${model}`,
  /** The field is there under this name. */
  field: (model: ModelKey, field: string): string => `field ${model}.${field}`,
  /** The field is gone, or no longer what it was. */
  released: (model: ModelKey, field: string): string => `released ${model}.${field}`,
  /** An index, a constraint or an option of the model speaks of the field no longer. */
  unused: (model: ModelKey, field: string): string => `unused ${model}.${field}`,
  deleted: (model: ModelKey): string => `deleted ${model}`,
  /** No table has this name any more. */
  tableDropped: (table: string): string => `table dropped ${table}`,
  tableRenamed: (table: string): string => `table renamed ${table}`,
} as const

export function needsModel(model: ModelKey): Need {
  return { key: does.model(model), app: appOf(model) }
}

export function needsField(model: ModelKey, field: string): Need {
  return { key: does.field(model, field), app: appOf(model) }
}

/** Something that only matters if one of these changes does it. */
export function needs(key: string): Need {
  return { key }
}

/** All that the app's history says so far. */
export function needsHistory(app: string): Need {
  return { key: `history ${app}`, app }
}

/** What must be there before the field can be. */
export function* fieldNeeds(to: ProjectState, model: ModelKey, field: Field): Iterable<Need> {
  for (const sibling of siblingsRead(field)) yield needsField(model, sibling)
  for (const target of modelsRead(field)) yield needsModel(target)
  const through = throughKey(field)
  if (through !== undefined) {
    for (const [name, link] of to.find(through)?.fields ?? []) if (isForeignKey(link)) yield needsField(through, name)
  }
  const [target] = modelsRead(field)
  const { toField } = foreignKeyOptions(field)
  if (target !== undefined && toField !== undefined) yield needsField(target, toField)
}

/**
 * How readily a relation is set apart from its model where two need each other: a table of links is easier made later
 * than a column, and one that is a model of its own has to wait for both its ends anyway.
 */
export function linkWeight(field: Field): number {
  if (!isManyToMany(field)) return 2
  return throughKey(field) === undefined ? 1 : 0
}
