import 'reflect-metadata'

/** Any class, as a key: facts are kept by it, never by instance. */
// biome-ignore lint/complexity/noBannedTypes: a class of any shape, abstract or with a private constructor too
export type AnyClass = Function

// Standard decorators hand their metadata on only where this symbol exists; Node 20 does not have it.
const symbols = Symbol as { metadata?: symbol }
symbols.metadata ??= Symbol.for('Symbol.metadata')
const metadataSymbol: symbol = symbols.metadata

/** The object that the standard decorators of one class share. */
export type DecoratorMetadata = Record<PropertyKey, unknown>

/** One fact about classes, kept on the class itself. There is no registry: two projects in one process do not meet. */
export class ClassFact<T extends object> {
  readonly #key: symbol

  constructor(name: string) {
    this.#key = Symbol(`strata.${name}`)
  }

  /** What was set on this very class, not on a base of it. */
  own(of: AnyClass): T | undefined {
    const legacy: unknown = Reflect.getOwnMetadata(this.#key, of)
    if (legacy !== undefined) return legacy as T
    const shared = Object.getOwnPropertyDescriptor(of, metadataSymbol)?.value as DecoratorMetadata | undefined
    return shared === undefined ? undefined : this.ofMetadata(shared)
  }

  set(of: AnyClass, value: T): void {
    Reflect.defineMetadata(this.#key, value, of)
  }

  ofMetadata(metadata: DecoratorMetadata): T | undefined {
    return Object.hasOwn(metadata, this.#key) ? (metadata[this.#key] as T) : undefined
  }

  setOnMetadata(metadata: DecoratorMetadata, value: T): void {
    metadata[this.#key] = value
  }
}

/** The class that TypeScript wrote down as the type of a property declared there, where the compiler emits it. */
export function designType(prototype: object, property: string): AnyClass | undefined {
  const type: unknown = Reflect.getOwnMetadata('design:type', prototype, property)
  return typeof type === 'function' ? type : undefined
}
