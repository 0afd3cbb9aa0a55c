import type { LockMode } from '../schema/step'
import type { GivenValue } from './given-value'
import type { Domain, PgType } from './pg-type'

/** A default as far as adding a column goes: none or NULL; one value for a whole statement; another for every row. */
export type DefaultKind = 'none' | 'steady' | 'volatile'

export interface ColumnFacts {
  readonly name: string
  readonly type: PgType
  readonly collation: string | undefined
  readonly nullable: boolean
  readonly default: DefaultKind
  /** What the default gives; undefined: there is none. */
  readonly given: GivenValue | undefined
  readonly counts: 'serial' | 'identity' | undefined
  readonly generated: 'stored' | 'virtual' | undefined
  /** Columns that it is computed from. */
  readonly reads: readonly string[]
}

export interface ConstraintFacts {
  readonly kind: 'check' | 'foreign' | 'unique' | 'primary' | 'exclusion' | 'not null'
  readonly name: string
  /** false: PostgreSQL has given the name. */
  readonly isNamed: boolean
  readonly columns: readonly string[]
  /** false: NOT VALID, or NOT ENFORCED. */
  readonly valid: boolean
  readonly usingIndex: string | undefined
  /** The table that a foreign key refers to, and its columns; none: its primary key. */
  readonly target: string | undefined
  readonly targetColumns: readonly string[]
  /** Of a foreign key, what becomes of the rows that refer to one that is deleted, or gets another key. */
  readonly onDelete: KeyAction
  readonly onUpdate: KeyAction
  /** Columns that a check proves to hold no NULL. */
  readonly proves: readonly string[]
  /** What a check says of single columns, and all of it has to be so. */
  readonly limits: readonly Limit[]
  readonly volatile: boolean
}

/** A column beside plain values: one for an order, several for `=`. */
export interface Limit {
  readonly column: string
  readonly operator: '<' | '<=' | '=' | '>=' | '>'
  readonly values: readonly string[]
}

export type KeyAction = 'nothing' | 'cascade' | 'set'

export interface IndexFacts {
  readonly name: string
  readonly unique: boolean
  readonly columns: readonly string[]
  /** Over plain columns and all rows: another with the same columns would be the same. */
  readonly plain: boolean
}

/** What a WHERE says, as far as rules ask. */
export interface Where {
  /** Columns that are compared with something. */
  readonly columns: readonly string[]
  /** Columns that are held to one value, or to a few. */
  readonly few: readonly string[]
  readonly isNull: readonly string[]
}

/** One thing that a statement does, whoever wrote it. An ALTER TABLE does several. Closed, as all unions here. */
export type Action =
  | {
      readonly kind: 'create-table'
      readonly table: string
      readonly columns: readonly ColumnFacts[]
      readonly constraints: readonly ConstraintFacts[]
      readonly temporary: boolean
      readonly partitionOf: string | undefined
      readonly isDefault: boolean
      readonly partitionKey: readonly string[] | undefined
      readonly unlogged: boolean
      readonly ifNotExists: boolean
      /** Tables that it has the columns of: LIKE. */
      readonly like: readonly string[]
      readonly inherits: readonly string[]
    }
  | { readonly kind: 'drop-table'; readonly table: string; readonly cascade: boolean }
  | { readonly kind: 'rename-table'; readonly table: string; readonly to: string }
  | { readonly kind: 'set-schema'; readonly table: string; readonly to: string }
  | { readonly kind: 'inherit'; readonly table: string; readonly parent: string }
  | { readonly kind: 'rename-type'; readonly type: string; readonly to: string }
  | { readonly kind: 'rename-schema'; readonly schema: string }
  | {
      readonly kind: 'add-column'
      readonly table: string
      readonly column: ColumnFacts
      readonly constraints: readonly ConstraintFacts[]
      readonly ifNotExists: boolean
      /** Functions of its default; undefined: it has that of its type. */
      readonly calls: readonly string[] | undefined
    }
  | { readonly kind: 'drop-column'; readonly table: string; readonly column: string; readonly cascade: boolean }
  | { readonly kind: 'rename-column'; readonly table: string; readonly column: string; readonly to: string }
  | {
      readonly kind: 'alter-type'
      readonly table: string
      readonly column: string
      readonly type: PgType
      readonly collation: string | undefined
      readonly using: boolean
      /** Whether USING makes other values; `maybe`: by several casts. */
      readonly computed: boolean | 'maybe'
      /** Whether a value is read as one of the new type, which may fail. */
      readonly casts: boolean
    }
  | { readonly kind: 'set-not-null'; readonly table: string; readonly column: string }
  | { readonly kind: 'drop-not-null'; readonly table: string; readonly column: string }
  | {
      readonly kind: 'set-default'
      readonly table: string
      readonly column: string
      readonly default: DefaultKind
      readonly given: GivenValue | undefined
    }
  | {
      readonly kind: 'add-identity'
      readonly table: string
      readonly column: string
      readonly sequence: string
      /** Whether it says a number that is not the first. */
      readonly starts: boolean
    }
  | { readonly kind: 'restart-identity'; readonly table: string; readonly column: string }
  | { readonly kind: 'drop-identity'; readonly table: string; readonly column: string }
  | { readonly kind: 'set-expression'; readonly table: string; readonly column: string }
  | { readonly kind: 'add-constraint'; readonly table: string; readonly constraint: ConstraintFacts }
  | { readonly kind: 'validate-constraint'; readonly table: string; readonly name: string }
  | { readonly kind: 'enforce-constraint'; readonly table: string; readonly name: string }
  | { readonly kind: 'drop-constraint'; readonly table: string; readonly name: string; readonly cascade: boolean }
  | { readonly kind: 'rename-part'; readonly table: string; readonly from: string; readonly to: string }
  | {
      readonly kind: 'create-index'
      readonly table: string
      readonly index: IndexFacts
      readonly concurrently: boolean
      readonly ifNotExists: boolean
      readonly only: boolean
      /** How many columns and expressions it is over. */
      readonly parts: number
      readonly overExpression: boolean
    }
  | { readonly kind: 'drop-index'; readonly name: string; readonly concurrently: boolean }
  /** Parts of ALTER INDEX: its options. */
  | { readonly kind: 'alter-index'; readonly index: string }
  | {
      readonly kind: 'reindex'
      readonly what: string
      readonly of: 'index' | 'table' | 'many'
      readonly concurrently: boolean
    }
  /** The whole table is written anew, and no plan goes around it. */
  | { readonly kind: 'rewrite'; readonly table: string; readonly by: Rewriting }
  /** The same of all tables of the database or of a tablespace, one after the other. */
  | { readonly kind: 'rewrite-all'; readonly by: Rewriting }
  | { readonly kind: 'truncate'; readonly table: string; readonly cascade: boolean }
  | { readonly kind: 'lock-table'; readonly table: string; readonly mode: LockMode }
  | { readonly kind: 'protect'; readonly table: string; readonly what: string }
  | { readonly kind: 'storage'; readonly table: string; readonly autovacuumOff: boolean }
  | { readonly kind: 'column-storage'; readonly table: string; readonly column: string }
  | { readonly kind: 'publish'; readonly publication: string; readonly does: Publishing; readonly of: Published }
  /** By which old rows are named to subscribers: their primary key, something else, or nothing. */
  | { readonly kind: 'replica-identity'; readonly table: string; readonly by: 'key' | 'other' | 'nothing' }
  | {
      readonly kind: 'trigger'
      readonly table: string
      readonly does: 'create' | 'drop' | 'toggle'
      /** Empty: of several. */
      readonly name: string
      /** What one that is created is called for. */
      readonly events: readonly TriggerEvent[]
      /** Columns that it names. */
      readonly columns: readonly string[]
    }
  | ({ readonly kind: 'rule'; readonly table: string; readonly does: 'create' | 'drop' } & Reading)
  | ({ readonly kind: 'policy'; readonly table: string; readonly does: 'create' | 'alter' | 'drop' } & Reading)
  /** Changes nothing that a rule asks about; meanwhile the table can be used, or read and written, or neither. */
  | { readonly kind: 'adjust'; readonly table: string; readonly lock: 'weak' | 'beside' | 'strong' }
  | {
      readonly kind: 'attach'
      readonly table: string
      readonly partition: string
      readonly isDefault: boolean
      readonly bounds: Bounds
    }
  | { readonly kind: 'detach'; readonly table: string; readonly partition: string; readonly concurrently: boolean }
  | {
      readonly kind: 'create-view'
      readonly view: string
      readonly tables: readonly string[]
      readonly columns: readonly string[]
      /** Its own columns, as far as its query names them. */
      readonly gives: readonly string[]
      readonly calls: readonly string[]
      /** Tables of which it has all columns there are: `*`. */
      readonly starred: readonly string[]
    }
  | {
      readonly kind: 'fill-view'
      readonly view: string
      readonly filled: boolean
      readonly tables: readonly string[]
      readonly columns: readonly string[]
      readonly calls: readonly string[]
      readonly starred: readonly string[]
    }
  | { readonly kind: 'refresh-view'; readonly view: string; readonly concurrently: boolean }
  | { readonly kind: 'drop-view'; readonly view: string; readonly cascade: boolean }
  | ({ readonly kind: 'create-domain'; readonly domain: string } & Domain)
  | {
      readonly kind: 'constrain-domain'
      readonly domain: string
      readonly how: 'add' | 'add not valid' | 'validate' | 'not null'
      /** Of the constraint. */
      readonly name: string
    }
  /** A domain loses a constraint, by name; undefined: its NOT NULL. */
  | { readonly kind: 'relax-domain'; readonly domain: string; readonly name: string | undefined }
  | { readonly kind: 'domain-default'; readonly domain: string; readonly calls: readonly string[] | undefined }
  | { readonly kind: 'create-enum'; readonly enum: string }
  | {
      readonly kind: 'add-enum-value'
      readonly enum: string
      readonly value: string
      /** BEFORE or AFTER another. */
      readonly isPlaced: boolean
    }
  | { readonly kind: 'rename-enum-value'; readonly enum: string; readonly value: string }
  | { readonly kind: 'create-sequence'; readonly sequence: string }
  | {
      readonly kind: 'alter-sequence'
      readonly sequence: string
      readonly isOwned: boolean
      readonly restarts: boolean
    }
  /** A sequence goes on somewhere else, without a lock. */
  | { readonly kind: 'set-sequence'; readonly sequence: string }
  | { readonly kind: 'grant-columns'; readonly table: string }
  | { readonly kind: 'drop-other'; readonly what: string; readonly name: string; readonly cascade: boolean }
  /** All that belongs to a role. */
  | { readonly kind: 'drop-owned'; readonly role: string }
  /** What concerns more than this database, in no transaction. */
  | { readonly kind: 'of-server'; readonly what: string }
  | { readonly kind: 'analyze'; readonly tables: readonly string[] | 'all' }
  | { readonly kind: 'vacuum'; readonly tables: readonly string[] | 'all' }
  /** A query that may go through all rows of these. */
  | { readonly kind: 'read'; readonly tables: readonly string[]; readonly where: Where | undefined }
  /** A function of which nothing is known. */
  | { readonly kind: 'call' }
  | {
      readonly kind: 'insert'
      readonly table: string
      /** ON CONFLICT ON CONSTRAINT. */
      readonly namesConstraint: boolean
      /** Columns that ON CONFLICT DO UPDATE writes. */
      readonly updates: readonly string[]
    }
  | {
      readonly kind: 'update'
      readonly table: string
      readonly columns: readonly string[]
      /** undefined: every row. */
      readonly where: Where | undefined
    }
  | { readonly kind: 'delete'; readonly table: string; readonly where: Where | undefined }
  | { readonly kind: 'transaction'; readonly word: string }
  | { readonly kind: 'set'; readonly name: string; readonly value: string; readonly local: boolean }
  /** Back to what it is without SET; all: every setting. */
  | { readonly kind: 'reset'; readonly name: string }
  | ({ readonly kind: 'create-function'; readonly function: string; readonly steady: boolean } & Omit<Reading, 'name'>)
  /** What it does cannot be read: a DO block, a procedure, a text that is no SQL. */
  | { readonly kind: 'opaque'; readonly what: string }
  /** Code that changes rows. */
  | { readonly kind: 'code'; readonly label: string }
  /** Nothing that a rule asks about. */
  | { readonly kind: 'other' }

export type Rewriting =
  | 'set unlogged'
  | 'set logged'
  | 'set tablespace'
  | 'set access method'
  | 'vacuum full'
  | 'cluster'

/** What looks at columns and has a name. */
export interface Reading {
  readonly name: string
  readonly tables: readonly string[]
  readonly columns: readonly string[]
}

/** Which rows a partition is for; `unread`: some of it is no plain value. */
export type Bounds =
  | { readonly kind: 'range'; readonly from: readonly string[]; readonly to: readonly string[] }
  | { readonly kind: 'list'; readonly values: readonly string[]; readonly hasNull: boolean }
  | { readonly kind: 'hash' }
  | { readonly kind: 'unread' }

export type TriggerEvent = 'insert' | 'update' | 'delete' | 'truncate'

export type Publishing = 'create' | 'add' | 'set' | 'drop'

/** Tables of which subscribers are told what becomes of their rows. */
export interface Published {
  readonly all: boolean
  readonly tables: readonly string[]
  readonly schemas: readonly string[]
}

export type ActionKind = Action['kind']
export type ActionOf<Kind extends ActionKind> = Extract<Action, { readonly kind: Kind }>
