import type { Importable } from '../fields/importable'
import { importableFunctions } from '../fields/importable'
import type { Code } from './code'
import { CannotSerializeError } from './errors'
import { ownExports } from './exports'
import { Imports } from './imports'
import { propertyStep } from './quoted'
import { serializers } from './serialize'
import type { Scope, Step } from './serialize/serializer'

/** The package that written files import from, unless told otherwise. */
export const defaultModule = 'strata-orm'

export interface ScopeOptions {
  /** What the path to a value begins with in messages: `movies 0002_slug: `. */
  readonly where?: string | undefined
  /** The package that files import from. */
  readonly module?: string | undefined
  /** What else files can import: functions that an app exports, field types and operations of its own. */
  readonly exports?: Iterable<Importable> | undefined
  /** The names that the file has already. */
  readonly imports?: Imports | undefined
}

/** Writes the values of one file and collects what they import. */
export class FileScope implements Scope {
  readonly imports: Imports
  readonly #where: string
  readonly #module: string
  readonly #exports: ReadonlyMap<unknown, Importable>
  readonly #steps: Step[] = []
  /** What is being written: a value that holds itself would never end. */
  readonly #open = new Set<unknown>()

  constructor({ where = '', module = defaultModule, exports: given = [], imports }: ScopeOptions = {}) {
    this.imports = imports ?? new Imports()
    this.#where = where
    this.#module = module
    this.#exports = new Map([...importableFunctions, ...given].map((each) => [each.value, each]))
  }

  value(value: unknown, step: Step): Code {
    this.#steps.push(step)
    const code = typeof value === 'object' && value !== null ? this.#object(value) : this.#code(value)
    this.#steps.pop()
    return code
  }

  ours(name: string): string {
    return this.imports.use(name, this.#module)
  }

  imported(value: unknown): string | undefined {
    const own = ownExports.get(value)
    const found = own === undefined ? this.#exports.get(value) : { name: own, from: this.#module }
    if (found?.from === undefined) return found?.name
    const [name = '', ...members] = found.name.split('.')
    return [this.imports.use(name, found.from), ...members].join('.')
  }

  get step(): Step | undefined {
    return this.#steps.at(-1)
  }

  fail(what: string, hint: string): never {
    const path = this.#steps.map((step) => (typeof step === 'number' ? `[${step}]` : propertyStep(step))).join('')
    throw new CannotSerializeError(`${this.#where}${path.replace(/^\./, '')}`, what, hint)
  }

  #object(value: object): Code {
    if (this.#open.has(value)) this.fail('a value that holds itself', 'Take the value out of itself.')
    this.#open.add(value)
    const code = this.#code(value)
    this.#open.delete(value)
    return code
  }

  #code(value: unknown): Code {
    const serializer = serializers.find(({ matches }) => matches(value))
    if (serializer === undefined) {
      return this.fail(named(value), 'Use text, numbers, dates, bytes, and lists and objects of these.')
    }
    return serializer.write(value, this)
  }
}

function named(value: unknown): string {
  if (typeof value !== 'object' || value === null) return `a ${typeof value}`
  const { name } = value.constructor ?? Object
  return name === '' ? 'an object of a class without a name' : `an instance of ${name}`
}
