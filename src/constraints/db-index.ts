import { deepFreeze } from '../base/freeze'
import { refuseUnknownOptions } from '../base/unknown-option'
import type { Condition, Expression } from '../sql/expression'
import type { Column } from '../sql/functions'
import { column } from '../sql/functions'

export type IndexMethod = 'btree' | 'gin' | 'gist' | 'brin' | 'hash' | 'spgist' | 'bloom'

export interface IndexOptions {
  /** Field names; `-name` descends. Either these or `expressions`. */
  readonly fields?: readonly string[]
  readonly expressions?: readonly Column[]
  /** At most 63 bytes. Left out: made from the table and the columns. */
  readonly name?: string
  /** Only rows that meet it are indexed. */
  readonly condition?: Condition
  /** Fields that the index carries along without being ordered by them. */
  readonly include?: readonly string[]
  /** One operator class a field. */
  readonly opclasses?: readonly string[]
  readonly dbTablespace?: string
}

/** Written as a record, so that none can be left out. */
const optionsOfAll: Readonly<Record<keyof IndexOptions, true>> = {
  fields: true,
  expressions: true,
  name: true,
  condition: true,
  include: true,
  opclasses: true,
  dbTablespace: true,
}

/** The kinds of index: a method of PostgreSQL and its storage parameters, by our names and by PostgreSQL's. */
export interface IndexType {
  /** As it is imported: `GinIndex`. */
  readonly name: string
  readonly method: IndexMethod
  /** The end of an automatic name. */
  readonly suffix: string
  readonly parameters: Readonly<Record<string, string>>
}

/** One index of a model's options. */
export interface DbIndex {
  readonly type: IndexType
  readonly options: Omit<IndexOptions, 'expressions'> & { readonly expressions?: readonly Expression[] }
}

/** An index whose name is settled, as states hold it. */
export type NamedIndex = DbIndex & { readonly options: { readonly name: string } }

type Parameters<Names extends string> = { readonly [K in Names]?: string | number | boolean }

/** The constructor of a kind of index. */
export interface IndexFactory<Options extends IndexOptions> {
  (options: Options & { readonly name: string }): NamedIndex
  (options: Options): DbIndex
  readonly type: IndexType
}

/** Makes the constructor of a kind of index. */
export function defineIndex<Names extends string = never>(
  name: string,
  method: IndexMethod,
  parameters: Readonly<Record<Names, string>>,
  suffix: string = method,
): IndexFactory<IndexOptions & Parameters<Names>> {
  const type: IndexType = deepFreeze({ name, method, suffix, parameters })
  const known = new Set([...Object.keys(optionsOfAll), ...Object.keys(parameters)])
  const factory = (options: IndexOptions): DbIndex => {
    refuseUnknownOptions(name, options, known)
    return makeIndex(type, options)
  }
  return Object.assign(factory, { type }) as IndexFactory<IndexOptions & Parameters<Names>>
}

export function makeIndex(type: IndexType, options: IndexOptions): DbIndex {
  const { expressions, ...rest } = withoutEmptyLists(options)
  return deepFreeze({ type, options: expressions ? { ...rest, expressions: expressions.map(column) } : rest })
}

/** A list of none says as much as no list. */
export function withoutEmptyLists<Options extends object>(options: Options): Options {
  const kept = Object.entries(options).filter(
    ([key, value]) => !((key === 'include' || key === 'opclasses') && Array.isArray(value) && value.length === 0),
  )
  return Object.fromEntries(kept) as Options
}

/** The storage parameters of an index by PostgreSQL's names. */
export function storageParameters({ type, options }: DbIndex): Readonly<Record<string, unknown>> {
  const given: Readonly<Record<string, unknown>> = { ...options }
  const parameters: Record<string, unknown> = {}
  for (const [ours, theirs] of Object.entries(type.parameters)) {
    if (given[ours] !== undefined) parameters[theirs] = given[ours]
  }
  return parameters
}

/** A column of an index: `-title` is title, descending. */
export function indexedField(field: string): { readonly name: string; readonly descending: boolean } {
  return field.startsWith('-') ? { name: field.slice(1), descending: true } : { name: field, descending: false }
}
