import type { AnyClass } from '../base/metadata'
import type { ModelKey } from '../state/model-state'
import { modelKey } from '../state/model-state'
import { isAbstract, isModel } from './declaration'
import { TargetError } from './errors'

/** The key of a class, if it is a model with a place in one of the apps. */
export type KeyOf = (cls: AnyClass) => ModelKey | undefined

export interface FieldPlace {
  readonly app: string
  readonly model: string
  readonly field: string
}

/** The key that a relation's target stands for: a function that gives a class, `self`, `Model` of the same app, or a key. */
export function targetKeyOf(at: FieldPlace, target: unknown, keyOf: KeyOf): ModelKey {
  if (typeof target === 'string') return namedKey(at, target)
  const where = `${at.app}.${at.model}.${at.field}`
  return classKey(where, classOf(where, target), keyOf)
}

function namedKey({ app, model }: FieldPlace, target: string): ModelKey {
  if (target === 'self') return modelKey(app, model)
  return target.includes('.') ? target : modelKey(app, target)
}

/** The class that a function gives; or the class itself. */
export function classOf(where: string, target: unknown): AnyClass {
  if (typeof target !== 'function') throw TargetError.nothing(where)
  // Most are arrow functions, which are no classes: one look saves asking for their metadata.
  if ('prototype' in target && isModel(target)) return target
  const cls = called(where, target as () => unknown)
  if (typeof cls !== 'function') throw TargetError.nothing(where)
  return cls
}

/** A file that is still loading throws instead of giving undefined, depending on how it was compiled. */
function called(where: string, thunk: () => unknown): unknown {
  try {
    return thunk()
  } catch (cause) {
    throw TargetError.nothing(where, cause)
  }
}

/** `where` begins the sentence if the class is no model of the project. */
export function classKey(where: string, cls: AnyClass, keyOf: KeyOf): ModelKey {
  const key = keyOf(cls)
  if (key !== undefined) return key
  if (!isModel(cls)) throw TargetError.noModel(where, cls)
  throw isAbstract(cls) ? TargetError.abstract(where, cls) : TargetError.notInstalled(where, cls)
}
