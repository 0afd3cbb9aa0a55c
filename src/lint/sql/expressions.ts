import { isSteady } from '../../backends/postgres/ddl/volatile'
import type { DefaultKind } from '../action'
import type { Node } from './nodes'
import { dottedName, textOf, valuesOf } from './nodes'

/** What a DEFAULT gives the rows that are there. */
export function defaultKind(expression: Node | undefined): DefaultKind {
  if (expression === undefined || isNull(expression)) return 'none'
  return isVolatile(expression) ? 'volatile' : 'steady'
}

export function isVolatile(expression: Node | undefined): boolean {
  return functionsIn(expression).some((name) => !isSteady(name))
}

/** The text of a plain value, whatever type it is said to be of; undefined: it is none, or NULL. */
export function plainValue({ TypeCast: cast, A_Const: value }: Node): string | undefined {
  if (cast !== undefined) return plainValue(cast.arg)
  if (value === undefined || value.isnull === true) return undefined
  const { ival, fval, sval, boolval } = value
  if (boolval !== undefined) return String(boolval.boolval === true)
  return sval?.sval ?? fval?.fval ?? (ival && String(ival.ival ?? 0))
}

function isNull(expression: Node): boolean {
  if (expression.TypeCast !== undefined) return isNull(expression.TypeCast.arg)
  return expression.A_Const?.isnull === true
}

export function functionsIn(node: unknown): readonly string[] {
  return [...valuesOf(node, 'FuncCall')].map((call) => dottedName((call as NonNullable<Node['FuncCall']>).funcname))
}

/** The columns that an expression names, without the table in front. */
export function columnsIn(node: unknown): readonly string[] {
  return distinct(
    [...valuesOf(node, 'ColumnRef')].map((ref) => textOf((ref as NonNullable<Node['ColumnRef']>).fields.at(-1))),
  )
}

/** The texts that stand in a statement. */
export function textsIn(node: unknown): readonly string[] {
  return [...valuesOf(node, 'A_Const')].flatMap((value) => (value as NonNullable<Node['A_Const']>).sval?.sval ?? [])
}

/** Columns of which a condition says that they are not NULL, whatever else it says. */
export function provenNotNull(condition: Node | undefined): readonly string[] {
  return conjuncts(condition).flatMap(({ NullTest: test, BoolExpr: negated }) => {
    if (test?.nulltesttype === 'IS_NOT_NULL') return columnsIn(test.arg)
    const [denied] = negated?.boolop === 'NOT_EXPR' ? negated.args : []
    return denied?.NullTest?.nulltesttype === 'IS_NULL' ? columnsIn(denied.NullTest.arg) : []
  })
}

export function conjuncts(condition: Node | undefined): readonly Node[] {
  if (condition === undefined) return []
  const { BoolExpr: all } = condition
  return all?.boolop === 'AND_EXPR' ? all.args.flatMap(conjuncts) : [condition]
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)]
}
