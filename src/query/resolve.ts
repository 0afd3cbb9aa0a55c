import type { Condition, Expression, OrderBy } from '../sql/expression'
import { isExpression } from '../sql/expression'
import type { Order, Term, Test } from '../sql/query'
import { LookupValueError, MisplacedExpressionError, NotAnExpressionError, UnknownLookupError } from './errors'
import { keyHeldBy } from './instance'
import { lookups } from './lookups'
import { rowOf } from './place'
import type { Many, Place, Scope } from './scope'
import { allOf, anyOf, constant, not } from './tests'
import { paramFor, plainParam } from './values'

/** What a condition says, with every path resolved. In a check, an index or a query: the scope says what a path is. */
export function resolveCondition(condition: Condition, scope: Scope): Test {
  return resolve(condition, scope, false)
}

/** What an expression computes, with every path resolved. */
export function resolveExpression(expression: Expression, scope: Scope): Term {
  switch (expression.kind) {
    case 'field':
      return resolveField(expression.path, scope).term
    case 'value':
      return isExpression(expression.value)
        ? resolveExpression(expression.value, scope)
        : { kind: 'literal', value: plainParam(expression.value) }
    case 'call':
      return {
        kind: 'call',
        function: expression.function,
        args: expression.args.map((arg) => resolveExpression(arg, scope)),
      }
    case 'binary':
      return {
        kind: 'binary',
        operator: expression.operator,
        left: resolveExpression(expression.left, scope),
        right: resolveExpression(expression.right, scope),
      }
    case 'cast':
      return { kind: 'cast', term: resolveExpression(expression.expression, scope), type: expression.type }
    case 'collate':
      return { kind: 'collate', term: resolveExpression(expression.expression, scope), collation: expression.collation }
    case 'case':
      return resolveCase(expression, scope)
    case 'raw':
      return { kind: 'raw', sql: expression.sql }
    case 'opclass':
      throw new MisplacedExpressionError('an operator class')
    case 'order':
      throw new MisplacedExpressionError('asc() or desc()')
  }
}

/** What an expression is ordered by; one that does not say how ascends. */
export function resolveOrder(expression: Expression, scope: Scope): Order {
  if (expression.kind !== 'order') return { term: resolveExpression(expression, scope), descending: false }
  const { descending, nulls }: OrderBy = expression
  return { term: resolveExpression(expression.expression, scope), descending, nulls }
}

/** A path that must be a column, without a lookup after it. */
export function resolveField(path: string, scope: Scope): Place {
  const place = scope.place(path)
  const [lookup] = place.lookups
  if (lookup === undefined) return place
  if (lookups.has(lookup)) throw new NotAnExpressionError(path, lookup)
  throw new UnknownLookupError(lookup, path, [])
}

function resolveCase({ whens, otherwise }: Extract<Expression, { kind: 'case' }>, scope: Scope): Term {
  return {
    kind: 'case',
    whens: whens.map(({ condition, then }) => ({
      test: resolveCondition(condition, scope),
      then: resolveExpression(then, scope),
    })),
    otherwise: otherwise && resolveExpression(otherwise, scope),
  }
}

/** One lookup. Its value may speak of columns outside the scope of its path: that of the query around. */
interface Atom {
  readonly path: string
  readonly value: unknown
  readonly around: Scope
}

/** `negated`: an odd number of NOTs stands around, so that a column that is NULL has to count as not meeting it. */
function resolve(condition: Condition, scope: Scope, negated: boolean): Test {
  switch (condition.kind) {
    case 'lookup':
      return resolveAtoms([{ ...condition, around: scope }], scope, negated)
    case 'and':
      return resolveAnd(condition.children, scope, negated)
    case 'or':
      return anyOf(condition.children.map((child) => resolve(child, scope, negated)))
    case 'not':
      if (condition.child.kind === 'not') return resolve(condition.child.child, scope, negated)
      return not(resolve(condition.child, scope, !negated))
  }
}

/** The lookups of one AND speak of one and the same related row; so they are taken together. */
function resolveAnd(children: readonly Condition[], scope: Scope, negated: boolean): Test {
  const flat = children.flatMap((child) => (child.kind === 'and' ? child.children : [child]))
  if (flat.some((child) => child.kind === 'and')) return resolveAnd(flat, scope, negated)
  const tests: Test[] = []
  const atoms: Atom[] = []
  for (const child of flat) {
    if (child.kind === 'lookup' && scope.many?.(child.path) !== undefined) atoms.push({ ...child, around: scope })
    else tests.push(resolve(child, scope, negated))
  }
  return allOf([...tests, ...(atoms.length === 0 ? [] : [resolveAtoms(atoms, scope, negated)])])
}

function resolveAtoms(atoms: readonly Atom[], scope: Scope, negated: boolean): Test {
  const tests: Test[] = []
  const groups = new Map<string, { readonly many: Many; readonly atoms: Atom[] }>()
  for (const atom of atoms) {
    const many = scope.many?.(atom.path)
    if (many === undefined) tests.push(resolveLookup(atom, scope, negated))
    else if (many.rest === 'isnull') tests.push(noneOrSome(many, atom.value))
    else {
      const group = groups.get(many.key) ?? { many, atoms: [] }
      group.atoms.push({ ...atom, path: many.rest })
      groups.set(many.key, group)
    }
  }
  for (const group of groups.values()) {
    const { scope: inside, exists } = group.many.open()
    tests.push(exists(resolveAtoms(group.atoms, inside, false)))
  }
  return allOf(tests)
}

/** `genres__isnull: true`: there is none. */
function noneOrSome(many: Many, value: unknown): Test {
  if (typeof value !== 'boolean') throw new LookupValueError('isnull', value, 'true or false')
  const some = many.open().exists(constant(true))
  return value ? not(some) : some
}

function resolveLookup({ path, value, around }: Atom, scope: Scope, negated: boolean): Test {
  const place = scope.place(path)
  const [name = 'exact', extra] = place.lookups
  const lookup = lookups.get(name)
  if (lookup === undefined || extra !== undefined) {
    throw new UnknownLookupError(lookup === undefined ? name : (extra ?? ''), path, lookups.keys())
  }
  if (place.parts !== undefined && !rowLookups.has(name)) throw new UnknownLookupError(name, path, rowLookups)
  const test = lookup.test({ place, value, term: (each) => resolveValue(each, place, path, around) })
  return negated && test.kind !== 'is-null' ? allOf([test, ...notNull(place, value, around)]) : test
}

/** What can be asked of a key of several fields: they are compared one after the other. */
const rowLookups: ReadonlySet<string> = new Set(['exact', 'in', 'isnull', 'gt', 'gte', 'lt', 'lte', 'range'])

/** `exclude({ rating: 5 })` keeps rows without a rating: what is excluded is what is known to be 5. */
function notNull(place: Place, value: unknown, around: Scope): readonly Test[] {
  const places = [place]
  if (isExpression(value) && value.kind === 'field') places.push(around.place(value.path))
  return places.filter(({ nullable }) => nullable).map(({ term }) => ({ kind: 'is-null', term, negated: true }))
}

function resolveValue(value: unknown, place: Place, path: string, around: Scope): Term {
  if (isExpression(value)) return resolveExpression(value, around)
  const held = keyHeldBy(value, place.key, path)
  return place.parts === undefined
    ? paramFor(held, place.field, place.type, path)
    : resolveRow(held, place.parts, path, around)
}

function resolveRow(value: unknown, parts: readonly Place[], path: string, around: Scope): Term {
  if (!Array.isArray(value) || value.length !== parts.length)
    throw new LookupValueError(path, value, `the ${parts.length} parts of the key as a list`)
  return rowOf(parts.map((part, i) => resolveValue(value[i], part, path, around)))
}
