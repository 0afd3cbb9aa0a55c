import { deepFreeze } from '../base/freeze'
import { refuseUnknownOptions } from '../base/unknown-option'
import type { Operation } from '../operations/operation'

/** `[app, name]`; the name may be `__first__` or `__latest__`: the root or the leaf of the app. */
export type MigrationRef = readonly [app: string, name: string]

/** Somebody answers for what a rule of the linter finds in a migration. */
export interface Assurance {
  /** `X501`, or the name of the rule. */
  readonly rule: string
  /** Place of the operation, from 1; every operation unless said. */
  readonly operation?: number
  /** Why it is safe here: for whoever reads the migration. */
  readonly reason: string
}

/** What a migration file says. */
export interface MigrationDefinition {
  readonly dependencies?: readonly MigrationRef[]
  readonly operations?: readonly Operation[]
  /** Migrations elsewhere that must come after this one. */
  readonly runBefore?: readonly MigrationRef[]
  /** The migrations that this one stands for, once they are squashed into it. */
  readonly replaces?: readonly MigrationRef[]
  readonly initial?: boolean
  /** false: no transaction around the whole of it. */
  readonly atomic?: boolean
  /** What the linter finds in it and need not say again. */
  readonly assure?: readonly Assurance[]
}

/** A definition that knows its place: the app it belongs to and the name of its file. */
export interface Migration {
  readonly app: string
  readonly name: string
  readonly dependencies: readonly MigrationRef[]
  readonly operations: readonly Operation[]
  readonly runBefore: readonly MigrationRef[]
  readonly replaces: readonly MigrationRef[]
  readonly initial: boolean | undefined
  readonly atomic: boolean
  readonly assure: readonly Assurance[]
}

/** Written as a record, so that none can be left out. */
const keys: Readonly<Record<keyof MigrationDefinition, true>> = {
  dependencies: true,
  operations: true,
  runBefore: true,
  replaces: true,
  initial: true,
  atomic: true,
  assure: true,
}
const keyNames: ReadonlySet<string> = new Set(Object.keys(keys))

const definitions = new WeakSet<object>()

/** The default export of a migration file. */
export function migration(definition: MigrationDefinition): MigrationDefinition {
  refuseUnknownOptions('migration()', definition, keyNames)
  const frozen = deepFreeze({ ...definition })
  definitions.add(frozen)
  return frozen
}

export function isMigrationDefinition(value: unknown): value is MigrationDefinition {
  return typeof value === 'object' && value !== null && definitions.has(value)
}

export function placed(app: string, name: string, definition: MigrationDefinition): Migration {
  return Object.freeze({
    app,
    name,
    dependencies: definition.dependencies ?? [],
    // Asked for when they are: those of a file that was not run are made then.
    get operations() {
      return definition.operations ?? []
    },
    runBefore: definition.runBefore ?? [],
    replaces: definition.replaces ?? [],
    initial: definition.initial,
    atomic: definition.atomic ?? true,
    assure: definition.assure ?? [],
  })
}

/** `app.name`: the key of a migration in graphs, records and messages. */
export type MigrationKey = string

export function migrationKey(app: string, name: string): MigrationKey {
  return `${app}.${name}`
}
