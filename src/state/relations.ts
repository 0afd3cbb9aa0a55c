import { StrataError } from '../base/errors'
import type { Field } from '../fields/field'
import { isRelation, optionsOf, plain } from '../fields/field'
import { IntegerField } from '../fields/integer'
import type { HeldForeignKeyOptions, HeldManyToManyOptions } from '../fields/relation'
import type { ColumnType } from '../sql/column-type'
import { clip, columnName, linkTableName, maxNameBytes, tableName } from '../sql/names'
import type { ModelKey, ModelState } from './model-state'
import type { ProjectState } from './project-state'

/** What fields and models are in the database, which takes the whole state to know: a relation's column is of its target's type. */

export function targetKey(field: Field): ModelKey {
  return (field.options as { to: ModelKey }).to
}

export function throughKey(field: Field): ModelKey | undefined {
  return (field.options as { through?: ModelKey }).through
}

export function foreignKeyOptions(field: Field): HeldForeignKeyOptions {
  return optionsOf<HeldForeignKeyOptions>(field)
}

export function manyToManyOptions(field: Field): HeldManyToManyOptions {
  return optionsOf<HeldManyToManyOptions>(field)
}

export function isManyToMany(field: Field): boolean {
  return field.type.relation === 'many-to-many'
}

/** A column that refers to a row of another table. */
export function isForeignKey(field: Field): boolean {
  return isRelation(field) && !isManyToMany(field)
}

/** Whether the many-to-many field has a table of links of its own. */
export function hasLinkTable(field: Field): boolean {
  return isManyToMany(field) && throughKey(field) === undefined
}

export function tableOf(model: ModelState): string {
  return model.options.dbTable ?? tableName(model.app, model.name)
}

export function linkTableOf(model: ModelState, name: string, field: Field): string {
  return manyToManyOptions(field).dbTable ?? linkTableName(tableOf(model), name)
}

/** The two columns of a table of links; `from_` and `to_` tell models of one name apart. As long as PostgreSQL keeps them. */
export function linkColumns(owner: ModelState, target: ModelState): readonly [owner: string, target: string] {
  const [own, theirs] = [owner.name.toLowerCase(), target.name.toLowerCase()]
  const [ownColumn, theirColumn] = [clip(`${own}_id`, maxNameBytes), clip(`${theirs}_id`, maxNameBytes)]
  if (ownColumn !== theirColumn) return [ownColumn, theirColumn]
  return [clip(`from_${own}_id`, maxNameBytes), clip(`to_${theirs}_id`, maxNameBytes)]
}

/** Whether the field is a column of its model's table. */
export function hasColumn(field: Field): boolean {
  return isForeignKey(field) || field.type.columnType(optionsOf(field)) !== undefined
}

export function columnOf(name: string, field: Field): string {
  return field.options.dbColumn ?? (isForeignKey(field) ? `${columnName(name)}_id` : columnName(name))
}

/** The fields that make the primary key, in order: one, or the parts of a composite key. */
export function primaryKeyFields(model: ModelState): readonly string[] {
  for (const [name, field] of model.fields) {
    const { pkFields } = field.options as { pkFields?: readonly string[] }
    if (pkFields !== undefined) return pkFields
    if (optionsOf(field).primaryKey === true) return [name]
  }
  return []
}

/**
 * The column of a model with `orderWithRespectTo`, and the property of its objects: the place of a row among those with
 * the same relation. It is no field of the state.
 */
export const orderName = '_order'
export const orderField: Field = plain(IntegerField())

/** What the rows of the model are ordered by where a query does not say; a model that extends another hands it on. */
export function orderingOf(state: ProjectState, model: ModelState): readonly string[] {
  const { ordering, orderWithRespectTo } = model.options
  if (orderWithRespectTo !== undefined) return [orderName]
  if (ordering !== undefined) return ordering
  return model.bases.some((base) => orderingOf(state, state.model(base))[0] === orderName) ? [orderName] : []
}

/** The model in whose table a proxy's rows are. */
export function concreteModel(state: ProjectState, model: ModelState): ModelState {
  const [base] = model.bases
  return model.proxy && base !== undefined ? concreteModel(state, state.model(base)) : model
}

export interface FieldTarget {
  readonly model: ModelState
  readonly name: string
  readonly field: Field
}

/** The column that a foreign key refers to. */
export function foreignKeyTarget(state: ProjectState, field: Field): FieldTarget {
  const model = concreteModel(state, state.model(targetKey(field)))
  const name = foreignKeyOptions(field).toField ?? onlyPrimaryKey(model)
  return { model, name, field: model.field(name) }
}

function onlyPrimaryKey(model: ModelState): string {
  const [name, second] = primaryKeyFields(model)
  if (name === undefined || second !== undefined) throw new NoSingleKeyError(model.key)
  return name
}

export class NoSingleKeyError extends StrataError {
  constructor(model: ModelKey) {
    super({
      code: 'state.no-single-key',
      message: `a relation to ${model} needs a primary key of one field there`,
      hint: `Give ${model} such a key, or name another unique field of it with toField.`,
      facts: { model },
    })
  }
}

/** Follows foreign keys that are keys themselves to the field whose values they hold. */
export function valueField(state: ProjectState, field: Field): Field {
  return isForeignKey(field) ? valueField(state, foreignKeyTarget(state, field).field) : field
}

/** undefined: no column. */
export function columnTypeOf(state: ProjectState, field: Field): ColumnType | undefined {
  const holding = valueField(state, field)
  return holding.type.columnType(optionsOf(holding))
}

/** A field of another model, or of the same, that points at a model. */
export interface Referrer {
  readonly model: ModelState
  readonly name: string
  readonly field: Field
}

const referrers = new WeakMap<ProjectState, ReadonlyMap<ModelKey, readonly Referrer[]>>()

/** Who points at the model; worked out once a state. */
export function referrersOf(state: ProjectState, key: ModelKey): readonly Referrer[] {
  let all = referrers.get(state)
  if (all === undefined) {
    all = allReferrers(state)
    referrers.set(state, all)
  }
  return all.get(key) ?? []
}

function allReferrers(state: ProjectState): ReadonlyMap<ModelKey, readonly Referrer[]> {
  const all = new Map<ModelKey, Referrer[]>()
  for (const model of state.models()) {
    for (const [name, field] of model.fields) {
      if (!isRelation(field)) continue
      const key = targetKey(field)
      const list = all.get(key) ?? []
      list.push({ model, name, field })
      all.set(key, list)
    }
  }
  return all
}
