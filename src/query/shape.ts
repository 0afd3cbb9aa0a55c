import type { Database } from '../sql/database'
import type { Selected } from '../sql/query'
import type { Binding } from './binding'
import { columnsOf, readerOf } from './columns'
import { NotBoundError } from './errors'
import { setDatabaseOf } from './facts'
import type { Hydrate } from './hydrate'
import { hydrator } from './hydrate'
import type { QueryScope } from './query-scope'
import { resolveField } from './resolve'

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
      const { selected, readers } = columns(paths, scope)
      const make = hydrator(
        Object.prototype,
        paths.map((property, i) => ({ property, read: readers[i] ?? ((raw) => raw) })),
      )
      return { selected, make: (row) => make(row) as Row }
    },
  }
}

/** One list a row, in the order of the paths. */
export function tuplesShape<Row>(paths: readonly string[]): Shape<Row> {
  return {
    select(scope) {
      const { selected, readers } = columns(paths, scope)
      return { selected, make: (row) => readers.map((read, i) => read(row[i])) as Row }
    },
  }
}

/** The value alone. */
export function flatShape<Row>(path: string): Shape<Row> {
  return {
    select(scope) {
      const { selected, readers } = columns([path], scope)
      return { selected, make: (row) => readers[0]?.(row[0]) as Row }
    },
  }
}

function columns(
  paths: readonly string[],
  scope: QueryScope,
): { selected: Selected[]; readers: ReturnType<typeof readerOf>[] } {
  const places = paths.map((path) => resolveField(path, { place: (each) => scope.placeOfMany(each) }))
  return { selected: places.map(({ term }) => ({ term })), readers: places.map(readerOf) }
}
