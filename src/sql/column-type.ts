/** Types that are a word and nothing else. */
export type PlainColumnType =
  | 'smallint'
  | 'integer'
  | 'bigint'
  | 'boolean'
  | 'text'
  | 'uuid'
  | 'json'
  | 'jsonb'
  | 'bytea'
  | 'date'
  | 'time'
  | 'timestamptz'
  | 'interval'
  | 'float8'
  | 'inet'
  | 'hstore'
  | 'citext'
  | 'tsvector'
  | 'int4range'
  | 'int8range'
  | 'numrange'
  | 'daterange'
  | 'tstzrange'

/** What a column can be. Closed: a backend that cannot spell one does not compile. */
export type ColumnType =
  | { readonly kind: PlainColumnType }
  | { readonly kind: 'varchar'; readonly length?: number | undefined }
  | { readonly kind: 'numeric'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'array'; readonly of: ColumnType; readonly size?: number | undefined }
  /** A type of the database's own, made by an operation (an enum, a domain) or named by the user. */
  | {
      readonly kind: 'named'
      /** To the letter; `schema.name` where it is not in the usual schema. */
      readonly name: string
      /** What follows the name, as it is written: `(3)`. */
      readonly modifiers?: string | undefined
    }
