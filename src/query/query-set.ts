import type { Database } from '../sql/database'
import type { Condition } from '../sql/expression'
import type { SelectQuery } from '../sql/query'
import type { Core } from './core'
import { coreOf } from './core'
import type { InsertOptions } from './insert'
import type { Subquery } from './subquery'
import { subqueryOf } from './subquery'
import type {
  Checked,
  CheckedOrder,
  CheckedPath,
  FilterHint,
  OrderHint,
  PathHint,
  ValueAt,
  ValuesRow,
  ValuesTuple,
  Writable,
} from './typing'

/** A condition, or a model's paths with values: `{ title__icontains: 'x', director__name: 'Y' }`. */
export type Filter<T> = FilterHint<T> | Condition

/**
 * What can be asked of the rows of a model: by a manager, by a query set, and by the rows that a row is related to.
 * Methods that narrow or order give a new query set and ask nothing; the others ask the database.
 */
export abstract class QueryMethods<T, Row = T> {
  abstract [coreOf](): Core<Row>

  all(): QuerySet<T, Row> {
    return new QuerySet(this[coreOf]())
  }

  /** The rows that meet all of these. Lookups of one call that go through a relation speak of the same related row. */
  filter<const W extends Filter<T>>(where: W & Checked<T, W>, ...more: readonly Condition[]): QuerySet<T, Row> {
    return new QuerySet(this[coreOf]().narrowed('filter', [where, ...more]))
  }

  /** The rows that `filter` with the same arguments would leave out. */
  exclude<const W extends Filter<T>>(where: W & Checked<T, W>, ...more: readonly Condition[]): QuerySet<T, Row> {
    return new QuerySet(this[coreOf]().narrowed('exclude', [where, ...more]))
  }

  /** In this order: paths, `-path` descending, or expressions. Without any: in no order. */
  orderBy<const P extends readonly OrderHint<T>[]>(
    ...by: P & { readonly [I in keyof P]: CheckedOrder<T, P[I]> }
  ): QuerySet<T, Row> {
    return new QuerySet(this[coreOf]().orderedBy(by))
  }

  /** The other way round. */
  reverse(): QuerySet<T, Row> {
    return new QuerySet(this[coreOf]().reversed())
  }

  /** Each row once. */
  distinct(): QuerySet<T, Row> {
    return new QuerySet(this[coreOf]().distinct())
  }

  /** From the row at `start` up to, and without, the one at `end`; counted from 0. */
  slice(start: number, end?: number): QuerySet<T, Row> {
    return new QuerySet(this[coreOf]().sliced(start, end))
  }

  /** No rows; the database is not asked. */
  none(): QuerySet<T, Row> {
    return new QuerySet(this[coreOf]().none())
  }

  /** On this database instead of the default one. */
  using(database: Database): QuerySet<T, Row> {
    return new QuerySet(this[coreOf]().on(database))
  }

  /** Records of these values instead of objects. */
  values<const P extends readonly PathHint<T>[]>(
    ...paths: P & { readonly [I in keyof P]: CheckedPath<T, P[I]> }
  ): QuerySet<T, ValuesRow<T, P>> {
    return new QuerySet(this[coreOf]().asRecords(paths))
  }

  /** Lists of these values instead of objects; with `flat` the values of one path by themselves. */
  valuesList<const P extends PathHint<T>>(
    path: P & CheckedPath<T, P>,
    options: { readonly flat: true },
  ): QuerySet<T, ValueAt<T, P>>
  valuesList<const P extends readonly PathHint<T>[]>(
    ...paths: P & { readonly [I in keyof P]: CheckedPath<T, P[I]> }
  ): QuerySet<T, ValuesTuple<T, P>>
  valuesList(...args: readonly (string | { readonly flat: true })[]): QuerySet<T, unknown> {
    const paths = args.filter((arg) => typeof arg === 'string')
    const core = this[coreOf]()
    return new QuerySet<T, unknown>(paths.length < args.length ? core.asValues(paths[0] ?? '') : core.asTuples(paths))
  }

  /** The one row that meets this. Throws if there is none, or more than one. */
  get<const W extends Filter<T>>(where?: W & Checked<T, W>, ...more: readonly Condition[]): Promise<Row> {
    return this[coreOf]()
      .narrowed('get', where === undefined ? more : [where, ...more])
      .only()
  }

  /** The first row in the order, by the key where there is no order; undefined if there is none. */
  first(): Promise<Row | undefined> {
    return this[coreOf]().head('first')
  }

  last(): Promise<Row | undefined> {
    return this[coreOf]().head('last')
  }

  count(): Promise<number> {
    return this[coreOf]().count()
  }

  exists(): Promise<boolean> {
    return this[coreOf]().exists()
  }

  /** Inserts a row. What the database made of it, its key above all, is in the object. */
  async create(values: Writable<T> = {} as Writable<T>): Promise<T> {
    return (await this[coreOf]().create(values)) as T
  }

  /**
   * An object that has no row until it is saved, typed as `create` is, which a constructor cannot be. Among related rows
   * it points at the row that they belong to; through a table of links, add() relates it once it is saved.
   */
  new(values: Writable<T> = {} as Writable<T>): T {
    return this[coreOf]().build(values) as T
  }

  /** Inserts many rows, in few statements. The objects have their keys afterwards, unless conflicts are ignored. */
  async bulkCreate(rows: readonly (T | Writable<T>)[], options: InsertOptions = {}): Promise<T[]> {
    return (await this[coreOf]().createAll(rows as readonly object[], options)) as T[]
  }

  /** The row that meets this, or a new one with these values and the defaults. True: it was created. */
  async getOrCreate<const W extends FilterHint<T>>(
    where: W & Checked<T, W>,
    defaults: Writable<T> = {} as Writable<T>,
  ): Promise<[object: T, created: boolean]> {
    return (await this[coreOf]().getOrCreate(where, defaults)) as [T, boolean]
  }

  /** The row that meets this, with these values written to it, or a new one. True: it was created. */
  async updateOrCreate<const W extends FilterHint<T>>(
    where: W & Checked<T, W>,
    values: Writable<T>,
  ): Promise<[object: T, created: boolean]> {
    return (await this[coreOf]().updateOrCreate(where, values)) as [T, boolean]
  }

  /** Sets values, or what the database computes, in all rows at once: `{ stock: add(F('stock'), 1) }`. How many. */
  update(values: Writable<T>): Promise<number> {
    return this[coreOf]().update(values as Readonly<Record<string, unknown>>)
  }

  /** Deletes the rows. What refers to them follows the rules of its foreign keys. How many of these rows. */
  delete(): Promise<number> {
    return this[coreOf]().delete()
  }
}

/**
 * The rows of a model that meet some conditions, in some order. Immutable, and lazy: awaiting it or going through it
 * asks the database, each time anew.
 */
export class QuerySet<T, Row = T>
  extends QueryMethods<T, Row>
  implements PromiseLike<Row[]>, AsyncIterable<Row>, Subquery
{
  readonly #core: Core<Row>

  constructor(core: Core<Row>) {
    super()
    this.#core = core
  }

  override [coreOf](): Core<Row> {
    return this.#core
  }

  then<Done = Row[], Failed = never>(
    onDone?: ((rows: Row[]) => Done | PromiseLike<Done>) | null,
    onFailed?: ((reason: unknown) => Failed | PromiseLike<Failed>) | null,
  ): Promise<Done | Failed> {
    return this.#core.fetch().then(onDone, onFailed)
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Row> {
    yield* await this.#core.fetch()
  }

  [subqueryOf](properties?: readonly string[]): SelectQuery {
    return this.#core.asSubquery(properties)
  }
}
