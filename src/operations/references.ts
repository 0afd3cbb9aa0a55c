import type { Constraint } from '../constraints/constraint'
import { isKind } from '../constraints/constraint'
import type { DbIndex } from '../constraints/db-index'
import { indexedField } from '../constraints/db-index'
import type { Field } from '../fields/field'
import { isRelation } from '../fields/field'
import { databaseName } from '../objects/database-object'
import type { Condition, Expression } from '../sql/expression'
import { fieldsRead, fieldsReadBy, isExpression } from '../sql/expression'
import { namedTypes } from '../state/named-types'
import { targetKey, throughKey } from '../state/relations'

/** The models that a field cannot do without. */
export function modelsRead(field: Field): readonly string[] {
  if (!isRelation(field)) return nothing
  const through = throughKey(field)
  return through === undefined ? [targetKey(field)] : [targetKey(field), through]
}

/** The field of another row that a foreign key names, as `app.Model.field`. */
export function fieldsReferredTo(field: Field): readonly string[] {
  const { toField } = field.options as { readonly toField?: string }
  return isRelation(field) && toField !== undefined ? [`${targetKey(field)}.${toField}`] : []
}

/** The types and collations that a field cannot do without, as their operations speak of them. */
export function objectsRead(field: Field): readonly string[] {
  const { dbCollation } = field.options
  const types = namedTypes(field)
  if (types.length === 0 && dbCollation === undefined) return nothing
  return [
    ...types.map((name) => databaseName('enum', name)),
    ...(dbCollation === undefined ? [] : [databaseName('collation', dbCollation)]),
  ]
}

/** Shared, since most of thousands of fields read nothing. */
const nothing: readonly never[] = Object.freeze([])
const noSiblings: ReadonlySet<string> = new Set()

/** The fields of the same model that a field cannot do without. */
export function siblingsRead(field: Field): ReadonlySet<string> {
  const options = field.options as Readonly<Record<string, unknown>>
  const { pkFields = nothing } = field.options as { pkFields?: readonly string[] }
  const expressions: Expression[] = []
  for (const key in options) if (isExpression(options[key])) expressions.push(options[key])
  if (expressions.length === 0 && pkFields.length === 0) return noSiblings
  return new Set([...expressions.flatMap((expression) => [...fieldsRead(expression)]), ...pkFields])
}

interface Parts {
  readonly fields?: readonly string[] | undefined
  readonly include?: readonly string[] | undefined
  readonly condition?: Condition | undefined
  readonly expressions?: readonly Expression[] | undefined
}

function partsRead({ fields = [], include = [], condition, expressions = [] }: Parts): ReadonlySet<string> {
  const read = new Set([...fields.map((field) => indexedField(field).name), ...include])
  if (condition !== undefined) for (const name of fieldsReadBy(condition)) read.add(name)
  for (const expression of expressions) for (const name of fieldsRead(expression)) read.add(name)
  return read
}

/** The fields that an index is made of or looks at. */
export function fieldsOfIndex(index: DbIndex): ReadonlySet<string> {
  return partsRead(index.options)
}

/** The fields that a constraint is made of or looks at. */
export function fieldsOfConstraint(constraint: Constraint): ReadonlySet<string> {
  if (isKind(constraint, 'exclusion')) {
    const { expressions, condition, include } = constraint.options
    return partsRead({ condition, include, expressions: expressions.map(([expression]) => expression) })
  }
  return partsRead(constraint.options)
}
