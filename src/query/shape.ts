import type { Database } from '../sql/database'
import type { Selected } from '../sql/query'
import type { Binding } from './binding'
import { columnsOf, type Reader, readerOf } from './columns'
import { NotBoundError } from './errors'
import { setDatabaseOf } from './facts'
import type { Hydrate } from './hydrate'
import { hydrator } from './hydrate'
import { termsOf } from './place'
import type { QueryScope } from './query-scope'
import { resolveField } from './resolve'
import type { Place } from './scope'

/** What the rows of a query become: objects, records of values, tuples, or single values. */
export interface Shape<Row> {
  /** What to select, and how a row is made of it. */
  select(scope: QueryScope): { readonly selected: readonly Selected[]; readonly make: Hydrate<Row> }
}

/** Objects of the model's class. `database`: where they come from, if it is not the default one. */
export function objectsShape<T>(binding: Binding, database: Database | undefined): Shape<T> {
  return {
    select(scope) {
      const { state, key, classOf } = binding
      const prototype: unknown = classOf(key)?.prototype
      if (typeof prototype !== 'object' || prototype === null) throw new NotBoundError(key)
      const places = columnsOf(state, state.model(key)).map(({ property }) => ({
        property,
        place: scope.place(property),
      }))
      const make = hydrator(
        prototype,
        places.map(({ property, place }) => ({ property, read: readerOf(place) })),
      )
      return {
        selected: places.map(({ place }) => ({ term: place.term })),
        make: (row) => {
          const object = make(row)
          setDatabaseOf(object, database)
          return object as T
        },
      }
    },
  }
}

/** One record a row: `{ title: …, director__name: … }`. */
export function recordsShape<Row>(paths: readonly string[]): Shape<Row> {
  return {
    select(scope) {
      const { selected, readers, gather } = columns(paths, scope)
      const make = hydrator(
        Object.prototype,
        paths.map((property, i) => ({ property, read: readers[i] ?? ((raw) => raw) })),
      )
      return { selected, make: (row) => make(gather(row)) as Row }
    },
  }
}

/** One list a row, in the order of the paths. */
export function tuplesShape<Row>(paths: readonly string[]): Shape<Row> {
  return {
    select(scope) {
      const { selected, readers, gather } = columns(paths, scope)
      const make = (raw: readonly unknown[]) => readers.map((read, i) => read(raw[i])) as Row
      return { selected, make: (row) => make(gather(row)) }
    },
  }
}

/** The value alone. */
export function flatShape<Row>(path: string): Shape<Row> {
  return {
    select(scope) {
      const { selected, readers, gather } = columns([path], scope)
      return { selected, make: (row) => readers[0]?.(gather(row)[0]) as Row }
    },
  }
}

interface Columns {
  readonly selected: readonly Selected[]
  /** One a path. */
  readonly readers: readonly Reader[]
  /** One value a path, of what the database said: the columns of a composite key become a list. */
  gather(row: readonly unknown[]): readonly unknown[]
}

function columns(paths: readonly string[], scope: QueryScope): Columns {
  const places = paths.map((path) => resolveField(path, { place: (each) => scope.placeOfMany(each) }))
  const selected = places.flatMap((place) => termsOf(place).map((term) => ({ term })))
  return { selected, readers: places.map(readerOfKey), gather: gathering(places) }
}

/** A row that is not there has no key, so no part of one. */
function readerOfKey(place: Place): Reader {
  if (place.parts === undefined) return readerOf(place)
  const readers = place.parts.map(readerOf)
  return (raw) => {
    const parts = raw as readonly unknown[]
    return parts.every((part) => part === null) ? null : readers.map((read, i) => read(parts[i]))
  }
}

function gathering(places: readonly Place[]): Columns['gather'] {
  if (places.every(({ parts }) => parts === undefined)) return (row) => row
  return (row) => {
    let at = 0
    return places.map(({ parts }) => {
      if (parts === undefined) return row[at++]
      at += parts.length
      return row.slice(at - parts.length, at)
    })
  }
}
