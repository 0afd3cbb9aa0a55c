import type { Migration } from '../migrations/migration'
import type { Operation } from '../operations/operation'
import type { Action, ActionKind, ActionOf, IndexFacts } from './action'
import type { Picture } from './picture'

/** What is known of the rows, where somebody has looked. */
export interface DataFacts {
  /** Tables that are known to be small, by their name: whatever is done to one is done at once. */
  readonly small: ReadonlySet<string>
  /** Columns in which values were found twice, as `table(a, b)`. */
  readonly duplicates: ReadonlySet<string>
}

/** Migrations that are released together: what one of them makes nobody uses before the last is done. */
export interface Run {
  /** The database before. */
  readonly start: Picture
  /** Of PostgreSQL: 15. */
  readonly version: number
  readonly data: DataFacts
  readonly subjects: Subject[]
}

/** What commits together. */
export interface Transaction {
  /** false: one statement by itself. */
  readonly isOne: boolean
  /** Whether migrate has begun it, and not the text that the statements are in. */
  readonly isOfMigrate: boolean
  readonly subjects: Subject[]
}

export interface LintedOperation {
  readonly migration: Migration
  readonly file: string | undefined
  /** Its place in the migration, from 1. */
  readonly place: number
  readonly operation: Operation
  /** The database before it. */
  readonly start: Picture
  readonly subjects: Subject[]
}

export interface Statement {
  /** The text that it is in. */
  readonly sql: string
  readonly actions: readonly Action[]
  /** Relations that it names without their schema. */
  readonly unqualified: readonly string[]
  /** Texts that stand in it. */
  readonly texts: readonly string[]
  readonly start: Picture
}

/** One action where it stands: what a rule looks at. */
export interface Subject {
  readonly action: Action
  /** The database just before it. */
  readonly picture: Picture
  /** All that its statement does, and the database before the statement. */
  readonly statement: Statement
  readonly transaction: Transaction
  readonly of: LintedOperation
  readonly run: Run
  /** Whether the SQL is the user's own. */
  readonly isOwnSql: boolean
  /** Whether migrate does it beside those who read and write, whatever the statement would do by itself. */
  readonly isOnline: boolean
}

/** What a rule found: the thing, as a message names it. */
export type Finds = (subject: Subject) => string | undefined

type Found<Kind extends ActionKind> = (action: ActionOf<Kind>, subject: Subject) => string | false | undefined

/** A rule about actions of some kinds. */
export function on<Kind extends ActionKind>(kinds: Kind | readonly Kind[], find: Found<Kind>): Finds {
  const wanted: ReadonlySet<ActionKind> = new Set(typeof kinds === 'string' ? [kinds] : kinds)
  return (subject) => {
    if (!wanted.has(subject.action.kind)) return undefined
    const found = find(subject.action as ActionOf<Kind>, subject)
    return found === false ? undefined : found
  }
}

/** A rule about tables that others use. */
export function onLive<Kind extends ActionKind>(kinds: Kind | readonly Kind[], find: Found<Kind>): Finds {
  return on(kinds, (action, subject) => isLive(subject) && find(action, subject))
}

export function isLive({ action, picture }: Subject): boolean {
  return !('table' in action) || picture.isLive(action.table)
}

/** Actions of one kind. */
export function ofKind<Kind extends ActionKind>(
  subjects: readonly Subject[],
  kind: Kind,
): readonly (Subject & { readonly action: ActionOf<Kind> })[] {
  return subjects.filter(
    (subject): subject is Subject & { readonly action: ActionOf<Kind> } => subject.action.kind === kind,
  )
}

/** Those of the run that come before it. */
export function earlier({ run, action }: Subject): readonly Subject[] {
  return run.subjects.slice(
    0,
    run.subjects.findIndex((each) => each.action === action),
  )
}

export function later({ run, action }: Subject): readonly Subject[] {
  return run.subjects.slice(run.subjects.findIndex((each) => each.action === action) + 1)
}

/** Whether a column is made in this run: nobody before knows it. */
export function isNewColumn({ run }: Subject, table: string, column: string): boolean {
  return ofKind(run.subjects, 'add-column').some(
    ({ action }) => action.table === table && action.column.name === column,
  )
}

/** Whether a constraint is dropped, and one of its name added, in the same transaction or operation. */
export function comesBack(subject: Subject, table: string, name: string): boolean {
  return comingBack(around(subject), table, name) !== undefined
}

/** The same while a type changes: what it holds rows to is what it was. */
export function stepsAside(subject: Subject, table: string, name: string): boolean {
  return comesBack(subject, table, name) && ofKind(around(subject), 'alter-type').length > 0
}

/** Whether it comes back in the same migration, over the columns that it was over as far as that is known. */
export function comesBackOverSame(subject: Subject, table: string, name: string): boolean {
  const found = comingBack(ofMigration(subject), table, name)
  if (found === undefined) return false
  const was = found.dropped.picture.constraint(table, name)
  const { usingIndex, columns } = found.added.action.constraint
  const index = usingIndex === undefined ? undefined : found.added.picture.tables.get(table)?.indexes.get(usingIndex)
  return was === undefined || was.columns.join() === (index?.columns ?? columns).join()
}

/** The same of a unique index. */
export function uniqueComesBack(subject: Subject, { name, columns }: IndexFacts): boolean {
  const dropped = ofKind(ofMigration(subject), 'drop-index').find(({ action }) => action.name === name)
  const was = dropped?.picture.tableOfIndex(name)?.indexes.get(name)
  return was?.unique === true && was.columns.join() === columns.join()
}

function ofMigration({ run, of }: Subject): readonly Subject[] {
  return run.subjects.filter((each) => each.of.migration === of.migration)
}

function comingBack(among: readonly Subject[], table: string, name: string) {
  const dropped = ofKind(among, 'drop-constraint').find(({ action }) => action.table === table && action.name === name)
  const added = ofKind(among, 'add-constraint').find(
    ({ action }) => action.table === table && action.constraint.name === name,
  )
  return dropped && added && { dropped, added }
}

function around({ transaction, of }: Subject): readonly Subject[] {
  return [...transaction.subjects, ...of.subjects]
}

/** Whether one of the columns goes along in the same operation. */
export function goesWithColumn({ of, transaction }: Subject, table: string, columns: readonly string[]): boolean {
  return ofKind([...of.subjects, ...transaction.subjects], 'drop-column').some(
    ({ action }) => action.table === table && columns.includes(action.column),
  )
}

/** Whether an action says what a setting is from now on. */
export function sets(action: Action, setting: string): boolean {
  return (action.kind === 'set' || action.kind === 'reset') && (action.name === setting || action.name === 'all')
}
