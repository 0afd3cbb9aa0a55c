import type { Ref } from '../fields/relation'
import type { Condition, Expression, OrderBy } from '../sql/expression'
import type { Toward } from './related-rows'
import type { Subquery } from './subquery'

/**
 * Types of paths and values. Only the keys that the caller wrote are walked: to list all paths of two hops costs the
 * compiler minutes. What it offers while one types (`Hint…`) goes one hop far.
 */

/** The model at the other end of a relation; never for a column. */
export type TargetOf<V> = V extends Ref<infer T> ? T : V extends Toward<infer T> ? T : never

type Method = (...args: never[]) => unknown
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
type IsReadonly<T, K extends keyof T> = Same<Pick<T, K>, { readonly [P in K]: T[P] }>

/** The fields of a model: what can be written to and is no method. A getter of the class is no column. */
export type FieldKey<T> = {
  [K in keyof T]-?: K extends string ? (T[K] extends Method ? never : IsReadonly<T, K> extends true ? never : K) : never
}[keyof T] &
  string

export type RelationKey<T> = { [K in FieldKey<T>]: [TargetOf<T[K]>] extends [never] ? never : K }[FieldKey<T>]
export type ColumnKey<T> = Exclude<FieldKey<T>, RelationKey<T>>
/** Relations to one row: those that a row holds a key for. */
export type OneKey<T> = { [K in RelationKey<T>]: T[K] extends Toward<unknown> ? never : K }[RelationKey<T>]

export type PkOf<T> = T extends { readonly pk: infer Key } ? Key : unknown

/** A model known only when the program runs, as in a data migration: any path will do. */
type IsUntyped<T> = string extends keyof T ? true : false

interface AnyLookups<V> {
  exact: V
  in: readonly V[] | Subquery
  isnull: boolean
}
interface OrderedLookups<V> extends AnyLookups<V> {
  gt: V
  gte: V
  lt: V
  lte: V
  range: readonly [V | Expression, V | Expression]
}
interface TextLookups<V> extends OrderedLookups<V> {
  iexact: string | null
  contains: string
  icontains: string
  startswith: string
  istartswith: string
  endswith: string
  iendswith: string
  regex: string
  iregex: string
}

type Defined<V> = Exclude<V, null | undefined>

/** The values that the lookups of a column take, by the column's type. */
type LookupsOf<V> = [Defined<V>] extends [string]
  ? TextLookups<Defined<V>>
  : [Defined<V>] extends [number | bigint | Date]
    ? OrderedLookups<Defined<V>>
    : AnyLookups<Defined<V>>

interface KeyLookups<T> {
  exact: T | PkOf<T> | Ref<T> | null
  in: readonly (T | PkOf<T>)[] | Subquery
  isnull: boolean
}

/** Stands in the compiler's message where a path or a lookup is not there. */
export interface NotThere<Name, Problem extends string, Of> {
  readonly name: Name
  readonly problem: Problem
  readonly of: Of
}

type LookupOf<Lookups, Name extends string, Of> = Name extends keyof Lookups
  ? Lookups[Name] | Expression
  : NotThere<Name, 'is not a lookup of', Of>

/** What may be asked of a key of the model: `pk`, `pk__in`. One of several fields is compared part by part. */
type KeyLookup<T, Name extends string> = LookupOf<
  PkOf<T> extends readonly unknown[] ? OrderedLookups<Readonly<PkOf<T>>> : LookupsOf<PkOf<T>>,
  Name,
  'pk'
>

/** What can stand as the value of a filter at this path. */
export type FilterValue<T, Path extends string> =
  IsUntyped<T> extends true
    ? unknown
    : Path extends 'pk'
      ? Readonly<PkOf<T>> | Expression
      : Path extends ColumnKey<T>
        ? T[Path] | Expression
        : Path extends RelationKey<T>
          ? KeyLookups<TargetOf<T[Path]>>['exact'] | Expression
          : Path extends `${infer Head}__${infer Rest}`
            ? FilterValueBeyond<T, Head, Rest>
            : Path extends `${OneKey<T>}_id`
              ? RawKey<T, Path> | Expression
              : NotThere<Path, 'is not a field of', T>

type FilterValueBeyond<T, Head extends string, Rest extends string> = Head extends 'pk'
  ? KeyLookup<T, Rest>
  : Head extends ColumnKey<T>
    ? LookupOf<LookupsOf<T[Head]>, Rest, Head>
    : Head extends RelationKey<T>
      ? Rest extends keyof KeyLookups<unknown>
        ? KeyLookups<TargetOf<T[Head]>>[Rest] | Expression
        : FilterValue<TargetOf<T[Head]>, Rest>
      : Head extends `${OneKey<T>}_id`
        ? LookupOf<LookupsOf<RawKey<T, Head>>, Rest, Head>
        : NotThere<Head, 'is not a field of', T>

/** The key that a foreign key holds, with `null` where the relation may be empty. */
type RawKey<T, Path extends string> = Path extends `${infer Name}_id`
  ? Name extends OneKey<T>
    ? PkOf<TargetOf<T[Name]>> | Extract<T[Name], null>
    : never
  : never

/** Checks the keys that were written, and no others. */
export type Checked<T, Where> = Where extends Condition ? unknown : { [K in keyof Where]: FilterValue<T, K & string> }

type OwnLookup<T> = { [K in ColumnKey<T>]: `${K}__${keyof LookupsOf<T[K]> & string}` }[ColumnKey<T>]
type OneHop<T> = { [K in RelationKey<T>]: `${K}__${ColumnKey<TargetOf<T[K]>>}` }[RelationKey<T>]

/** What is offered while one types the keys of a filter. */
export type FilterHint<T> = { readonly [K in FieldKey<T> | 'pk' | OwnLookup<T> | OneHop<T>]?: unknown } & {
  readonly [K in `${RelationKey<T>}__${string}`]?: unknown
}

/** What a path holds; `null` too where a relation on the way may be empty. */
export type ValueAt<T, Path extends string> =
  IsUntyped<T> extends true
    ? unknown
    : Path extends 'pk'
      ? PkOf<T>
      : Path extends ColumnKey<T>
        ? T[Path]
        : Path extends RelationKey<T>
          ? PkOf<TargetOf<T[Path]>> | NullOf<T[Path]>
          : Path extends `${infer Head}__${infer Rest}`
            ? Head extends RelationKey<T>
              ? ValueAt<TargetOf<T[Head]>, Rest> | NullOf<T[Head]>
              : NotThere<Head, 'is not a relation of', T>
            : Path extends `${OneKey<T>}_id`
              ? RawKey<T, Path>
              : NotThere<Path, 'is not a field of', T>

/** A relation to many rows may find none. */
type NullOf<V> = V extends Toward<unknown> ? null : Extract<V, null>

/** What is offered while one types a path. */
export type PathHint<T> = FieldKey<T> | 'pk' | OneHop<T> | `${RelationKey<T>}__${string}` | `${OneKey<T>}_id`

/** The path itself where it leads somewhere; what is wrong with it where not. */
export type CheckedPath<T, Path> = Path extends string
  ? ValueAt<T, Path> extends NotThere<unknown, string, unknown>
    ? ValueAt<T, Path>
    : Path
  : Path

export type OrderHint<T> = PathHint<T> | `-${PathHint<T>}` | Expression | OrderBy

export type CheckedOrder<T, Path> = Path extends `-${infer Rest}`
  ? CheckedPath<T, Rest> extends string
    ? Path
    : CheckedPath<T, Rest>
  : CheckedPath<T, Path>

/** Values of columns, to write: a value or what the database computes. */
export type Writable<T> =
  IsUntyped<T> extends true
    ? Readonly<Record<string, unknown>>
    : { readonly [K in ColumnKey<T>]?: T[K] | Expression } & {
        readonly [K in OneKey<T>]?: T[K] | TargetOf<T[K]> | PkOf<TargetOf<T[K]>> | Expression
      } & { readonly [K in OneKey<T> as `${K}_id`]?: PkOf<TargetOf<T[K]>> | Extract<T[K], null> }

/** The rows of `values('title', 'director__name')`. */
export type ValuesRow<T, Paths extends readonly string[]> = { [P in Paths[number]]: ValueAt<T, P> }
/** The rows of `valuesList('title', 'director__name')`. */
export type ValuesTuple<T, Paths extends readonly string[]> = {
  -readonly [I in keyof Paths]: ValueAt<T, Paths[I] & string>
}
