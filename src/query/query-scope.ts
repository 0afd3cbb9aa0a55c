import { optionsOf } from '../fields/field'
import type { Join, SelectQuery, Term, Test } from '../sql/query'
import type { ModelState } from '../state/model-state'
import type { ProjectState } from '../state/project-state'
import { columnOf, columnTypeOf, concreteModel, tableOf, valueField } from '../state/relations'
import { ManyValuesError } from './errors'
import { propertyOf } from './instance'
import type { Hop, NamedField, Path, Segment } from './path'
import { findPath } from './path'
import { onePlace } from './place'
import type { KeyOfTarget, Many, Place, Scope } from './scope'
import { allOf } from './tests'

/** The names that tables have in one query, subqueries included: a table's own where it is free. */
export class Aliases {
  readonly #used = new Set<string>()

  take(table: string): string {
    let alias = table
    for (let n = 2; this.#used.has(alias); n++) alias = `T${n}`
    this.#used.add(alias)
    return alias
  }
}

/** Where a path begins: a table of the query, and the way from it to the model where that is a way of its own. */
interface Root {
  readonly table: string
  readonly alias: string
  readonly way: readonly Segment[]
}

/** A table that was joined, by the columns that lead to it. */
interface Joined {
  readonly alias: string
  readonly optional: boolean
}

export interface QueryScopeOptions {
  /** `join`: a path may lead through relations to many rows, and a row comes once for each of them. */
  readonly many?: 'join'
}

/** The tables of one query. Asking for a path joins what it goes through. */
export class QueryScope implements Scope {
  readonly #state: ProjectState
  readonly #model: ModelState
  readonly #aliases: Aliases
  readonly #root: Root
  readonly #joins = new Map<string, Join>()

  private constructor(state: ProjectState, model: ModelState, aliases: Aliases, root: Root) {
    this.#state = state
    this.#model = model
    this.#aliases = aliases
    this.#root = root
  }

  static of(state: ProjectState, model: ModelState): QueryScope {
    const aliases = new Aliases()
    const table = tableOf(concreteModel(state, model))
    return new QueryScope(state, model, aliases, { table, alias: aliases.take(table), way: [] })
  }

  get joins(): readonly Join[] {
    return [...this.#joins.values()]
  }

  get from(): { readonly table: string; readonly alias: string } {
    return { table: this.#root.table, alias: this.#root.alias }
  }

  place(path: string): Place {
    return this.placeOf(findPath(this.#state, this.#model, path), path)
  }

  /** As `place`, also through relations to many rows: a row then comes once for each of them. */
  placeOfMany(path: string): Place {
    return this.placeOf(findPath(this.#state, this.#model, path), path, { many: 'join' })
  }

  placeOf(found: Path, path: string, { many }: QueryScopeOptions = {}): Place {
    const { hops, fields, lookups } = found
    if (many !== 'join' && hops.some((hop) => hop.many)) throw new ManyValuesError(path)
    const place = onePlace(fields.map((field) => this.#placeOfField(hops, field)))
    return { ...place, lookups, key: keyOfTarget(found) }
  }

  #placeOfField(hops: readonly Hop[], { name, field }: NamedField): Place {
    return {
      term: this.#column(hops, columnOf(name, field)),
      field: valueField(this.#state, field),
      type: columnTypeOf(this.#state, field),
      nullable: hops.some(({ optional }) => optional) || optionsOf(field).null === true,
      lookups: [],
    }
  }

  many(path: string): Many | undefined {
    const found = findPath(this.#state, this.#model, path)
    const at = found.hops.findIndex((hop) => hop.many)
    const hop = found.hops[at]
    if (hop === undefined) return undefined
    const before = found.hops.slice(0, at)
    return {
      key: found.hops
        .slice(0, at + 1)
        .map(({ name }) => name)
        .join('__'),
      rest: restOf(path, found, at),
      open: () => this.#open(before, hop),
    }
  }

  #open(before: readonly Hop[], { segments, model }: Hop): ReturnType<Many['open']> {
    const [first, ...way] = segments
    if (first === undefined) throw new Error('a relation without a table')
    const alias = this.#aliases.take(first.table)
    const inside = new QueryScope(this.#state, model, this.#aliases, { table: first.table, alias, way })
    const linked: Test = {
      kind: 'compare',
      operator: '=',
      left: { kind: 'column', table: alias, column: first.to },
      right: this.#column(before, first.from),
    }
    return { scope: inside, exists: (test) => ({ kind: 'exists', query: inside.select(allOf([linked, test])) }) }
  }

  /** `SELECT 1` from the tables so far. */
  select(where: Test): SelectQuery {
    return { kind: 'select', ...this.from, joins: this.joins, selected: [], where, orderBy: [] }
  }

  #column(hops: readonly Hop[], wanted: string): Term {
    const segments = [
      ...this.#root.way.map((segment) => ({ segment, optional: false })),
      ...hops.flatMap((hop) => hop.segments.map((segment) => ({ segment, optional: hop.optional }))),
    ]
    let column = wanted
    // The key of a row that is referred to is in the column that refers to it.
    for (let last = segments.at(-1); last?.segment.trimmable && last.segment.to === column; last = segments.at(-1)) {
      column = last.segment.from
      segments.pop()
    }
    let table: Joined = { alias: this.#root.alias, optional: false }
    for (const { segment, optional } of segments) table = this.#join(table, segment, optional)
    return { kind: 'column', table: table.alias, column }
  }

  #join(from: Joined, segment: Segment, optional: boolean): Joined {
    const key = [from.alias, segment.from, segment.table, segment.to].join('\0')
    const known = this.#joins.get(key)
    const left = optional || from.optional
    if (known !== undefined) return { alias: known.alias, optional: left }
    const alias = this.#aliases.take(segment.table)
    const on: Test = {
      kind: 'compare',
      operator: '=',
      left: { kind: 'column', table: from.alias, column: segment.from },
      right: { kind: 'column', table: alias, column: segment.to },
    }
    this.#joins.set(key, { kind: left ? 'left' : 'inner', table: segment.table, alias, on })
    return { alias, optional: left }
  }
}

/** The words of the path after its relation to many; where there are none or only a lookup, the key is meant. */
function restOf(path: string, { hops, isRelation, lookups }: Path, at: number): string {
  const beyond = path.split('__').slice(wordsOf(hops, at))
  if (at < hops.length - 1 || !isRelation) return beyond.join('__')
  return lookups[0] === 'isnull' ? 'isnull' : ['pk', ...lookups].join('__')
}

/** Hops over the link to a parent are written by no word. */
function wordsOf(hops: readonly Hop[], at: number): number {
  return hops.slice(0, at + 1).filter(({ implied }) => !implied).length
}

/** A relation is compared with the row that it leads to, and a primary key with the row that has it. */
function keyOfTarget({ model, fields, isRelation }: Path): KeyOfTarget | undefined {
  const isKey = isRelation || fields.length > 1 || fields.some(({ field }) => optionsOf(field).primaryKey === true)
  if (!isKey) return undefined
  return { model: model.key, properties: fields.map(({ name, field }) => propertyOf(name, field)) }
}
