import { DeclaredObject } from './declared-object'

export interface ExtensionOptions {
  /** The schema that its functions and types go to; the usual one, unless said. */
  readonly schema?: string
  readonly version?: string
}

/** An extension of the database: `extension('hstore')`. Several apps may ask for the same. */
export function extension(name: string, options: ExtensionOptions = {}): DeclaredObject<'extension'> {
  return new DeclaredObject({ kind: 'extension', name, options })
}
