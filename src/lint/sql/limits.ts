import type { Limit } from '../action'
import { conjuncts, plainValue } from './expressions'
import type { Node } from './nodes'
import { textOf } from './nodes'

/** What a condition says of single columns beside plain values, as far as all of it has to be so. */
export function limitsOf(condition: Node | undefined): readonly Limit[] {
  return conjuncts(condition).flatMap(({ A_Expr: compared }) => (compared === undefined ? [] : limits(compared)))
}

function limits({ kind, name, lexpr, rexpr }: NonNullable<Node['A_Expr']>): readonly Limit[] {
  const operator = operators[textOf(name.at(-1))]
  const column = columnOf(lexpr)
  switch (kind) {
    case 'AEXPR_OP': {
      if (operator === undefined) return []
      // `10 > a` is `a < 10`.
      const turned = column === undefined ? columnOf(rexpr) : undefined
      const [of, said] = turned === undefined ? [column, operator] : [turned, reversed[operator]]
      return limited(of, said, [turned === undefined ? rexpr : lexpr])
    }
    case 'AEXPR_BETWEEN': {
      const [from, to] = rexpr?.List?.items ?? []
      return [...limited(column, '>=', [from]), ...limited(column, '<=', [to])]
    }
    case 'AEXPR_IN':
      return operator === '=' ? limited(column, '=', rexpr?.List?.items ?? []) : []
    case 'AEXPR_OP_ANY':
      return operator === '=' ? limited(column, '=', rexpr?.A_ArrayExpr?.elements ?? []) : []
    default:
      return []
  }
}

function limited(
  column: string | undefined,
  operator: Limit['operator'],
  given: readonly (Node | undefined)[],
): readonly Limit[] {
  const values = given.flatMap((value) => (value && plainValue(value)) ?? [])
  return column === undefined || values.length === 0 || values.length < given.length
    ? []
    : [{ column, operator, values }]
}

function columnOf(node: Node | undefined): string | undefined {
  const fields = node?.ColumnRef?.fields
  return fields === undefined ? undefined : textOf(fields.at(-1))
}

const operators: Readonly<Record<string, Limit['operator']>> = { '<': '<', '<=': '<=', '=': '=', '>=': '>=', '>': '>' }

const reversed: Readonly<Record<Limit['operator'], Limit['operator']>> = {
  '<': '>',
  '<=': '>=',
  '=': '=',
  '>=': '<=',
  '>': '<',
}
