import type { Entry } from '../code'
import { propertyKey } from '../quoted'
import type { Scope } from './serializer'

/** The entries of an object literal, values that are undefined included. */
export function entries(of: readonly (readonly [string, unknown])[], scope: Scope): readonly Entry[] {
  return of.map(([key, value]) => ({ key: propertyKey(key), value: scope.value(value, key) }))
}

/** Those of an object, without keys that hold undefined. */
export function present(object: object): [string, unknown][] {
  return Object.entries(object).filter(([, value]) => value !== undefined)
}
