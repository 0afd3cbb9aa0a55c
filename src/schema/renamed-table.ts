import type { Condition, Expression } from '../sql/expression'
import { mapConditionPaths, mapPaths, renamingPath } from '../sql/expression'
import type { ModelKey } from '../state/model-state'
import type { Renames } from './schema-editor'
import type { Column, Role, Table, TableConstraint, TableIndex } from './table'

/** How keys of the old state are called in the new one. */
export interface KeyMap {
  /** Whether nothing is called otherwise. */
  readonly isIdentity: boolean
  model(key: ModelKey): ModelKey
  /** A field of a model, by the model's new key. */
  field(model: ModelKey, name: string): string
  index(name: string): string
}

export function keyMap({ models, fields, indexes }: Renames = {}): KeyMap {
  return {
    isIdentity: models === undefined && fields === undefined && indexes === undefined,
    model: (key) => models?.get(key) ?? key,
    field: (model, name) => (fields?.model === model ? (fields.names.get(name) ?? name) : name),
    index: (name) => indexes?.get(name) ?? name,
  }
}

/** The old table in the new state's keys, its names as they are: what is left to compare are real differences. */
export function rekeyed(table: Table, model: ModelKey, keys: KeyMap): Table {
  if (keys.isIdentity) return table
  const field = (name: string): string => keys.field(model, name)
  return {
    ...table,
    columns: table.columns.map((column) => rekeyedColumn(column, field)),
    constraints: table.constraints.map((constraint) => rekeyedConstraint(constraint, field, keys)),
    indexes: table.indexes.map((index) => rekeyedIndex(index, field, keys)),
  }
}

type FieldMap = (name: string) => string

function rekeyedColumn(column: Column, field: FieldMap): Column {
  const { generated } = column
  return {
    ...column,
    key: field(column.key),
    generated: generated && { ...generated, expression: expressionOf(generated.expression, field) },
  }
}

function rekeyedConstraint(constraint: TableConstraint, field: FieldMap, keys: KeyMap): TableConstraint {
  const role = roleOf(constraint.role, field, keys)
  switch (constraint.kind) {
    case 'primary':
      return { ...constraint, role, columns: constraint.columns.map(field) }
    case 'unique':
      return { ...constraint, role, columns: constraint.columns.map(field), include: constraint.include?.map(field) }
    case 'check':
      return { ...constraint, role, condition: conditionOf(constraint.condition, field) }
    case 'exclusion':
      return {
        ...constraint,
        role,
        expressions: constraint.expressions.map(([of, operator]) => [expressionOf(of, field), operator] as const),
        condition: constraint.condition && conditionOf(constraint.condition, field),
        include: constraint.include?.map(field),
      }
    case 'foreign': {
      const model = keys.model(constraint.target.model)
      const fields = constraint.target.fields.map((name) => keys.field(model, name))
      return { ...constraint, role, columns: constraint.columns.map(field), target: { model, fields } }
    }
  }
}

function rekeyedIndex(index: TableIndex, field: FieldMap, keys: KeyMap): TableIndex {
  return {
    ...index,
    role: roleOf(index.role, field, keys),
    parts: index.parts.map((part) => ({ ...part, expression: expressionOf(part.expression, field) })),
    condition: index.condition && conditionOf(index.condition, field),
    include: index.include?.map(field),
  }
}

/** `unique:title` speaks of a field, `constraint:x` and `meta-index:x` of a name. */
function roleOf(role: Role, field: FieldMap, keys: KeyMap): Role {
  const at = role.indexOf(':')
  const [what, of] = [role.slice(0, at), role.slice(at + 1)]
  if (at < 0 || what === 'constraint') return role
  if (what === 'meta-index') return `${what}:${keys.index(of)}`
  return `${what}:${of.split(',').map(field).join(',')}`
}

function pathMap(field: FieldMap): (path: string) => string {
  return (path) => {
    const [first = path] = path.split('__')
    return renamingPath(first, field(first))(path)
  }
}

function expressionOf(expression: Expression, field: FieldMap): Expression {
  return mapPaths(expression, pathMap(field))
}

function conditionOf(condition: Condition, field: FieldMap): Condition {
  return mapConditionPaths(condition, pathMap(field))
}
