import { deepFreeze } from '../base/freeze'

/**
 * What the database computes, as a value: field paths are not resolved yet, so a check constraint, a generated column,
 * an index and a query speak of the same thing. Closed union; a backend compiles it with a `switch` without default.
 */
export type Expression =
  | FieldRef
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'call'; readonly function: string; readonly args: readonly Expression[] }
  | {
      readonly kind: 'binary'
      readonly operator: BinaryOperator
      readonly left: Expression
      readonly right: Expression
    }
  | { readonly kind: 'cast'; readonly expression: Expression; readonly type: string }
  | { readonly kind: 'collate'; readonly expression: Expression; readonly collation: string }
  | { readonly kind: 'opclass'; readonly expression: Expression; readonly name: string }
  | OrderBy
  | { readonly kind: 'case'; readonly whens: readonly When[]; readonly otherwise?: Expression | undefined }
  /** SQL as the user wrote it; nothing in it is looked at. */
  | { readonly kind: 'raw'; readonly sql: string }

export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '^' | '||'

/** Another field of the row, by its path: `F('price')`, and in queries `F('author__name')`. */
export interface FieldRef {
  readonly kind: 'field'
  readonly path: string
}

export interface OrderBy {
  readonly kind: 'order'
  readonly expression: Expression
  readonly descending: boolean
  readonly nulls?: 'first' | 'last' | undefined
}

export interface When {
  readonly condition: Condition
  readonly then: Expression
}

/** What holds of a row or not. `path` is a field path with or without a lookup: `price__gte`. */
export type Condition =
  | { readonly kind: 'lookup'; readonly path: string; readonly value: unknown }
  | { readonly kind: 'and' | 'or'; readonly children: readonly Condition[] }
  | { readonly kind: 'not'; readonly child: Condition }

const expressionKinds: ReadonlySet<string> = new Set<Expression['kind']>([
  'field',
  'value',
  'call',
  'binary',
  'cast',
  'collate',
  'opclass',
  'order',
  'case',
  'raw',
])
const conditionKinds: ReadonlySet<string> = new Set<Condition['kind']>(['lookup', 'and', 'or', 'not'])

/** Marks our nodes, so that a user's JSON value `{ kind: 'value' }` is never taken for one. */
const nodes = new WeakSet<object>()

/** Freezes a node and marks it as ours. Every constructor of a node goes through here. */
export function node<T extends Expression | Condition>(value: T): T {
  deepFreeze(value)
  nodes.add(value)
  return value
}

export function isExpression(value: unknown): value is Expression {
  return isNode(value) && expressionKinds.has(value.kind)
}

export function isCondition(value: unknown): value is Condition {
  return isNode(value) && conditionKinds.has(value.kind)
}

function isNode(value: unknown): value is Expression | Condition {
  return typeof value === 'object' && value !== null && nodes.has(value)
}

/** A value stays a value; only functions that speak of columns read a bare string as a field (see `functions.ts`). */
export function toExpression(operand: unknown): Expression {
  return isExpression(operand) ? operand : node({ kind: 'value', value: operand })
}

/** Rebuilds an expression with its field paths replaced: how a rename reaches indexes, checks and generated columns. */
export function mapPaths(expression: Expression, rename: (path: string) => string): Expression {
  switch (expression.kind) {
    case 'field':
      return node({ ...expression, path: rename(expression.path) })
    case 'value':
      return isExpression(expression.value)
        ? node({ ...expression, value: mapPaths(expression.value, rename) })
        : expression
    case 'raw':
      return expression
    case 'call':
      return node({ ...expression, args: expression.args.map((arg) => mapPaths(arg, rename)) })
    case 'binary':
      return node({
        ...expression,
        left: mapPaths(expression.left, rename),
        right: mapPaths(expression.right, rename),
      })
    case 'cast':
      return node({ ...expression, expression: mapPaths(expression.expression, rename) })
    case 'collate':
      return node({ ...expression, expression: mapPaths(expression.expression, rename) })
    case 'opclass':
      return node({ ...expression, expression: mapPaths(expression.expression, rename) })
    case 'order':
      return node({ ...expression, expression: mapPaths(expression.expression, rename) })
    case 'case':
      return node({
        ...expression,
        whens: expression.whens.map((when) => ({
          condition: mapConditionPaths(when.condition, rename),
          then: mapPaths(when.then, rename),
        })),
        otherwise: expression.otherwise && mapPaths(expression.otherwise, rename),
      })
  }
}

export function mapConditionPaths(condition: Condition, rename: (path: string) => string): Condition {
  switch (condition.kind) {
    case 'lookup':
      return node({
        ...condition,
        path: rename(condition.path),
        value: isExpression(condition.value) ? mapPaths(condition.value, rename) : condition.value,
      })
    case 'and':
    case 'or':
      return node({ ...condition, children: condition.children.map((child) => mapConditionPaths(child, rename)) })
    case 'not':
      return node({ ...condition, child: mapConditionPaths(condition.child, rename) })
  }
}

/** The first segments of all paths: the fields of the row that an expression reads. */
export function fieldsRead(expression: Expression): ReadonlySet<string> {
  const fields = new Set<string>()
  mapPaths(expression, collectInto(fields))
  return fields
}

export function fieldsReadBy(condition: Condition): ReadonlySet<string> {
  const fields = new Set<string>()
  mapConditionPaths(condition, collectInto(fields))
  return fields
}

function collectInto(fields: Set<string>): (path: string) => string {
  return (path) => {
    fields.add(firstSegment(path))
    return path
  }
}

export function firstSegment(path: string): string {
  const end = path.indexOf('__')
  return end < 1 ? path : path.slice(0, end)
}

/** A function for `mapPaths`: paths that begin with one name begin with another. */
export function renamingPath(oldName: string, newName: string): (path: string) => string {
  return (path) => (firstSegment(path) === oldName ? newName + path.slice(oldName.length) : path)
}
