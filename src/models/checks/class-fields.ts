import type { AnyClass } from '../../base/metadata'
import { isRelation } from '../../fields/field'
import type { CheckedModel, CheckMessage } from './message'
import { error } from './message'

/**
 * Compilers may write a class field for every property, which is set after the constructor of `Model` has run. Standard
 * decorators can see to that by themselves, the others cannot: then the setting has to change.
 */
export function checkClassFields({ state, cls, declaration }: CheckedModel): CheckMessage | undefined {
  const property = [...(declaration?.fields ?? [])].find(([, { field }]) => !isRelation(field))?.[0]
  if (cls === undefined || property === undefined || !isWipedOut(cls, property)) return undefined
  return error(
    'strata.E003',
    `${state.key}.${property}`,
    'the compiler writes class fields that wipe out the values of new instances and hide relations',
    'Set "useDefineForClassFields": false in tsconfig.json, or extend "strata-orm/tsconfig.base.json".',
  )
}

/** Makes an instance with a value and looks whether it is still there. A constructor of the user's own may refuse. */
function isWipedOut(cls: AnyClass, property: string): boolean {
  try {
    const probe: object = Reflect.construct(cls, [{ [property]: 'probe' }])
    const found = Object.getOwnPropertyDescriptor(probe, property)
    return found !== undefined && found.value === undefined
  } catch {
    return false
  }
}
