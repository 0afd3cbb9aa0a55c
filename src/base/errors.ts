/** Facts about a failure, for `--json` and for tests: plain values only. */
export type ErrorFacts = Readonly<Record<string, unknown>>

export interface ErrorDetails {
  /** Stable, `area.what`: what scripts and tests match on. */
  readonly code: string
  /** One sentence that names the thing. */
  readonly message: string
  /** The next step, where one is known. */
  readonly hint?: string | undefined
  readonly facts?: ErrorFacts | undefined
  readonly cause?: unknown
}

/**
 * Every failure that a person can cause or meet. Core throws it; only the CLI prints it and chooses an exit code.
 * A broken invariant of our own is a plain `Error`.
 */
export class StrataError extends Error {
  readonly code: string
  readonly hint: string | undefined
  readonly facts: ErrorFacts

  constructor({ code, message, hint, facts = {}, cause }: ErrorDetails) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = new.target.name
    this.code = code
    this.hint = hint
    this.facts = facts
  }
}
