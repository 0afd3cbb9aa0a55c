import { optionsOf } from '../fields/field'
import type { Database } from '../sql/database'
import { isExpression } from '../sql/expression'
import { Q } from '../sql/q'
import type { UpdateQuery } from '../sql/query'
import type { ModelState } from '../state/model-state'
import type { ProjectState } from '../state/project-state'
import { columnTypeOf, concreteModel, valueField } from '../state/relations'
import type { Binding } from './binding'
import type { ModelColumn } from './columns'
import { columnsOf, keyProperties } from './columns'
import { DoesNotExistError, NotWritableError, UnknownPathError } from './errors'
import { databaseOf, forgetRelatedOf, isUnsaved, markSaved, markUnsaved } from './facts'
import { insertOne, now, take } from './insert'
import type { Instance } from './instance'
import { bindingOf, keyHeldBy } from './instance'
import { fillKeys } from './keys'
import { namesOf } from './path'
import { deleteQuery, planFor, selectQuery, updateQuery } from './plan'
import { resolveExpression } from './resolve'
import { tableScope } from './table-scope'
import { paramFor } from './values'

export interface SaveOptions {
  /** Writes these fields only; the row must be there. */
  readonly fields?: readonly string[]
  /** Inserts, also where the key is set. */
  readonly forceInsert?: boolean
}

/** Gives an object values by the names of its fields. Relations take an object or its key. */
export function assign(binding: Binding, object: Instance, values: Readonly<Record<string, unknown>>): void {
  const { state } = binding
  const model = state.model(binding.key)
  const properties = new Set(columnsOf(state, model).flatMap(({ name, property }) => [name, property]))
  for (const [name, value] of Object.entries(values)) {
    if (name === 'pk') assignKey(binding, object, value)
    else if (properties.has(name)) object[name] = value
    else if (concreteModel(state, model).fields.has(name)) throw new NotWritableError(model.key, name, 'use its add()')
    else throw new UnknownPathError(model.key, name, name, namesOf(state, model))
  }
}

/** Gives an object its key: the parts of it as a list where it has several. */
export function assignKey({ state, key }: Binding, object: Instance, value: unknown): void {
  const properties = keyProperties(state, state.model(key))
  const [only] = properties
  if (only !== undefined && properties.length === 1) {
    object[only] = value
    return
  }
  if (!Array.isArray(value) || value.length !== properties.length)
    throw new NotWritableError(key, 'pk', `it takes a list of ${properties.join(', ')}`)
  for (const [i, property] of properties.entries()) object[property] = value[i]
}

/** Writes the object's row: updates it where there is one, inserts it where not. */
export async function saveObject(
  binding: Binding,
  object: Instance,
  { fields, forceInsert }: SaveOptions = {},
): Promise<void> {
  const { state } = binding
  const model = concreteModel(state, state.model(binding.key))
  const database = databaseOf(object) ?? (await binding.database())
  if (fields !== undefined) refuseUnknown(state, model, fields)
  if (fields === undefined && (forceInsert || !hasKey(state, model, object) || makesItsKey(state, model, object))) {
    return insertOne(state, model, object, database)
  }
  if (await updateObject(state, model, object, database, fields)) return markSaved(object)
  if (fields !== undefined)
    throw new DoesNotExistError(model.key, `has the key ${String(object.pk)}: nothing was saved`)
  await insertOne(state, model, object, database)
}

function refuseUnknown(state: ProjectState, model: ModelState, fields: readonly string[]): void {
  const columns = columnsOf(state, model)
  for (const name of fields) {
    if (!columns.some((column) => column.name === name || column.property === name))
      throw unknownColumn(state, model, name)
  }
}

function hasKey(state: ProjectState, model: ModelState, object: Instance): boolean {
  return keyProperties(state, model).every((property) => object[property] !== undefined && object[property] !== null)
}

/** A new object whose key came from a default has no row yet: to look for one would be in vain. */
function makesItsKey(state: ProjectState, model: ModelState, object: Instance): boolean {
  if (!isUnsaved(object)) return false
  const keys = keyProperties(state, model)
  return columnsOf(state, model).some(
    ({ property, field }) => keys.includes(property) && field.options.default !== undefined,
  )
}

async function updateObject(
  state: ProjectState,
  model: ModelState,
  object: Instance,
  database: Database,
  only: readonly string[] | undefined,
): Promise<boolean> {
  const all = columnsOf(state, model)
  fillKeys(all, object)
  const keys = keyProperties(state, model)
  const chosen = all.filter(
    ({ name, property, field }) =>
      (only === undefined || only.includes(name) || only.includes(property)) &&
      field.type.generatedAs === undefined &&
      !keys.includes(property) &&
      !optionsOf(field).primaryKey,
  )
  for (const { field, property } of chosen) {
    const time = now(field.type.columnType(optionsOf(field))?.kind, field.options, 'save')
    if (time !== undefined) object[property] = time
  }
  const tables = new Map<ModelState, ModelColumn[]>([[model, []]])
  for (const column of chosen) {
    if (object[column.property] === undefined) continue
    tables.set(column.model, [...(tables.get(column.model) ?? []), column])
  }
  const update = async (): Promise<boolean> => {
    // The model's own table comes first. A row of the model that it extends alone is no row of the model.
    for (const [table, columns] of tables)
      if (!(await updateTable(state, table, columns, object, database))) return false
    return true
  }
  return tables.size === 1 ? update() : database.transaction(update)
}

async function updateTable(
  state: ProjectState,
  model: ModelState,
  columns: readonly ModelColumn[],
  object: Instance,
  database: Database,
): Promise<boolean> {
  const own = columnsOf(state, model).filter((column) => column.model === model)
  const made = own.filter(
    ({ field, property }) => field.type.generatedAs !== undefined || isExpression(object[property]),
  )
  const keys = keyProperties(state, model)
  const set = columns.map((column) => setting(state, column, object[column.property]))
  // A table of nothing but its key: setting the key to itself says whether the row is there.
  const key = own.find(({ property }) => keys.includes(property))
  if (set.length === 0 && key !== undefined) set.push(setting(state, key, object[key.property]))
  const query = updateQuery(planOf(state, model, object), set)
  const { rows, count } = await database.run(
    database.compile({ ...query, returning: made.map(({ column }) => column) }),
  )
  take(state, made, [object], rows)
  return count > 0
}

function planOf(state: ProjectState, model: ModelState, object: Instance): ReturnType<typeof planFor> {
  const keys = keyProperties(state, model).map((property) => [property, object[property]] as const)
  return { ...planFor(state, model), filters: [Q(Object.fromEntries(keys))] }
}

/** One column of an UPDATE. */
export function setting(
  state: ProjectState,
  { model, name, field, column }: ModelColumn,
  value: unknown,
): UpdateQuery['set'][number] {
  const term = isExpression(value)
    ? resolveExpression(value, tableScope(state, model))
    : paramFor(value, valueField(state, field), columnTypeOf(state, field), `${model.key}.${name}`)
  return { column, term }
}

/** The columns that `update({…})` sets. */
export function settings(
  state: ProjectState,
  model: ModelState,
  values: Readonly<Record<string, unknown>>,
): UpdateQuery['set'] {
  const concrete = concreteModel(state, model)
  const columns = columnsOf(state, concrete)
  return Object.entries(values).map(([name, value]) => {
    const column = columns.find((each) => each.name === name || each.property === name)
    if (column === undefined) throw unknownColumn(state, concrete, name)
    if (column.model !== concrete)
      throw new NotWritableError(concrete.key, name, `it is in the table of ${column.model.key}`)
    if (column.field.type.generatedAs !== undefined)
      throw new NotWritableError(concrete.key, name, 'the database computes it')
    return setting(state, column, isExpression(value) ? value : columnValue(state, column, value))
  })
}

function unknownColumn(state: ProjectState, model: ModelState, name: string): Error {
  if (model.fields.has(name)) return new NotWritableError(model.key, name, 'it is no column')
  return new UnknownPathError(
    model.key,
    name,
    name,
    columnsOf(state, model).map((column) => column.name),
  )
}

/** A relation's value may be an object. */
function columnValue(state: ProjectState, { model, field, name }: ModelColumn, value: unknown): unknown {
  if (bindingOf(value) === undefined) return value
  const { to, toField } = field.options as { readonly to?: string; readonly toField?: string }
  if (to === undefined) return value
  const target = concreteModel(state, state.model(to))
  const property = toField ?? keyProperties(state, target)[0] ?? 'pk'
  return keyHeldBy(value, { model: target.key, properties: [property] }, `${model.key}.${name}`)
}

/** Deletes the object's row; what refers to it follows the rules of its foreign keys. */
export async function deleteObject(binding: Binding, object: Instance): Promise<number> {
  const { state } = binding
  const model = concreteModel(state, state.model(binding.key))
  const database = databaseOf(object) ?? (await binding.database())
  const { count } = await database.run(database.compile(deleteQuery(planOf(state, model, object))))
  markUnsaved(object)
  return count
}

/** Reads the object's values again. */
export async function refreshObject(binding: Binding, object: Instance): Promise<void> {
  const { state } = binding
  const model = concreteModel(state, state.model(binding.key))
  const database = databaseOf(object) ?? (await binding.database())
  const columns = columnsOf(state, model)
  const query = selectQuery(planOf(state, model, object), (scope) =>
    columns.map(({ property }) => ({ term: scope.place(property).term })),
  )
  const { rows } = await database.run(database.compile(query))
  if (rows.length === 0) throw new DoesNotExistError(model.key, `has the key ${String(object.pk)}`)
  take(state, columns, [object], rows)
  forgetRelatedOf(object)
}
