import type { Constraint } from '../constraints/constraint'
import { isKind } from '../constraints/constraint'
import type { NamedIndex } from '../constraints/db-index'
import { indexedField, storageParameters } from '../constraints/db-index'
import type { Field } from '../fields/field'
import { columnDefault, isRelation, optionsOf, plain } from '../fields/field'
import type { AutoOptions } from '../fields/identity'
import { IntegerField } from '../fields/integer'
import type { Expression } from '../sql/expression'
import { isExpression } from '../sql/expression'
import { F } from '../sql/functions'
import {
  fieldCheckName,
  fieldIndexName,
  foreignKeyName,
  primaryKeyName,
  sequenceName,
  uniqueName,
  uniqueTogetherName,
} from '../sql/names'
import type { ModelState } from '../state/model-state'
import type { ProjectState } from '../state/project-state'
import {
  columnOf,
  columnTypeOf,
  foreignKeyOptions,
  foreignKeyTarget,
  hasColumn,
  hasLinkTable,
  isForeignKey,
  primaryKeyFields,
  tableOf,
  valueField,
} from '../state/relations'
import { withDistinctNames } from './distinct-names'
import { linkTable } from './link-table'
import { withWholeNames } from './name-lengths'
import type { Column, ColumnDefault, Foreign, IndexPart, Table, TableConstraint, TableIndex } from './table'

/** Key and name of the column that keeps the rows of a model in an order set by hand. */
export const orderColumn = '_order'

/** The tables of one model: its own, and one of links for each many-to-many field without a model in between. */
export function tablesOf(state: ProjectState, model: ModelState): readonly Table[] {
  if (!hasTable(model)) return []
  const known = ofModelsAlone.get(model)
  if (known !== undefined) return known
  const fields = [...model.fields]
  const links = fields.filter(([, field]) => hasLinkTable(field))
  const tables = withDistinctNames([
    modelTable(state, model),
    ...links.map(([name, field]) => linkTable(state, model, name, field)),
  ]).map(withWholeNames)
  if (!fields.some(([, field]) => isRelation(field))) ofModelsAlone.set(model, tables)
  return tables
}

/** Those of models without relations, which are the same in every state: a history looks at each of them often. */
const ofModelsAlone = new WeakMap<ModelState, readonly Table[]>()

export function hasTable(model: ModelState): boolean {
  return model.managed && !model.proxy && model.options.abstract !== true
}

function modelTable(state: ProjectState, model: ModelState): Table {
  const name = tableOf(model)
  const fields = [...model.fields].filter(([, field]) => hasColumn(field))
  const columns = fields.map(([key, field]) => fieldColumn(state, name, key, field))
  if (model.options.orderWithRespectTo !== undefined) columns.push(orderingColumn)
  return {
    key: model.key,
    name,
    columns,
    constraints: [...fieldConstraints(state, model, name, fields), ...modelConstraints(model, name)],
    indexes: [...fieldIndexes(model, name, fields), ...modelIndexes(model)],
    comment: model.options.dbTableComment,
    tablespace: model.options.dbTablespace,
    rowLevelSecurity: model.options.rowLevelSecurity,
  }
}

const orderingColumn: Column = {
  key: orderColumn,
  name: orderColumn,
  type: { kind: 'integer' },
  nullable: false,
  holds: plain(IntegerField()),
}

function fieldColumn(state: ProjectState, table: string, key: string, field: Field): Column {
  const name = columnOf(key, field)
  const type = columnTypeOf(state, field)
  if (type === undefined) throw new Error(`${key} has no column`)
  const options = optionsOf(field)
  const generated = field.type.generatedAs?.(options)
  return {
    key,
    name,
    type,
    nullable: options.null === true || (generated !== undefined && options.primaryKey !== true),
    default: defaultOf(state, field, columnDefault(field)),
    identity: identityOf(field, sequenceName(table, name)),
    generated,
    collation: collationOf(state, field),
    comment: options.dbComment,
    holds: valueField(state, field),
  }
}

function identityOf(field: Field, sequence: string): Column['identity'] {
  return field.type.identity === true
    ? { sequence, always: optionsOf<AutoOptions>(field).identity === 'always' }
    : undefined
}

/** A value for a column as the database is given it. A foreign key's is one of the target's key. */
export function defaultOf(state: ProjectState, field: Field, value: unknown): ColumnDefault | undefined {
  if (value === undefined || value === null) return undefined
  if (isExpression(value)) {
    return value.kind === 'value' ? defaultOf(state, field, value.value) : { kind: 'expression', expression: value }
  }
  const holding = valueField(state, field)
  return { kind: 'param', value: holding.type.toDb(value, optionsOf(holding)) }
}

/** A foreign key compares with its target, so it has the target's collation. */
function collationOf(state: ProjectState, field: Field): string | undefined {
  return optionsOf(valueField(state, field)).dbCollation
}

function fieldConstraints(
  state: ProjectState,
  model: ModelState,
  table: string,
  fields: readonly (readonly [string, Field])[],
): readonly TableConstraint[] {
  const constraints: TableConstraint[] = []
  const primary = primaryKeyFields(model)
  if (primary.length > 0) {
    constraints.push({
      kind: 'primary',
      role: 'primary',
      name: primaryKeyName(table),
      columns: primary,
      tablespace: tablespaceOf(model, primary),
    })
  }
  for (const [key, field] of fields) {
    const column = columnOf(key, field)
    const options = optionsOf(field)
    if (isUnique(field)) {
      constraints.push({
        kind: 'unique',
        role: `unique:${key}`,
        name: uniqueName(table, column),
        columns: [key],
        tablespace: tablespaceOf(model, [key]),
      })
    }
    const condition = field.type.columnCheck?.(key, options)
    if (condition !== undefined) {
      constraints.push({ kind: 'check', role: `check:${key}`, name: fieldCheckName(table, column), condition })
    }
    if (isForeignKey(field) && foreignKeyOptions(field).dbConstraint !== false) {
      constraints.push(foreign(state, table, key, field))
    }
  }
  return constraints
}

/** An index is where its only field says, else where its table is. */
function tablespaceOf(model: ModelState, fields: readonly string[]): string | undefined {
  const only = fields.length === 1 ? fields[0] : undefined
  const own = only === undefined ? undefined : model.fields.get(only)?.options.dbTablespace
  return own ?? model.options.dbTablespace
}

/** A primary key is unique by itself. */
function isUnique(field: Field): boolean {
  const options = optionsOf(field)
  return options.unique === true && options.primaryKey !== true
}

function foreign(state: ProjectState, table: string, key: string, field: Field): Foreign {
  const target = foreignKeyTarget(state, field)
  const { onDelete, deferrable = 'deferred' } = foreignKeyOptions(field)
  const targetTable = tableOf(target.model)
  const targetColumn = columnOf(target.name, target.field)
  return {
    kind: 'foreign',
    role: `foreign:${key}`,
    name: foreignKeyName(table, columnOf(key, field), targetTable, targetColumn),
    columns: [key],
    target: { model: target.model.key, fields: [target.name] },
    targetNames: { table: targetTable, columns: [targetColumn] },
    onDelete,
    deferrable,
  }
}

function* modelConstraints(model: ModelState, table: string): Iterable<TableConstraint> {
  for (const set of model.uniqueTogether) {
    const columns = set.map((key) => columnOf(key, model.field(key)))
    yield { kind: 'unique', role: `together:${set.join(',')}`, name: uniqueTogetherName(table, columns), columns: set }
  }
  for (const constraint of model.constraints) {
    if (isUniqueIndex(constraint)) continue
    const { name } = constraint.options
    const role = `constraint:${name}`
    if (isKind(constraint, 'check')) yield { kind: 'check', role, ...constraint.options }
    else if (isKind(constraint, 'exclusion')) {
      yield { kind: 'exclusion', role, method: 'gist', ...constraint.options }
    } else {
      const { fields = [], include, deferrable, nullsDistinct } = constraint.options
      yield { kind: 'unique', role, name, columns: fields, include, deferrable, nullsDistinct }
    }
  }
}

/** A unique constraint that SQL's constraints cannot say is a unique index in the database. */
function isUniqueIndex(constraint: Constraint): boolean {
  if (!isKind(constraint, 'unique')) return false
  const { condition, expressions, opclasses, include } = constraint.options
  return condition !== undefined || expressions !== undefined || opclasses !== undefined || include !== undefined
}

function fieldIndexes(
  model: ModelState,
  table: string,
  fields: readonly (readonly [string, Field])[],
): readonly TableIndex[] {
  const primary = primaryKeyFields(model)
  const isKey = (key: string): boolean => primary.length === 1 && primary[0] === key
  return fields
    .filter(([key, field]) => hasIndex(field) && !isKey(key))
    .map(([key, field]) => ({
      role: `index:${key}`,
      name: fieldIndexName(table, columnOf(key, field)),
      unique: false,
      method: 'btree',
      parts: [{ expression: F(key), descending: false }],
      parameters: {},
      tablespace: tablespaceOf(model, [key]),
    }))
}

/** What is unique has one anyway. */
function hasIndex(field: Field): boolean {
  const { dbIndex, unique } = optionsOf(field)
  return dbIndex === true && unique !== true
}

function* modelIndexes(model: ModelState): Iterable<TableIndex> {
  for (const index of model.indexes) yield metaIndex(model, index)
  for (const constraint of model.constraints) {
    if (!isKind(constraint, 'unique') || !isUniqueIndex(constraint)) continue
    const { name, fields, expressions, condition, include, opclasses, nullsDistinct } = constraint.options
    yield {
      role: `constraint:${name}`,
      name,
      unique: true,
      method: 'btree',
      parts: parts(fields, expressions, opclasses),
      condition,
      include,
      nullsDistinct,
      parameters: {},
    }
  }
}

function metaIndex(model: ModelState, index: NamedIndex): TableIndex {
  const { name, fields, expressions, condition, include, opclasses, dbTablespace } = index.options
  return {
    role: `meta-index:${name}`,
    name,
    unique: false,
    method: index.type.method,
    parts: parts(fields, expressions, opclasses),
    condition,
    include,
    parameters: storageParameters(index),
    tablespace:
      dbTablespace ??
      tablespaceOf(
        model,
        (fields ?? []).map((field) => indexedField(field).name),
      ),
  }
}

function parts(
  fields: readonly string[] | undefined,
  expressions: readonly Expression[] = [],
  opclasses: readonly string[] = [],
): readonly IndexPart[] {
  if (fields === undefined) return expressions.map(expressionPart)
  return fields.map((field, i) => {
    const { name, descending } = indexedField(field)
    return { expression: F(name), descending, opclass: opclasses[i] }
  })
}

/** Order, operator class and collation are said around an expression and belong to the part of the index. */
function expressionPart(expression: Expression): IndexPart {
  switch (expression.kind) {
    case 'order':
      return { ...expressionPart(expression.expression), descending: expression.descending, nulls: expression.nulls }
    case 'opclass':
      return { ...expressionPart(expression.expression), opclass: expression.name }
    case 'collate':
      return { ...expressionPart(expression.expression), collation: expression.collation }
    default:
      return { expression, descending: false }
  }
}
