import type { Condition } from '../../sql/expression'
import { isCondition } from '../../sql/expression'
import type { Code } from '../code'
import { call, object } from '../code'
import { entries } from './entries'
import type { Scope } from './serializer'
import { serializer } from './serializer'

type Lookup = Extract<Condition, { readonly kind: 'lookup' }>

/** `Q({ price__gte: 0 })`, `Q.or({ a: 1 }, { b: 2 })`. */
export const condition = serializer('condition', isCondition, write)

function write(of: Condition, scope: Scope): Code {
  const lookups = asOneObject(of)
  if (lookups !== undefined) return call(scope.ours('Q'), [braces(lookups, scope)])
  switch (of.kind) {
    case 'lookup':
      return call(scope.ours('Q'), [braces([of], scope)])
    case 'and':
    case 'or':
      return call(
        `${scope.ours('Q')}.${of.kind}`,
        of.children.map((child) => operand(child, scope)),
      )
    case 'not':
      return call(`${scope.ours('Q')}.not`, [operand(of.child, scope)])
  }
}

/** `Q.or` and its like take bare objects. */
function operand(of: Condition, scope: Scope): Code {
  const lookups = asOneObject(of)
  return lookups === undefined ? write(of, scope) : braces(lookups, scope)
}

function braces(lookups: readonly Lookup[], scope: Scope): Code {
  return object(
    entries(
      lookups.map(({ path, value }) => [path, value] as const),
      scope,
    ),
  )
}

/** The lookups of a condition that one object says: those whose keys it would give back, each once and in this order. */
function asOneObject(of: Condition): readonly Lookup[] | undefined {
  if (of.kind === 'lookup') return [of]
  if (of.kind !== 'and' || of.children.length === 1 || !of.children.every(isLookup)) return undefined
  const paths = of.children.map(({ path }) => path)
  const keys = Object.keys(Object.fromEntries(paths.map((path) => [path, true])))
  return keys.length === paths.length && keys.every((key, i) => key === paths[i]) ? of.children : undefined
}

function isLookup(of: Condition): of is Lookup {
  return of.kind === 'lookup'
}
