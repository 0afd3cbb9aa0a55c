import { deepFreeze } from '../base/freeze'
import type { Constraint } from '../constraints/constraint'
import type { DbIndex, NamedIndex } from '../constraints/db-index'
import { indexedField } from '../constraints/db-index'
import type { Field } from '../fields/field'
import { columnName, metaIndexName, tableName } from '../sql/names'
import type { ModelOptions } from '../state/model-options'
import { modelKey } from '../state/model-state'
import { columnOf } from '../state/relations'
import { UnnamedError } from './errors'
import type { ModelMeta } from './model-decorator'

type Fields = ReadonlyMap<string, Field>

/** The options as a state holds them: without those for people, every name filled in. */
export function describeOptions(app: string, model: string, meta: ModelMeta, fields: Fields): ModelOptions {
  const { indexes = [], constraints = [], uniqueTogether = [] } = meta
  const table = meta.dbTable ?? tableName(app, model)
  return deepFreeze({
    ...statedAsWritten(meta),
    ...(uniqueTogether.length > 0 && { uniqueTogether: uniqueSets(uniqueTogether) }),
    ...(indexes.length > 0 && { indexes: indexes.map((index) => namedIndex(index, app, model, table, fields)) }),
    ...(constraints.length > 0 && { constraints: constraints.map((each) => namedConstraint(each, app, model)) }),
  })
}

const asWritten = [
  'dbTable',
  'dbTableComment',
  'dbTablespace',
  'ordering',
  'getLatestBy',
  'orderWithRespectTo',
  'managed',
  'rowLevelSecurity',
  'proxy',
] as const

function statedAsWritten(meta: ModelMeta): ModelOptions {
  const stated = asWritten.filter((key) => meta[key] !== undefined).map((key) => [key, meta[key]] as const)
  return Object.fromEntries(stated)
}

/** Sorted, so that the order in which sets are written makes no migration. In a set it is the order of the columns. */
function uniqueSets(sets: NonNullable<ModelMeta['uniqueTogether']>): readonly (readonly string[])[] {
  const lists = sets.every((item) => typeof item === 'string')
    ? [sets]
    : sets.filter((item) => typeof item !== 'string')
  const byText = new Map(lists.map((list) => [list.join(), [...list]]))
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, list]) => list)
}

function namedIndex(index: DbIndex, app: string, model: string, table: string, fields: Fields): NamedIndex {
  const { name, fields: indexed = [] } = index.options
  if (name === undefined && indexed.length === 0) throw new UnnamedError(modelKey(app, model), 'index')
  const columns = indexed
    .map(indexedField)
    .map(({ name, descending }) => ({ name: columnIn(fields, name), descending }))
  const settled = name === undefined ? metaIndexName(table, columns, index.type.suffix) : filledIn(name, app, model)
  return { type: index.type, options: { ...index.options, name: settled } }
}

/** A field that does not exist is for the checks to report. */
function columnIn(fields: Fields, name: string): string {
  const field = fields.get(name)
  return field === undefined ? columnName(name) : columnOf(name, field)
}

function namedConstraint(constraint: Constraint, app: string, model: string): Constraint {
  const { name } = constraint.options as { readonly name?: string }
  if (name === undefined || name === '') throw new UnnamedError(modelKey(app, model), 'constraint')
  const settled = filledIn(name, app, model)
  return settled === name
    ? constraint
    : ({ ...constraint, options: { ...constraint.options, name: settled } } as Constraint)
}

/** Names in abstract models hold the place of the model that they end up in: `%(app_label)s_%(class)s_idx`. */
export function filledIn(name: string, app: string, model: string): string {
  if (!name.includes('%(')) return name
  return name
    .replaceAll('%(app_label)s', app.toLowerCase())
    .replaceAll('%(class)s', model.toLowerCase())
    .replaceAll('%(model_name)s', model.toLowerCase())
}
