import type { Database } from '../sql/database'

/**
 * What is known of an object besides its values, kept beside it: objects have nothing but their fields' values as
 * properties, so that printing, comparing and copying them speaks of the row alone.
 */
interface Facts {
  /** Where it came from, if that is not the default database. */
  database?: Database
  /** Rows that relations point at, as far as they were read or assigned. */
  related?: Map<string, object | null>
}

const facts = new WeakMap<object, Facts>()
const unsaved = new WeakSet<object>()

function factsOf(of: object): Facts {
  const known = facts.get(of) ?? {}
  facts.set(of, known)
  return known
}

export function databaseOf(of: object): Database | undefined {
  return facts.get(of)?.database
}

export function setDatabaseOf(of: object, database: Database | undefined): void {
  if (database !== undefined) factsOf(of).database = database
}

export function relatedOf(of: object, relation: string): object | null | undefined {
  return facts.get(of)?.related?.get(relation)
}

export function setRelatedOf(of: object, relation: string, related: object | null): void {
  const known = factsOf(of)
  known.related ??= new Map()
  known.related.set(relation, related)
}

export function forgetRelatedOf(of: object, relation?: string): void {
  const related = facts.get(of)?.related
  if (relation === undefined) related?.clear()
  else related?.delete(relation)
}

/** Marks an object as new: no row of the database stands behind it yet. */
export function markUnsaved(of: object): void {
  unsaved.add(of)
}

export function markSaved(of: object): void {
  unsaved.delete(of)
}

export function isUnsaved(of: object): boolean {
  return unsaved.has(of)
}
