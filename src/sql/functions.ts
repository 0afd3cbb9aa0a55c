import type { BinaryOperator, Condition, Expression, FieldRef, OrderBy } from './expression'
import { isExpression, node, toExpression } from './expression'

/** In a place that speaks of columns a bare string is a field: `Lower('title')` is `Lower(F('title'))`. */
export type Column = Expression | string

export function column(value: Column): Expression {
  return isExpression(value) ? value : F(value)
}

/** Another field of the same row. */
export function F(path: string): FieldRef {
  return node({ kind: 'field', path })
}

/** A plain value where an expression is expected. */
export function Value(value: unknown): Expression {
  return node({ kind: 'value', value })
}

/** Any function of the database: `Func('date_trunc', Value('day'), F('createdAt'))`. */
export function Func(name: string, ...args: readonly unknown[]): Expression {
  return node({ kind: 'call', function: name, args: args.map(toExpression) })
}

/** SQL as it stands, for what no function here says. */
export function RawSQL(sql: string): Expression {
  return node({ kind: 'raw', sql })
}

export const Lower = (of: Column): Expression => Func('LOWER', column(of))
export const Upper = (of: Column): Expression => Func('UPPER', column(of))
export const Length = (of: Column): Expression => Func('LENGTH', column(of))
export const Abs = (of: Column): Expression => Func('ABS', column(of))
export const Trim = (of: Column): Expression => Func('BTRIM', column(of))
export const Coalesce = (...of: readonly Column[]): Expression => Func('COALESCE', ...of.map(column))
/** NULL counts as an empty text. Written with `||`, as Django does: the function CONCAT may not stand in an index. */
export const Concat = (first: Column, ...rest: readonly Column[]): Expression =>
  rest.map(textOf).reduce((left, right) => node({ kind: 'binary', operator: '||', left, right }), textOf(first))
/** The time of the statement, as Django's `Now()`. */
export const Now = (): Expression => Func('STATEMENT_TIMESTAMP')
/** A random UUID, made by the database. */
export const RandomUUID = (): Expression => Func('GEN_RANDOM_UUID')

function textOf(of: Column): Expression {
  return Coalesce(Cast(of, 'text'), Value(''))
}

/** `type` is a type of the database as it is written in SQL. */
export function Cast(of: Column, type: string): Expression {
  return node({ kind: 'cast', expression: column(of), type })
}

export function Collate(of: Column, collation: string): Expression {
  return node({ kind: 'collate', expression: column(of), collation })
}

/** An expression of an index with the operator class it is indexed by. */
export function OpClass(of: Column, name: string): Expression {
  return node({ kind: 'opclass', expression: column(of), name })
}

export function Case(whens: readonly { when: Condition; then: unknown }[], otherwise?: unknown): Expression {
  return node({
    kind: 'case',
    whens: whens.map(({ when, then }) => ({ condition: when, then: toExpression(then) })),
    otherwise: otherwise === undefined ? undefined : toExpression(otherwise),
  })
}

export interface NullsOrder {
  readonly nulls?: 'first' | 'last'
}

export function asc(of: Column, { nulls }: NullsOrder = {}): OrderBy {
  return node({ kind: 'order', expression: column(of), descending: false, nulls })
}

export function desc(of: Column, { nulls }: NullsOrder = {}): OrderBy {
  return node({ kind: 'order', expression: column(of), descending: true, nulls })
}

function binary(operator: BinaryOperator): (left: unknown, right: unknown) => Expression {
  return (left, right) => node({ kind: 'binary', operator, left: toExpression(left), right: toExpression(right) })
}

/** `add(F('stock'), 1)`. */
export const add = binary('+')
export const subtract = binary('-')
export const multiply = binary('*')
export const divide = binary('/')
export const modulo = binary('%')
export const power = binary('^')
