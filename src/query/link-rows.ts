import type { Field } from '../fields/field'
import type { Database } from '../sql/database'
import { Q } from '../sql/q'
import type { Query, SelectQuery, Term, Test } from '../sql/query'
import type { ModelState } from '../state/model-state'
import { columnOf, columnTypeOf, isForeignKey, manyToManyOptions, valueField } from '../state/relations'
import type { Binding } from './binding'
import { readerOf } from './columns'
import { Core } from './core'
import { databaseOf } from './facts'
import { insertMany } from './insert'
import type { Instance } from './instance'
import { keyHeldBy, propertyOf } from './instance'
import type { Link, LinkSide } from './link'
import { linkOf } from './link'
import type { Linking } from './related-rows'
import { isToItself } from './reverse'
import type { KeyOfTarget } from './scope'
import { subqueryOf } from './subquery'
import { paramFor } from './values'

/** A many-to-many field, and the side that it is looked at from. */
export interface LinkView {
  readonly model: ModelState
  readonly name: string
  readonly field: Field
  readonly from: 'owner' | 'target'
}

/** Rows that are related to one row through a table of links. */
export class LinkRows implements Linking {
  readonly #binding: Binding
  readonly #row: Instance
  readonly #link: Link
  readonly #near: LinkSide
  readonly #far: LinkSide
  readonly #label: string
  /** A link goes both ways, and is noted both ways. */
  readonly #symmetrical: boolean

  constructor(binding: Binding, { model, name, field, from }: LinkView, row: Instance) {
    this.#binding = binding
    this.#row = row
    this.#link = linkOf(binding.state, model, name, field)
    this.#near = from === 'owner' ? this.#link.owner : this.#link.target
    this.#far = from === 'owner' ? this.#link.target : this.#link.owner
    this.#label = `${model.key}.${name}`
    this.#symmetrical = isToItself(model, field) && manyToManyOptions(field).symmetrical === true
  }

  core(): Core<Instance> {
    const all = Core.of<Instance>({ ...this.#binding, key: this.#far.model.key })
    const database = databaseOf(this.#row)
    const linked = { [subqueryOf]: () => this.#select([this.#equals(this.#near, this.#key())]) }
    return (database === undefined ? all : all.on(database))
      .narrowed('filter', [Q({ [`${this.#far.key}__in`]: linked })])
      .implying({ link: (created) => this.add(created.map((row) => this.keyOf(row))) })
  }

  keyOf(row: unknown): unknown {
    return keyHeldBy(row, keyOfSide(this.#far), this.#label)
  }

  async add(keys: readonly unknown[]): Promise<void> {
    const own = this.#key()
    const there = new Set((await this.#linkedAmong(keys)).map(String))
    const missing = keys.filter((key) => !there.has(String(key)))
    const pairs = missing.map((key) => [own, key] as const)
    const database = await this.#database()
    await database.transaction(async () => {
      await this.#insert(pairs, database)
      if (this.#symmetrical)
        await this.#insert(
          pairs.map(([from, to]) => [to, from] as const),
          database,
        )
    })
  }

  remove(keys: readonly unknown[]): Promise<void> {
    return this.#delete((far) => [this.#among(far, keys)])
  }

  clear(): Promise<void> {
    return this.#delete(() => [])
  }

  #key(): unknown {
    return keyHeldBy(this.#row, keyOfSide(this.#near), this.#label)
  }

  async #delete(more: (far: LinkSide) => readonly Test[]): Promise<void> {
    const { table } = this.#link
    const where = (near: LinkSide, far: LinkSide): Test => ({
      kind: 'and',
      tests: [this.#equals(near, this.#key()), ...more(far)],
    })
    await this.#run({ kind: 'delete', table, where: where(this.#near, this.#far) })
    if (this.#symmetrical) await this.#run({ kind: 'delete', table, where: where(this.#far, this.#near) })
  }

  /** Those of the keys that are linked already: a model of links may well allow the same link twice. */
  async #linkedAmong(keys: readonly unknown[]): Promise<unknown[]> {
    if (keys.length === 0) return []
    const query = this.#select([this.#equals(this.#near, this.#key()), this.#among(this.#far, keys)])
    const { rows } = await this.#run(query)
    const read = readerOf({ field: valueField(this.#binding.state, this.#far.keyField) })
    return rows.map(([raw]) => read(raw))
  }

  async #insert(pairs: readonly (readonly [unknown, unknown])[], database: Database): Promise<void> {
    if (pairs.length === 0) return
    const { table, through } = this.#link
    if (through !== undefined) return this.#insertThrough(through, pairs, database)
    await this.#run({
      kind: 'insert',
      table,
      columns: [this.#near.column, this.#far.column],
      rows: pairs.map(([own, key]) => [this.#param(this.#near, own), this.#param(this.#far, key)]),
      onConflict: { kind: 'ignore' },
      returning: [],
    })
  }

  /** A model of links has fields of its own, with defaults. */
  async #insertThrough(
    through: ModelState,
    pairs: readonly (readonly [unknown, unknown])[],
    database: Database,
  ): Promise<void> {
    const [near, far] = [foreignKeyAt(through, this.#near), foreignKeyAt(through, this.#far)]
    const rows = pairs.map(([own, key]) => ({ [`${near}_id`]: own, [`${far}_id`]: key }))
    await insertMany(this.#binding.state, through, rows, database, {})
  }

  #select(tests: readonly Test[]): SelectQuery {
    return {
      kind: 'select',
      table: this.#link.table,
      joins: [],
      selected: [{ term: this.#column(this.#far) }],
      where: { kind: 'and', tests },
      orderBy: [],
    }
  }

  #equals(side: LinkSide, key: unknown): Test {
    return { kind: 'compare', operator: '=', left: this.#column(side), right: this.#param(side, key) }
  }

  #among(side: LinkSide, keys: readonly unknown[]): Test {
    return { kind: 'in', term: this.#column(side), values: keys.map((key) => this.#param(side, key)) }
  }

  #column({ column }: LinkSide): Term {
    return { kind: 'column', table: this.#link.table, column }
  }

  #param({ keyField }: LinkSide, value: unknown): Term {
    const { state } = this.#binding
    return paramFor(value, valueField(state, keyField), columnTypeOf(state, keyField), 'the key of a link')
  }

  async #database(): Promise<Database> {
    return databaseOf(this.#row) ?? this.#binding.database()
  }

  async #run(query: Query): ReturnType<Database['run']> {
    const database = await this.#database()
    return database.run(database.compile(query))
  }
}

function keyOfSide({ model, key, keyField }: LinkSide): KeyOfTarget {
  return { model: model.key, properties: [propertyOf(key, keyField)] }
}

function foreignKeyAt(through: ModelState, { column }: LinkSide): string {
  for (const [name, field] of through.fields) if (isForeignKey(field) && columnOf(name, field) === column) return name
  throw new Error(`${through.key} has no foreign key in ${column}`)
}
