import type { Code } from '../code'

/** A key of an object or a place in a list. */
export type Step = string | number

/** What a serializer needs to write the values inside its own. */
export interface Scope {
  /** The code of a value inside the one at hand; `step` leads there, for messages. */
  value(value: unknown, step: Step): Code
  /** What an export of our package is called in the file; imports it. */
  ours(name: string): string
  /** What a value that some module exports is called in the file; imports it. undefined: no module is known to. */
  imported(value: unknown): string | undefined
  /** The last step on the way to the value at hand. */
  readonly step: Step | undefined
  /** Throws: `what` cannot be written. */
  fail(what: string, hint: string): never
}

/** How values of one kind are written. */
export interface Serializer {
  readonly kind: string
  readonly matches: (value: unknown) => boolean
  readonly write: (value: unknown, scope: Scope) => Code
}

/** Ties the two halves of a serializer together: it writes what it matches. */
export function serializer<T>(
  kind: string,
  matches: (value: unknown) => value is T,
  write: (value: T, scope: Scope) => Code,
): Serializer {
  return { kind, matches, write: (value, scope) => write(value as T, scope) }
}

/** The name of what has to be imported; `what` says in a message what that is. */
export function importedName(value: unknown, what: string, scope: Scope): string {
  return scope.imported(value) ?? scope.fail(what, 'Export it from a module that the file can import.')
}
