import type { RelatedSet } from '../fields/relation'
import type { Core } from './core'
import { coreOf } from './core'
import type { Instance } from './instance'
import { bindingOf } from './instance'
import { QueryMethods } from './query-set'
import type { PkOf } from './typing'

/** What a relation to many rows can do: through a table of links, or through a foreign key of those rows. */
export interface Linking {
  /** The rows that are related now. */
  core(): Core<Instance>
  /** Keys of rows. */
  add(keys: readonly unknown[]): Promise<void>
  remove(keys: readonly unknown[]): Promise<void>
  clear(): Promise<void>
  /** The key of a row that is given by itself or by its key. */
  keyOf(row: unknown): unknown
  /** Makes an object say what its row says now, so that saving it does not undo it. */
  adopt?(row: Instance): void
}

/** Says for the compiler alone where a relation leads, so that it need not look through all methods for it. */
declare const toward: unique symbol
export interface Toward<T> {
  readonly [toward]: T
}

/** The rows that one row is related to. */
export class RelatedRows<T> extends QueryMethods<T> {
  readonly #linking: Linking

  constructor(linking: Linking) {
    super()
    this.#linking = linking
  }

  override [coreOf](): Core<T> {
    return this.#linking.core() as Core<unknown> as Core<T>
  }

  /** Relates these rows too, given by themselves or by their keys. */
  async add(...rows: readonly (T | PkOf<T>)[]): Promise<void> {
    if (rows.length === 0) return
    await this.#linking.add(this.#keys(rows))
    this.#adopt(rows)
  }

  /** Relates these rows no longer. They stay. */
  async remove(...rows: readonly (T | PkOf<T>)[]): Promise<void> {
    if (rows.length > 0) await this.#linking.remove(this.#keys(rows))
  }

  /** Relates these rows and no others. */
  async set(rows: readonly (T | PkOf<T>)[]): Promise<void> {
    const core = this.#linking.core()
    const database = await core.database()
    await database.transaction(async () => {
      const wanted = new Map(this.#keys(rows).map((key) => [textOf(key), key]))
      const present = (await core.asValues<unknown>('pk').fetch()) as readonly unknown[]
      const gone = present.filter((key) => !wanted.has(textOf(key)))
      for (const key of present) wanted.delete(textOf(key))
      if (gone.length > 0) await this.#linking.remove(gone)
      if (wanted.size > 0) await this.#linking.add([...wanted.values()])
    })
    this.#adopt(rows)
  }

  /** Relates no row. */
  clear(): Promise<void> {
    return this.#linking.clear()
  }

  #adopt(rows: readonly unknown[]): void {
    for (const row of rows) if (bindingOf(row) !== undefined) this.#linking.adopt?.(row as Instance)
  }

  #keys(rows: readonly unknown[]): unknown[] {
    return rows.map((row) => this.#linking.keyOf(row))
  }
}

/** The same for two spellings of one key: `5` and `5n`, two dates of one day. */
function textOf(key: unknown): string {
  if (Array.isArray(key)) return JSON.stringify(key.map(textOf))
  return key instanceof Date ? key.toISOString() : String(key)
}

/** A relation to many rows, as a property is declared: `genres!: Many<Genre>`. */
export type Many<T> = RelatedRows<T> & RelatedSet<T> & Toward<T>
