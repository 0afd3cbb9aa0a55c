import type { Field } from '../fields/field'
import { optionsOf } from '../fields/field'
import type { ModelState } from '../state/model-state'
import type { ProjectState } from '../state/project-state'
import {
  columnOf,
  concreteModel,
  foreignKeyOptions,
  foreignKeyTarget,
  hasColumn,
  isForeignKey,
  orderField,
  orderName,
  primaryKeyFields,
} from '../state/relations'
import { propertyOf } from './instance'
import type { Place } from './scope'

/** One column of a model and the property of its objects that holds it. */
export interface ModelColumn {
  /** Of the model whose table has it: the model itself, or one that it extends. */
  readonly model: ModelState
  readonly name: string
  readonly field: Field
  readonly column: string
  readonly property: string
}

const columns = new WeakMap<ProjectState, Map<string, readonly ModelColumn[]>>()

/** The columns that make an object of the model, those of the models that it extends first; worked out once a state. */
export function columnsOf(state: ProjectState, model: ModelState): readonly ModelColumn[] {
  const known = columns.get(state) ?? new Map<string, readonly ModelColumn[]>()
  columns.set(state, known)
  const found = known.get(model.key) ?? findColumns(state, concreteModel(state, model))
  known.set(model.key, found)
  return found
}

function findColumns(state: ProjectState, model: ModelState): readonly ModelColumn[] {
  const inherited = parentLinks(state, model).flatMap(({ parent }) => findColumns(state, parent))
  const ordered = model.options.orderWithRespectTo === undefined ? [] : [[orderName, orderField] as const]
  const own = [...model.fields, ...ordered]
    .filter(([, field]) => hasColumn(field))
    .map(([name, field]) => ({ model, name, field, column: columnOf(name, field), property: propertyOf(name, field) }))
  return [...inherited, ...own]
}

export interface ParentLink {
  readonly parent: ModelState
  /** The property of the child that holds the key, and the property of the parent that it repeats. */
  readonly property: string
  readonly parentProperty: string
}

/** The models that this one extends in the database. */
export function parentLinks(state: ProjectState, model: ModelState): readonly ParentLink[] {
  return [...model.fields].flatMap(([name, field]) => {
    if (!isForeignKey(field) || foreignKeyOptions(field).parentLink !== true) return []
    const target = foreignKeyTarget(state, field)
    return [
      {
        parent: target.model,
        property: propertyOf(name, field),
        parentProperty: propertyOf(target.name, target.field),
      },
    ]
  })
}

/** The properties that hold the primary key: one, or the parts of a composite one. */
export function keyProperties(state: ProjectState, model: ModelState): readonly string[] {
  const concrete = concreteModel(state, model)
  return primaryKeyFields(concrete).map((name) => propertyOf(name, concrete.field(name)))
}

/** Makes the value of a property from what the database said. */
export type Reader = (raw: unknown) => unknown

const asItIs: Reader = (raw) => raw

export function readerOf({ field }: Pick<Place, 'field'>): Reader {
  if (field === undefined) return asItIs
  const { type } = field
  const options = optionsOf(field)
  return (raw) => (raw === null ? null : type.fromDb(raw, options))
}
