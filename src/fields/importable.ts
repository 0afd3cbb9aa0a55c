import { randomUUID } from 'node:crypto'

/** A function that every project can import, or has without that. */
export interface Importable {
  readonly value: unknown
  /** As it is exported. */
  readonly name: string
  /** The module as a file imports it; undefined: a global. */
  readonly from: string | undefined
}

/** The functions that a migration can name: a default of these stays with the field in historical models too. */
export const importableFunctions: readonly Importable[] = [
  { value: randomUUID, name: 'randomUUID', from: 'node:crypto' },
  { value: Date.now, name: 'Date.now', from: undefined },
  { value: Math.random, name: 'Math.random', from: undefined },
]
