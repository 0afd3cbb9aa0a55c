import { DeclaredObject } from './declared-object'

/** Nothing but its name. */
export type SchemaOptions = Readonly<Record<never, never>>

/** A schema of the database, for views, functions and types that are called `schema.name`. */
export function schema(name: string): DeclaredObject<'schema'> {
  return new DeclaredObject({ kind: 'schema', name, options: {} })
}
