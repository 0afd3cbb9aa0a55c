import { StrataError } from '../base/errors'
import { compilerHint, loadFailureReason } from '../base/load-failure'
import { didYouMean } from '../base/text'
import type { Operation } from '../operations/operation'
import type { Migration, MigrationKey, MigrationRef } from './migration'
import { migrationKey } from './migration'

/** `shop.0002_price (apps/shop/migrations/0002_price.ts)`: how messages speak of a migration. */
export function placeOf({ app, name }: Pick<Migration, 'app' | 'name'>, file: string | undefined): string {
  return file === undefined ? migrationKey(app, name) : `${migrationKey(app, name)} (${file})`
}

function meant(typed: string, known: Iterable<string>): string | undefined {
  const name = didYouMean(typed, known)
  return name === undefined ? undefined : `Did you mean ${name}?`
}

/** How a migration file names another one. */
export interface Reference {
  readonly by: Migration
  readonly file: string | undefined
  readonly ref: MigrationRef
  readonly relation: 'dependencies' | 'runBefore'
}

function refers({ by, file, ref: [app, name], relation }: Reference): string {
  return `${placeOf(by, file)} ${relation === 'dependencies' ? 'depends on' : 'is to run before'} ${app}.${name}`
}

function referenceFacts({ by, file, ref, relation }: Reference): Record<string, unknown> {
  return { app: by.app, name: by.name, file, reference: migrationKey(...ref), relation }
}

export class MissingDependencyError extends StrataError {
  constructor(reference: Reference, known: Iterable<MigrationKey>, unusable: MigrationKey | undefined) {
    const [key, by] = [migrationKey(...reference.ref), migrationKey(reference.by.app, reference.by.name)]
    const others = [...known].filter((each) => each !== by)
    super({
      code: 'graph.missing-dependency',
      message: `${refers(reference)}, which does not exist.`,
      hint:
        unusable === undefined
          ? (meant(key, others) ?? 'Bring its file back (it may be on another branch), or correct the name.')
          : `${unusable} replaces it, and cannot stand for it: only some of what it replaces is applied.`,
      facts: { ...referenceFacts(reference), unusable },
    })
  }
}

export class UnknownAppError extends StrataError {
  constructor(reference: Reference, apps: Iterable<string>) {
    const [app] = reference.ref
    super({
      code: 'graph.unknown-app',
      message: `${refers(reference)}, and there is no app ${app}.`,
      hint: meant(app, apps) ?? 'List the app in the settings, or take the dependency out.',
      facts: referenceFacts(reference),
    })
  }
}

export class CircularMigrationsError extends StrataError {
  constructor(cycle: readonly MigrationKey[], verb: 'needs' | 'replaces') {
    super({
      code: 'graph.cycle',
      message: `Migrations go round in a circle, in which each ${verb} the next: ${cycle.join(' -> ')}`,
      hint: `Take one of these out of the ${verb === 'needs' ? '`dependencies` or `runBefore`' : '`replaces`'} of another.`,
      facts: { cycle },
    })
  }
}

export class PartlyAppliedSquashError extends StrataError {
  constructor(squash: Migration, file: string | undefined, gone: readonly MigrationKey[]) {
    super({
      code: 'graph.partly-applied-squash',
      message: `${placeOf(squash, file)} replaces migrations of which only some are applied, and the files of these are gone: ${gone.join(', ')}`,
      hint: 'Bring their files back, migrate, and take them out again.',
      facts: { app: squash.app, name: squash.name, file, gone },
    })
  }
}

export class ConflictError extends StrataError {
  constructor(conflicts: ReadonlyMap<string, readonly Migration[]>) {
    const leaves = [...conflicts].map(([app, heads]) => `${heads.map(({ name }) => name).join(', ')} in ${app}`)
    super({
      code: 'graph.conflict',
      message: `Conflicting migrations detected; multiple leaf nodes in the migration graph: (${leaves.join('; ')}).`,
      hint: "To fix them run 'makemigrations --merge', or 'rebasemigrations' to put one behind the other.",
      facts: { conflicts: Object.fromEntries([...conflicts].map(([app, heads]) => [app, heads.map((m) => m.name)])) },
    })
  }
}

export class NoMigrationsError extends StrataError {
  constructor(app: string, apps: Iterable<string>) {
    const known = [...apps]
    super({
      code: 'graph.no-migrations',
      message: known.includes(app) ? `App '${app}' does not have migrations.` : `There is no app '${app}'.`,
      hint: known.includes(app) ? `Run 'makemigrations ${app}' to make its first.` : meant(app, known),
      facts: { app },
    })
  }
}

export class AmbiguousMigrationError extends StrataError {
  constructor(app: string, text: string, names: readonly string[]) {
    super({
      code: 'graph.ambiguous',
      message: `More than one migration matches '${text}' in app '${app}'. Please be more specific.`,
      hint: `These match: ${names.join(', ')}`,
      facts: { app, text, names },
    })
  }
}

export class UnknownMigrationError extends StrataError {
  constructor(app: string, text: string, names: readonly string[]) {
    super({
      code: 'graph.unknown-migration',
      message: `Cannot find a migration matching '${text}' from app '${app}'.`,
      hint: meant(text, names) ?? `The last of ${app} is ${names.at(-1)}.`,
      facts: { app, text },
    })
  }
}

/** Where an operation stands; `operation` counts from 1. */
export interface OperationPlace {
  readonly migration: Migration
  readonly file: string | undefined
  readonly operation: number
}

function operationAt({ migration, operation }: OperationPlace): Operation {
  const found = migration.operations[operation - 1]
  if (found === undefined) throw new Error(`${migration.app}.${migration.name} has no operation ${operation}`)
  return found
}

export function operationFacts(place: OperationPlace): Record<string, unknown> {
  const { migration, file, operation } = place
  return { app: migration.app, name: migration.name, file, operation, description: operationAt(place).describe() }
}

export function operationWords(place: OperationPlace): string {
  return `operation ${place.operation} of ${place.migration.operations.length}, "${operationAt(place).describe()}"`
}

/** An operation that does not fit the models as they are before it. */
export class OperationError extends StrataError {
  constructor(place: OperationPlace, what: 'apply' | 'steps', cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause)
    super({
      code: `migration.${what}`,
      message: `${placeOf(place.migration, place.file)}: ${operationWords(place)}, does not work: ${why}`,
      hint: cause instanceof StrataError ? cause.hint : compilerHint(cause),
      facts: { ...operationFacts(place), ...(cause instanceof StrataError && { reason: cause.code }) },
      cause,
    })
  }
}

export class InconsistentHistoryError extends StrataError {
  constructor(migration: MigrationKey, dependency: MigrationKey, database: string) {
    super({
      code: 'history.inconsistent',
      message: `Migration ${migration} is applied before its dependency ${dependency} on database '${database}'.`,
      hint: `If the database already has what ${dependency} does, record it with 'stamp'; otherwise make the dependency a later migration's.`,
      facts: { migration, dependency, database },
    })
  }
}

export class MissingFileError extends StrataError {
  constructor(missing: readonly MigrationKey[], database: string, why: string) {
    super({
      code: 'history.missing-file',
      message: `On database '${database}' ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} applied, without a file: ${why}`,
      hint: 'Bring the files back (they may be on another branch) and undo them, or forget them with --prune.',
      facts: { missing, database },
    })
  }
}

export class MixedPlanError extends StrataError {
  constructor(forwards: readonly MigrationKey[], backwards: readonly MigrationKey[]) {
    super({
      code: 'plan.mixed',
      message: `One plan cannot both apply (${forwards.join(', ')}) and undo (${backwards.join(', ')}).`,
      hint: 'Ask for one after the other.',
      facts: { forwards, backwards },
    })
  }
}

/** An operation of a plan that cannot be undone. */
export interface Irreversible extends OperationPlace {
  readonly why: string
}

export class IrreversiblePlanError extends StrataError {
  constructor(found: readonly Irreversible[]) {
    const each = found.map((one) => `${placeOf(one.migration, one.file)}, ${operationWords(one)}: ${one.why}`)
    super({
      code: 'plan.irreversible',
      message: `The plan cannot be undone, and nothing was: ${each.join('; ')}`,
      hint: 'Give these operations a way back, or choose a target after them.',
      facts: { operations: found.map((one) => ({ ...operationFacts(one), why: one.why })) },
    })
  }
}

export class BadMigrationFileError extends StrataError {
  constructor(app: string, name: string, file: string) {
    super({
      code: 'migration.bad-file',
      message: `Migration ${name} in app ${app} has no migration: ${file}`,
      hint: 'Its default export must be what migration({ … }) returns; a file that is none begins with _ or ~.',
      facts: { app, name, file },
    })
  }
}

/** Something among the operations of a migration that is none. */
export class NotAnOperationError extends StrataError {
  constructor(migration: Pick<Migration, 'app' | 'name'>, file: string, operation: number, given: unknown) {
    const { app, name } = migration
    const what = typeof given === 'function' ? `the class ${given.name}, and no operation` : 'no operation'
    super({
      code: 'migration.not-an-operation',
      message: `${placeOf(migration, file)}: operation ${operation} is ${what}`,
      hint: 'Operations are made with new: new AddField({ … })',
      facts: { app, name, file, operation },
    })
  }
}

export class MigrationLoadError extends StrataError {
  constructor(app: string, name: string, file: string, cause: unknown) {
    super({
      code: 'migration.load',
      message: `Migration ${name} in app ${app} cannot be loaded: ${loadFailureReason(cause)} (${file})`,
      hint: cause instanceof StrataError ? cause.hint : compilerHint(cause),
      facts: { app, name, file },
      cause,
    })
  }
}
