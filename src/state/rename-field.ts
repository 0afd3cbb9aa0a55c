import type { Constraint } from '../constraints/constraint'
import { isKind } from '../constraints/constraint'
import type { NamedIndex } from '../constraints/db-index'
import type { Field } from '../fields/field'
import { plain } from '../fields/field'
import type { Condition, Expression } from '../sql/expression'
import { isExpression, mapConditionPaths, mapPaths, renamingPath } from '../sql/expression'
import type { ModelOptions } from './model-options'

/** What a renamed field is called inside the options of its model. */
export function renameInOptions(options: ModelOptions, oldName: string, newName: string): ModelOptions {
  const name = (field: string): string => (field === oldName ? newName : field)
  const path = renamingPath(oldName, newName)
  const signed = (field: string): string => (field.startsWith('-') ? `-${path(field.slice(1))}` : path(field))
  return {
    ...options,
    ...(options.ordering && { ordering: options.ordering.map(signed) }),
    ...(options.getLatestBy && { getLatestBy: signed(options.getLatestBy) }),
    ...(options.orderWithRespectTo && { orderWithRespectTo: name(options.orderWithRespectTo) }),
    ...(options.uniqueTogether && { uniqueTogether: options.uniqueTogether.map((set) => set.map(name)) }),
    ...(options.indexes && { indexes: options.indexes.map((index) => renameInIndex(index, oldName, newName)) }),
    ...(options.constraints && {
      constraints: options.constraints.map((constraint) => renameInConstraint(constraint, oldName, newName)),
    }),
  }
}

interface Shared {
  readonly fields?: readonly string[]
  readonly include?: readonly string[]
  readonly condition?: Condition
}

/** The parts that indexes and constraints have in common. */
function renamed<T extends Shared>(options: T, oldName: string, newName: string): T {
  const path = renamingPath(oldName, newName)
  const signed = (field: string): string => (field.startsWith('-') ? `-${path(field.slice(1))}` : path(field))
  return {
    ...options,
    ...(options.fields && { fields: options.fields.map(signed) }),
    ...(options.include && { include: options.include.map(signed) }),
    ...(options.condition && { condition: mapConditionPaths(options.condition, path) }),
  }
}

export function renameInIndex(index: NamedIndex, oldName: string, newName: string): NamedIndex {
  const path = renamingPath(oldName, newName)
  const { expressions } = index.options
  const options = renamed(index.options, oldName, newName)
  return {
    ...index,
    options: { ...options, ...(expressions && { expressions: expressions.map((each) => mapPaths(each, path)) }) },
  }
}

export function renameInConstraint(constraint: Constraint, oldName: string, newName: string): Constraint {
  const path = renamingPath(oldName, newName)
  const inExpression = (expression: Expression): Expression => mapPaths(expression, path)
  if (isKind(constraint, 'exclusion')) {
    const options = renamed(constraint.options, oldName, newName)
    const expressions = options.expressions.map(([of, operator]) => [inExpression(of), operator] as const)
    return { ...constraint, options: { ...options, expressions } }
  }
  if (isKind(constraint, 'unique')) {
    const { expressions } = constraint.options
    const options = renamed(constraint.options, oldName, newName)
    return {
      ...constraint,
      options: { ...options, ...(expressions && { expressions: expressions.map(inExpression) }) },
    }
  }
  return { ...constraint, options: renamed(constraint.options, oldName, newName) }
}

/** A field may speak of its neighbours: a generated column's expression, the parts of a composite key. */
export function renameInField(field: Field, oldName: string, newName: string): Field {
  const path = renamingPath(oldName, newName)
  const options = Object.entries(field.options).map(([key, value]) => {
    if (isExpression(value)) return [key, mapPaths(value, path)]
    if (key === 'pkFields') return [key, (value as readonly string[]).map(path)]
    return [key, value]
  })
  return plain({ type: field.type, options: Object.freeze(Object.fromEntries(options)) })
}
