import { StrataError } from '../base/errors'
import type { Database } from '../sql/database'
import type { Expression } from '../sql/expression'
import { Q } from '../sql/q'
import type { SelectQuery } from '../sql/query'
import type { Binding } from './binding'
import { columnsOf, keyProperties } from './columns'
import { DoesNotExistError, MultipleObjectsError, NotBoundError, SlicedQueryError, SliceError } from './errors'
import { markUnsaved, setDatabaseOf } from './facts'
import type { InsertOptions } from './insert'
import { insertMany, insertOne } from './insert'
import type { Instance } from './instance'
import { bindingOf } from './instance'
import type { Plan } from './plan'
import {
  countQuery,
  deleteQuery,
  existsQuery,
  findsNothing,
  isSliced,
  ordered,
  planFor,
  selectQuery,
  updateQuery,
} from './plan'
import type { Shape } from './shape'
import { flatShape, objectsShape, recordsShape, tuplesShape } from './shape'
import { toCondition, type Where } from './where'
import { assign, saveObject, settings } from './write'

/** Where query sets, managers and related rows keep what they are. A symbol: it is nobody else's to see. */
export const coreOf: unique symbol = Symbol('strata.core')

type Values = Readonly<Record<string, unknown>>

interface Parts<Row> {
  readonly binding: Binding
  readonly plan: Plan
  /** undefined: the default one of the binding. */
  readonly database: Database | undefined
  /** undefined: objects of the model. */
  readonly shape: Shape<Row> | undefined
  /** Values that new rows get: those that make them rows of this set. */
  readonly implied: Values
  /** What else makes new rows rows of this set. */
  readonly link?: ((created: readonly Instance[]) => Promise<void>) | undefined
}

/** What a query set is and how it is run. Frozen; narrowing makes another one. */
export class Core<Row> {
  readonly #parts: Parts<Row>

  private constructor(parts: Parts<Row>) {
    this.#parts = Object.freeze(parts)
  }

  static of<Row>(binding: Binding): Core<Row> {
    const plan = planFor(binding.state, binding.state.model(binding.key))
    return new Core<Row>({ binding, plan, database: undefined, shape: undefined, implied: {} })
  }

  get plan(): Plan {
    return this.#parts.plan
  }

  #with(changes: Partial<Parts<Row>>): Core<Row> {
    return new Core({ ...this.#parts, ...changes })
  }

  #planned(changes: Partial<Plan>): Core<Row> {
    return this.#with({ plan: Object.freeze({ ...this.plan, ...changes }) })
  }

  narrowed(method: 'filter' | 'exclude' | 'get', where: readonly Where[]): Core<Row> {
    if (where.length === 0) return this
    if (isSliced(this.plan)) throw new SlicedQueryError(method)
    const [first, ...more] = where.map(toCondition)
    if (first === undefined) return this
    const condition = more.length === 0 ? first : Q.and(first, ...more)
    return this.#planned({ filters: [...this.plan.filters, method === 'exclude' ? Q.not(condition) : condition] })
  }

  orderedBy(order: readonly (string | Expression)[]): Core<Row> {
    if (isSliced(this.plan)) throw new SlicedQueryError('orderBy')
    return this.#planned({ order, reversed: false })
  }

  reversed(): Core<Row> {
    if (isSliced(this.plan)) throw new SlicedQueryError('reverse')
    return this.#planned({ reversed: !this.plan.reversed })
  }

  distinct(): Core<Row> {
    if (isSliced(this.plan)) throw new SlicedQueryError('distinct')
    return this.#planned({ distinct: true })
  }

  none(): Core<Row> {
    return this.#planned({ filters: [Q.not({})] })
  }

  sliced(start: number, end: number | undefined): Core<Row> {
    for (const at of [start, end ?? 0]) if (!Number.isSafeInteger(at) || at < 0) throw new SliceError(at)
    const { offset, limit } = this.plan
    const left = limit === undefined ? undefined : Math.max(0, limit - start)
    const wanted = end === undefined ? undefined : Math.max(0, end - start)
    return this.#planned({ offset: offset + start, limit: least(left, wanted) })
  }

  on(database: Database): Core<Row> {
    return this.#with({ database })
  }

  /** With what makes new rows rows of this set. */
  implying({ implied, link }: Pick<Partial<Parts<Row>>, 'implied' | 'link'>): Core<Row> {
    return this.#with({ implied: implied ?? this.#parts.implied, link })
  }

  asRecords<R>(paths: readonly string[]): Core<R> {
    return this.#shaped(recordsShape<R>(paths))
  }

  asTuples<R>(paths: readonly string[]): Core<R> {
    return this.#shaped(tuplesShape<R>(paths))
  }

  asValues<R>(path: string): Core<R> {
    return this.#shaped(flatShape<R>(path))
  }

  #shaped<R>(shape: Shape<R>): Core<R> {
    return new Core({ ...this.#parts, shape })
  }

  async fetch(): Promise<Row[]> {
    const { binding, database, shape = objectsShape<Row>(binding, database) } = this.#parts
    let make: ((row: readonly unknown[]) => Row) | undefined
    const query = selectQuery(this.plan, (scope) => {
      const chosen = shape.select(scope)
      make = chosen.make
      return chosen.selected
    })
    if (findsNothing(query) || make === undefined) return []
    const { rows } = await this.#run(query)
    return rows.map(make)
  }

  async head(end: 'first' | 'last'): Promise<Row | undefined> {
    const plan = ordered(this.plan)
    if (end === 'last' && isSliced(plan)) throw new SlicedQueryError('last')
    const [row] = await this.#planned({ ...plan, reversed: plan.reversed !== (end === 'last') })
      .sliced(0, 1)
      .fetch()
    return row
  }

  async only(): Promise<Row> {
    const [row, second] = await this.#planned({ order: isSliced(this.plan) ? this.plan.order : [] })
      .sliced(0, 2)
      .fetch()
    if (row === undefined) throw new DoesNotExistError(this.plan.model.key)
    if (second !== undefined) throw new MultipleObjectsError(this.plan.model.key, 2)
    return row
  }

  async count(): Promise<number> {
    const { shape } = this.#parts
    const query = countQuery(this.plan, shape && ((scope) => shape.select(scope).selected))
    if (findsNothing(query)) return 0
    const { rows } = await this.#run(query)
    const total = Number(rows[0]?.[0] ?? 0) - this.plan.offset
    return Math.max(0, Math.min(total, this.plan.limit ?? total))
  }

  async exists(): Promise<boolean> {
    const query = existsQuery(this.plan)
    return !findsNothing(query) && (await this.#run(query)).rows.length > 0
  }

  async update(values: Values): Promise<number> {
    const { state, model } = this.plan
    const set = settings(state, model, values)
    const query = updateQuery(this.plan, set)
    if (set.length === 0 || findsNothing(query)) return 0
    return (await this.#run(query)).count
  }

  async delete(): Promise<number> {
    const query = deleteQuery(this.plan)
    return findsNothing(query) ? 0 : (await this.#run(query)).count
  }

  async create(values: object): Promise<Instance> {
    const object = this.build(values as Values)
    const { state, model } = this.plan
    await this.#linked([object], (database) => insertOne(state, model, object, database))
    return object
  }

  async createAll(rows: readonly object[], options: InsertOptions): Promise<Instance[]> {
    const objects = rows.map((row) => this.#object(row))
    const { state, model } = this.plan
    await this.#linked(objects, (database) => insertMany(state, model, objects, database, options))
    return objects
  }

  async #linked(objects: readonly Instance[], insert: (database: Database) => Promise<void>): Promise<void> {
    const database = await this.database()
    const { link } = this.#parts
    if (link === undefined) return insert(database)
    await database.transaction(async () => {
      await insert(database)
      await link(objects)
    })
  }

  #object(row: object): Instance {
    if (bindingOf(row) === undefined) return this.build(row as Values)
    const { binding, database, implied } = this.#parts
    setDatabaseOf(row, database)
    assign(binding, row as Instance, implied)
    return row as Instance
  }

  async getOrCreate(where: object, values: object): Promise<[Instance, boolean]> {
    const find = this.narrowed('get', [where])
    const found = await find.#orNothing()
    if (found !== undefined) return [found, false]
    const database = await this.database()
    try {
      // A savepoint, where a transaction is open: a row that somebody else creates meanwhile must not end it.
      const created = await database.transaction(() => this.create({ ...plainLookups(where), ...values }))
      return [created, true]
    } catch (error) {
      const theirs = isUniqueViolation(error) ? await find.#orNothing() : undefined
      if (theirs === undefined) throw error
      return [theirs, false]
    }
  }

  async updateOrCreate(where: object, values: object): Promise<[Instance, boolean]> {
    const database = await this.database()
    return database.transaction(async () => {
      const [object, created] = await this.getOrCreate(where, values)
      if (created) return [object, created]
      const { binding } = this.#parts
      assign(binding, object, values as Values)
      await saveObject(binding, object, { fields: [...Object.keys(values), ...this.#renewed()] })
      return [object, created]
    })
  }

  /** The query for the columns of a key, where the set stands as a value of a lookup. */
  asSubquery(properties: readonly string[] | undefined): SelectQuery {
    const { shape, binding } = this.#parts
    const order = isSliced(this.plan) ? this.plan.order : []
    const paths = properties ?? keyProperties(binding.state, this.plan.model)
    return selectQuery({ ...this.plan, order }, (scope) =>
      shape === undefined ? paths.map((path) => ({ term: scope.place(path).term })) : shape.select(scope).selected,
    )
  }

  async database(): Promise<Database> {
    return this.#parts.database ?? this.#parts.binding.database()
  }

  /** The fields that get the time of each save. */
  #renewed(): readonly string[] {
    const columns = columnsOf(this.plan.state, this.plan.model)
    return columns.filter(({ field }) => (field.options as { autoNow?: boolean }).autoNow).map(({ name }) => name)
  }

  async #orNothing(): Promise<Instance | undefined> {
    try {
      return (await this.only()) as Instance
    } catch (error) {
      if (error instanceof DoesNotExistError) return undefined
      throw error
    }
  }

  async #run(query: Parameters<Database['compile']>[0]): ReturnType<Database['run']> {
    const database = await this.database()
    return database.run(database.compile(query))
  }

  /** An object of its own, with no row yet. */
  build(values: Values): Instance {
    const { binding, database, implied } = this.#parts
    const prototype: unknown = binding.classOf(binding.key)?.prototype
    if (typeof prototype !== 'object') throw new NotBoundError(binding.key)
    const object = Object.create(prototype) as Instance
    markUnsaved(object)
    setDatabaseOf(object, database)
    assign(binding, object, { ...implied, ...values })
    return object
  }
}

function least(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return Math.min(a, b)
}

/** What was looked for is what the new row has; what was only compared with is not. */
function plainLookups(where: object): Values {
  return Object.fromEntries(Object.entries(where).filter(([path]) => !path.includes('__')))
}

function isUniqueViolation(error: unknown): boolean {
  return error instanceof StrataError && error.facts.sqlstate === '23505'
}
