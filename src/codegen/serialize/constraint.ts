import { CheckConstraint, ExclusionConstraint, UniqueConstraint } from '../../constraints'
import type { Constraint } from '../../constraints/constraint'
import { call, object } from '../code'
import { entries, present } from './entries'
import { serializer } from './serializer'

const types: ReadonlySet<unknown> = new Set<Constraint['type']>([
  CheckConstraint.type,
  ExclusionConstraint.type,
  UniqueConstraint.type,
])

function isConstraint(value: unknown): value is Constraint {
  return typeof value === 'object' && value !== null && types.has((value as Partial<Constraint>).type)
}

export const constraint = serializer('constraint', isConstraint, ({ type, options }, scope) =>
  call(scope.ours(type.name), [object(entries(present(options), scope))]),
)
