import type { Condition, Expression } from '../../src/sql/expression'
import { add, desc, F, Lower, multiply, Now, Upper, Value } from '../../src/sql/functions'
import { Q } from '../../src/sql/q'

export type Json = Readonly<Record<string, unknown>>

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** `{"now": true}`, `{"add": [{"f": "x"}, {"value": 1}]}` … */
export function expressionOf(json: unknown): Expression {
  const [entry, second] = isJson(json) ? Object.entries(json) : []
  if (entry === undefined || second !== undefined) throw new Error(`there is no expression ${JSON.stringify(json)}`)
  const [kind, value] = entry
  switch (kind) {
    case 'f':
      return F(String(value))
    case 'value':
      return Value(value)
    case 'now':
      return Now()
    case 'lower':
      return Lower(columnOf(value))
    case 'upper':
      return Upper(columnOf(value))
    case 'desc':
      return desc(columnOf(value))
    case 'add':
      return add(...operandsOf(value))
    case 'mul':
      return multiply(...operandsOf(value))
    default:
      throw new Error(`there is no expression ${kind}`)
  }
}

/** A bare text is a field. */
export function columnOf(part: unknown): Expression | string {
  return typeof part === 'string' ? part : expressionOf(part)
}

function operandsOf(value: unknown): [Expression, Expression] {
  const [left, right] = value as readonly unknown[]
  return [expressionOf(left), expressionOf(right)]
}

/** `{"q": {"x__gte": 0}}`, `{"and": […]}`, `{"or": […]}`, `{"not": …}` */
export function conditionOf(json: unknown): Condition {
  const [entry, second] = isJson(json) ? Object.entries(json) : []
  if (entry === undefined || second !== undefined) throw new Error(`there is no condition ${JSON.stringify(json)}`)
  const [kind, value] = entry
  switch (kind) {
    case 'q': {
      const lookups = Object.entries(value as Json).map(([path, held]) => [path, lookupValue(held)])
      return Q(Object.fromEntries(lookups) as Json)
    }
    case 'not':
      return Q.not(conditionOf(value))
    case 'and':
      return Q.and(...(value as readonly unknown[]).map(conditionOf))
    case 'or':
      return Q.or(...(value as readonly unknown[]).map(conditionOf))
    default:
      throw new Error(`there is no condition ${kind}`)
  }
}

function lookupValue(value: unknown): unknown {
  return isJson(value) ? expressionOf(value) : value
}
