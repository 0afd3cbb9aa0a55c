import type { Severity } from './rule'

/** Something that a rule found in a migration. */
export interface Finding {
  readonly rule: string
  readonly name: string
  readonly severity: Severity
  readonly app: string
  readonly migration: string
  readonly file: string | undefined
  /** Place in the migration, from 1. */
  readonly operation: number
  readonly description: string
  readonly message: string
  readonly why: string
  readonly instead: string
}

/** A finding that somebody has answered for. */
export interface Assured {
  readonly finding: Finding
  readonly reason: string
}

export interface LintReport {
  readonly findings: readonly Finding[]
  readonly assured: readonly Assured[]
}
