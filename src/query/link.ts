import { StrataError } from '../base/errors'
import type { Field } from '../fields/field'
import type { ModelState } from '../state/model-state'
import type { ProjectState } from '../state/project-state'
import {
  columnOf,
  concreteModel,
  foreignKeyTarget,
  isForeignKey,
  linkColumns,
  linkTableOf,
  manyToManyOptions,
  NoSingleKeyError,
  primaryKeyFields,
  tableOf,
  targetKey,
  throughKey,
} from '../state/relations'

/** One side of a table of links: its column there, and the column of the model that it refers to. */
export interface LinkSide {
  readonly model: ModelState
  readonly column: string
  readonly key: string
  readonly keyField: Field
  readonly keyColumn: string
}

/** The table of a many-to-many field. */
export interface Link {
  readonly table: string
  readonly owner: LinkSide
  readonly target: LinkSide
  /** The model of the links, where they have one of their own. */
  readonly through: ModelState | undefined
}

/** `name` is what the field is called in `owner`. */
export function linkOf(state: ProjectState, owner: ModelState, name: string, field: Field): Link {
  const named = state.model(targetKey(field))
  const key = throughKey(field)
  if (key !== undefined) return throughLink(state, owner, name, field, concreteModel(state, state.model(key)))
  const [ownColumn, targetColumn] = linkColumns(owner, named)
  return {
    table: linkTableOf(owner, name, field),
    owner: side(concreteModel(state, owner), ownColumn),
    target: side(concreteModel(state, named), targetColumn),
    through: undefined,
  }
}

function side(model: ModelState, column: string): LinkSide {
  const [key, second] = primaryKeyFields(model)
  if (key === undefined || second !== undefined) throw new NoSingleKeyError(model.key)
  const keyField = model.field(key)
  return { model, column, key, keyField, keyColumn: columnOf(key, keyField) }
}

function throughLink(state: ProjectState, owner: ModelState, name: string, field: Field, through: ModelState): Link {
  const [own, theirs] = throughFields(state, owner, name, field, through)
  return {
    table: tableOf(through),
    owner: throughSide(state, through, own),
    target: throughSide(state, through, theirs),
    through,
  }
}

function throughSide(state: ProjectState, through: ModelState, name: string): LinkSide {
  const field = through.field(name)
  const target = foreignKeyTarget(state, field)
  return {
    model: target.model,
    column: columnOf(name, field),
    key: target.name,
    keyField: target.field,
    keyColumn: columnOf(target.name, target.field),
  }
}

function throughFields(
  state: ProjectState,
  owner: ModelState,
  name: string,
  field: Field,
  through: ModelState,
): readonly [string, string] {
  const given = manyToManyOptions(field).throughFields
  if (given !== undefined) return given
  const foreignKeys = [...through.fields].filter(([, each]) => isForeignKey(each))
  const to = (key: string): string[] => {
    const concrete = concreteModel(state, state.model(key)).key
    return foreignKeys
      .filter(([, each]) => concreteModel(state, state.model(targetKey(each))).key === concrete)
      .map(([fieldName]) => fieldName)
  }
  const [own, second] = to(owner.key)
  const theirs = targetKey(field) === owner.key ? second : to(targetKey(field))[0]
  if (own === undefined || theirs === undefined) throw new ThroughFieldsError(through.key, `${owner.key}.${name}`)
  return [own, theirs]
}

/** A model of links that has no foreign key to one of the two sides. */
export class ThroughFieldsError extends StrataError {
  constructor(through: string, field: string) {
    super({
      code: 'query.through-fields',
      message: `${through} has no foreign keys to both sides of ${field}`,
      hint: 'Give it one to each, or name them with throughFields.',
      facts: { through, field },
    })
  }
}
