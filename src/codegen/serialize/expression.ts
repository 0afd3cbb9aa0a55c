import type { BinaryOperator, Expression, OrderBy } from '../../sql/expression'
import { isExpression } from '../../sql/expression'
import type { Code } from '../code'
import { array, call, object, string } from '../code'
import { quoted } from '../quoted'
import { concatenated } from './concat'
import type { Scope, Step } from './serializer'
import { serializer } from './serializer'

/** The shortest constructor that makes the very same node: `Lower('title')`, `add(F('stock'), 1)`. */
export const expression = serializer('expression', isExpression, write)

/** Functions of the database that have one of ours: its name, and how many columns it takes. */
const namedFunctions: ReadonlyMap<string, { readonly name: string; readonly takes: number | 'any' }> = new Map([
  ['ABS', { name: 'Abs', takes: 1 }],
  ['BTRIM', { name: 'Trim', takes: 1 }],
  ['COALESCE', { name: 'Coalesce', takes: 'any' }],
  ['GEN_RANDOM_UUID', { name: 'RandomUUID', takes: 0 }],
  ['LENGTH', { name: 'Length', takes: 1 }],
  ['LOWER', { name: 'Lower', takes: 1 }],
  ['STATEMENT_TIMESTAMP', { name: 'Now', takes: 0 }],
  ['UPPER', { name: 'Upper', takes: 1 }],
])

const operators: Readonly<Record<Exclude<BinaryOperator, '||'>, string>> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '%': 'modulo',
  '^': 'power',
}

function write(of: Expression, scope: Scope): Code {
  switch (of.kind) {
    case 'field':
      return call(scope.ours('F'), [text(of.path)])
    case 'value':
      return call(scope.ours('Value'), [scope.value(of.value, 'value')])
    case 'call':
      return functionCall(of, scope)
    case 'binary':
      return binary(of, scope)
    case 'cast':
      return call(scope.ours('Cast'), [column(of.expression, scope), text(of.type)])
    case 'collate':
      return call(scope.ours('Collate'), [column(of.expression, scope), text(of.collation)])
    case 'opclass':
      return call(scope.ours('OpClass'), [column(of.expression, scope), text(of.name)])
    case 'order':
      return order(of, scope)
    case 'case':
      return choice(of, scope)
    case 'raw':
      return call(scope.ours('RawSQL'), [text(of.sql)])
  }
}

function text(value: string): Code {
  return string(quoted(value))
}

/** In a place that speaks of columns a bare string is a field. */
function column(of: Expression, scope: Scope, step: Step = 'expression'): Code {
  return of.kind === 'field' ? text(of.path) : scope.value(of, step)
}

/** In a place that speaks of values whatever is no expression is a value. */
function operand(of: Expression, scope: Scope, step: Step): Code {
  return of.kind === 'value' && !isExpression(of.value) ? scope.value(of.value, step) : scope.value(of, step)
}

function functionCall(of: Extract<Expression, { kind: 'call' }>, scope: Scope): Code {
  const named = namedFunctions.get(of.function)
  if (named !== undefined && (named.takes === 'any' || named.takes === of.args.length)) {
    return call(
      scope.ours(named.name),
      of.args.map((arg, i) => column(arg, scope, i)),
    )
  }
  const args = of.args.map((arg, i) => operand(arg, scope, i))
  return call(scope.ours('Func'), [text(of.function), ...args])
}

function binary(of: Extract<Expression, { kind: 'binary' }>, scope: Scope): Code {
  const { operator, left, right } = of
  if (operator !== '||') {
    return call(scope.ours(operators[operator]), [operand(left, scope, 'left'), operand(right, scope, 'right')])
  }
  const parts = concatenated(of)
  if (parts === undefined) return scope.fail('the operator || between these two', 'Use Concat.')
  return call(
    scope.ours('Concat'),
    parts.map((part, i) => column(part, scope, i)),
  )
}

function order({ descending, nulls, expression: of }: OrderBy, scope: Scope): Code {
  const options = nulls === undefined ? [] : [object([{ key: 'nulls', value: text(nulls) }])]
  return call(scope.ours(descending ? 'desc' : 'asc'), [column(of, scope), ...options])
}

function choice({ whens, otherwise }: Extract<Expression, { kind: 'case' }>, scope: Scope): Code {
  const branches = whens.map(({ condition, then }) =>
    object([
      { key: 'when', value: scope.value(condition, 'when') },
      { key: 'then', value: operand(then, scope, 'then') },
    ]),
  )
  return call(scope.ours('Case'), [array(branches), ...(otherwise === undefined ? [] : [other(otherwise, scope)])])
}

/** `Case` takes undefined for no other branch at all. */
function other(of: Expression, scope: Scope): Code {
  const isUndefined = of.kind === 'value' && of.value === undefined
  return isUndefined ? scope.value(of, 'otherwise') : operand(of, scope, 'otherwise')
}
