import { lostCode } from '../operations/lost-code'
import type { DataRecord } from './cache/data'
import { decode } from './cache/decode'
import { encode } from './cache/encode'
import type { Migration } from './migration'
import { placed } from './migration'

/** What a record keeps of a migration. */
export interface KeptDefinition {
  readonly app: string
  readonly name: string
  /** See `definitionText`. */
  readonly definition: string
}

/** A migration as data, so that it can be undone when its file is gone; null: it is not all data. */
export function definitionText({ app: _app, name: _name, operations, ...rest }: Migration): string | null {
  const says = encode({ operations, ...rest })
  return says === undefined ? null : JSON.stringify(says)
}

/** The migration that a record keeps, without its code. Undefined: this version does not know what it speaks of. */
export function keptMigration({ app, name, definition }: KeptDefinition): Migration | undefined {
  try {
    const known = decode(JSON.parse(definition) as DataRecord, lostCode)
    return placed(app, name, { ...known, operations: known.operations ?? [] })
  } catch {
    return undefined
  }
}
