import type { Test } from '../sql/query'

/** All of them. Constants are worked out here, and a single test stands alone, so that the SQL says no more than it must. */
export function allOf(tests: readonly Test[]): Test {
  const parts = flattened('and', tests).filter((test) => !isConstant(test, true))
  if (parts.some((test) => isConstant(test, false))) return constant(false)
  const [only] = parts
  if (only === undefined) return constant(true)
  return parts.length === 1 ? only : { kind: 'and', tests: parts }
}

export function anyOf(tests: readonly Test[]): Test {
  const parts = flattened('or', tests).filter((test) => !isConstant(test, false))
  if (parts.some((test) => isConstant(test, true))) return constant(true)
  const [only] = parts
  if (only === undefined) return constant(tests.length === 0)
  return parts.length === 1 ? only : { kind: 'or', tests: parts }
}

export function not(test: Test): Test {
  if (test.kind === 'constant') return constant(!test.holds)
  return { kind: 'not', test }
}

export function isConstant(test: Test | undefined, holds: boolean): boolean {
  return test?.kind === 'constant' && test.holds === holds
}

export function constant(holds: boolean): Test {
  return { kind: 'constant', holds }
}

function flattened(kind: 'and' | 'or', tests: readonly Test[]): readonly Test[] {
  return tests.flatMap((test) => (test.kind === kind ? test.tests : [test]))
}
