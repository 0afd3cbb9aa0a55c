import { deepFreeze } from '../base/freeze'
import type { Condition, Expression } from '../sql/expression'

export type Deferrable = 'deferred' | 'immediate'

export interface CheckOptions {
  readonly name: string
  readonly condition: Condition
}

export interface UniqueOptions {
  readonly name: string
  /** Field names. Either these or `expressions`. */
  readonly fields?: readonly string[]
  readonly expressions?: readonly Expression[]
  readonly condition?: Condition
  readonly deferrable?: Deferrable
  readonly include?: readonly string[]
  readonly opclasses?: readonly string[]
  /** false: two NULLs are equal (PostgreSQL 15). */
  readonly nullsDistinct?: boolean
}

export interface ExclusionOptions {
  readonly name: string
  /** What is compared, and by which operator two rows must not agree. */
  readonly expressions: readonly (readonly [Expression, string])[]
  readonly method?: 'gist' | 'spgist'
  readonly condition?: Condition
  readonly deferrable?: Deferrable
  readonly include?: readonly string[]
}

export interface ConstraintType<Kind extends string = string> {
  readonly kind: Kind
  /** As it is imported: `CheckConstraint`. */
  readonly name: string
}

export type CheckConstraint = { readonly type: ConstraintType<'check'>; readonly options: CheckOptions }
export type UniqueConstraint = { readonly type: ConstraintType<'unique'>; readonly options: UniqueOptions }
export type ExclusionConstraint = { readonly type: ConstraintType<'exclusion'>; readonly options: ExclusionOptions }

/** One constraint of a model's options. */
export type Constraint = CheckConstraint | UniqueConstraint | ExclusionConstraint

export function constraintType<Kind extends string>(kind: Kind, name: string): ConstraintType<Kind> {
  return deepFreeze({ kind, name })
}

/** TypeScript cannot narrow a union by `type.kind`, one level down. */
export function isKind<Kind extends Constraint['type']['kind']>(
  constraint: Constraint,
  kind: Kind,
): constraint is Extract<Constraint, { readonly type: ConstraintType<Kind> }> {
  return constraint.type.kind === kind
}
