import { defaultValue, optionsOf } from '../fields/field'
import type { Database } from '../sql/database'
import { isExpression } from '../sql/expression'
import type { InsertedValue, InsertQuery } from '../sql/query'
import type { ModelState } from '../state/model-state'
import type { ProjectState } from '../state/project-state'
import { columnTypeOf, concreteModel, orderField, tableOf, valueField } from '../state/relations'
import type { ModelColumn } from './columns'
import { columnsOf, parentLinks, readerOf } from './columns'
import { InheritedRowsError } from './errors'
import { markSaved } from './facts'
import type { Instance } from './instance'
import { fillKeys } from './keys'
import { needsPlace, nextPlaces } from './places'
import { resolveExpression } from './resolve'
import { tableScope } from './table-scope'
import { paramFor } from './values'

/** PostgreSQL counts parameters in 16 bits. */
const MAX_PARAMS = 65_535
/** More rows a statement win nothing: the text grows as the number of round trips shrinks. */
const MAX_ROWS = 5_000

export interface InsertOptions {
  readonly batchSize?: number | undefined
  /** Rows that break a unique constraint are left out; what the database made of the others is then not known. */
  readonly ignoreConflicts?: boolean | undefined
}

/** Inserts a row for the object, and before it those of the models that its model extends. */
export async function insertOne(
  state: ProjectState,
  model: ModelState,
  object: Instance,
  database: Database,
): Promise<void> {
  const concrete = concreteModel(state, model)
  prepare(state, concrete, [object])
  const parents = parentLinks(state, concrete)
  if (parents.length === 0) return insertRows(state, concrete, [object], database, {})
  await database.transaction(() => insertWithParents(state, concrete, object, database))
}

async function insertWithParents(
  state: ProjectState,
  model: ModelState,
  object: Instance,
  database: Database,
): Promise<void> {
  for (const { parent, property, parentProperty } of parentLinks(state, model)) {
    await insertWithParents(state, parent, object, database)
    object[property] = object[parentProperty]
  }
  await insertRows(state, model, [object], database, {})
}

/** Inserts rows for many objects, in as few statements as they need. */
export async function insertMany(
  state: ProjectState,
  model: ModelState,
  objects: readonly Instance[],
  database: Database,
  options: InsertOptions,
): Promise<void> {
  const concrete = concreteModel(state, model)
  if (parentLinks(state, concrete).length > 0) throw new InheritedRowsError(concrete.key)
  if (objects.length === 0) return
  prepare(state, concrete, objects)
  await insertRows(state, concrete, objects, database, options)
}

/** What our code fills in before the database sees the row. */
function prepare(state: ProjectState, model: ModelState, objects: readonly Instance[]): void {
  const columns = columnsOf(state, model)
  for (const object of objects) {
    fillKeys(columns, object)
    for (const { field, property } of columns) {
      if (object[property] !== undefined) continue
      const value = now(field.type.columnType(optionsOf(field))?.kind, field.options, 'create') ?? defaultValue(field)
      if (value !== undefined) object[property] = value
    }
  }
}

/** The time for a field with `autoNow`, or where the row is new, `autoNowAdd`. */
export function now(kind: string | undefined, options: object, when: 'create' | 'save'): Date | string | undefined {
  const { autoNow, autoNowAdd } = options as { readonly autoNow?: boolean; readonly autoNowAdd?: boolean }
  if (autoNow !== true && !(when === 'create' && autoNowAdd === true)) return undefined
  const time = new Date()
  return kind === 'time' ? time.toISOString().slice(11, -1) : time
}

async function insertRows(
  state: ProjectState,
  model: ModelState,
  objects: readonly Instance[],
  database: Database,
  { batchSize = MAX_ROWS, ignoreConflicts = false }: InsertOptions,
): Promise<void> {
  const { written, made } = columnsToInsert(state, model, objects)
  const returned = ignoreConflicts ? [] : made
  const insertBatch = async (batch: readonly Instance[]): Promise<void> => {
    const places = await nextPlaces(state, model, batch, database)
    const query: InsertQuery = {
      kind: 'insert',
      table: tableOf(model),
      columns: written.map(({ column }) => column),
      rows: insertedRows(state, model, written, batch, places),
      onConflict: ignoreConflicts ? { kind: 'ignore' } : undefined,
      returning: returned.map(({ column }) => column),
    }
    const { rows } = await database.run(database.compile(query))
    take(state, returned, batch, rows)
    for (const object of batch) markSaved(object)
  }
  const size = Math.max(1, Math.min(batchSize, MAX_ROWS, Math.floor(MAX_PARAMS / written.length)))
  if (objects.length <= size) return insertBatch(objects)
  await database.transaction(async () => {
    for (let at = 0; at < objects.length; at += size) await insertBatch(objects.slice(at, at + size))
  })
}

/** The columns to write, and those that the database makes a value of for one of the objects at least. */
function columnsToInsert(
  state: ProjectState,
  model: ModelState,
  objects: readonly Instance[],
): { readonly written: readonly ModelColumn[]; readonly made: readonly ModelColumn[] } {
  const own = columnsOf(state, model).filter((column) => column.model === model)
  const given = own.filter((column) => column.field === orderField || objects.some((object) => isGiven(object, column)))
  const made = own.filter((column) =>
    objects.some((object) => !isGiven(object, column) || isExpression(object[column.property])),
  )
  return { written: given.length === 0 ? own.slice(0, 1) : given, made }
}

/** A key of null is none yet. */
function isGiven(object: Instance, { property, field }: ModelColumn): boolean {
  const value = object[property]
  if (field === orderField) return !needsPlace(object)
  if (field.type.generatedAs !== undefined || value === undefined) return false
  return value !== null || optionsOf(field).primaryKey !== true
}

function insertedRows(
  state: ProjectState,
  model: ModelState,
  columns: readonly ModelColumn[],
  objects: readonly Instance[],
  places: ReadonlyMap<Instance, number>,
): InsertQuery['rows'] {
  const scope = tableScope(state, model)
  const known = columns.map((column) => ({
    column,
    field: valueField(state, column.field),
    type: columnTypeOf(state, column.field),
    name: `${column.model.key}.${column.name}`,
  }))
  return objects.map((object) =>
    known.map(({ column, field, type, name }): InsertedValue => {
      const place = column.field === orderField ? places.get(object) : undefined
      if (place !== undefined) return paramFor(place, field, type, name)
      const value = object[column.property]
      if (!isGiven(object, column)) return { kind: 'default' }
      return isExpression(value) ? resolveExpression(value, scope) : paramFor(value, field, type, name)
    }),
  )
}

/** Puts what the database said into the objects. */
export function take(
  state: ProjectState,
  columns: readonly ModelColumn[],
  objects: readonly Instance[],
  rows: readonly (readonly unknown[])[],
): void {
  const readers = columns.map(({ field }) => readerOf({ field: valueField(state, field) }))
  rows.forEach((row, at) => {
    const object = objects[at]
    if (object === undefined) return
    columns.forEach(({ property }, i) => {
      object[property] = readers[i]?.(row[i])
    })
  })
}
