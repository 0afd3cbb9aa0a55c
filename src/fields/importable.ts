import { randomUUID } from 'node:crypto'
import type { Expression } from '../sql/expression'
import { RandomUUID } from '../sql/functions'

/** A function that every project can import, or has without that. */
export interface Importable {
  readonly value: unknown
  /** As it is exported. */
  readonly name: string
  /** The module as a file imports it; undefined: a global. */
  readonly from: string | undefined
  /** What the database computes instead: a value of its own for each row that is there. */
  readonly inDatabase?: () => Expression
}

/** The expression that does in the database what the function does here; undefined: there is none. */
export function computedInDatabase(of: unknown): Expression | undefined {
  return importableFunctions.find(({ value }) => value === of)?.inDatabase?.()
}

/** The functions that a migration can name: a default of these stays with the field in historical models too. */
export const importableFunctions: readonly Importable[] = [
  { value: randomUUID, name: 'randomUUID', from: 'node:crypto', inDatabase: RandomUUID },
  { value: Date.now, name: 'Date.now', from: undefined },
  { value: Math.random, name: 'Math.random', from: undefined },
]
