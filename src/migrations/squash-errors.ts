import { StrataError } from '../base/errors'
import type { MigrationKey } from './migration'

/** A range that holds nothing to put together. */
export class NothingToSquashError extends StrataError {
  constructor(app: string, keys: readonly MigrationKey[]) {
    super({
      code: 'squash.nothing',
      message: `There is nothing to squash: ${keys.join(', ')} is the only migration from there to there.`,
      hint: `Name a later last migration, or an earlier first one: squashmigrations ${app} [start] end`,
      facts: { app, migrations: keys },
    })
  }
}

export class StartAfterEndError extends StrataError {
  constructor(start: MigrationKey, end: MigrationKey) {
    super({
      code: 'squash.start-after-end',
      message: `The migration ${start} cannot be found before ${end}: it comes after it, or on another branch.`,
      hint: 'See the order with showmigrations --plan.',
      facts: { start, end },
    })
  }
}

/** The end of a range is inside a squashed migration already. */
export class PartOfSquashError extends StrataError {
  constructor(key: MigrationKey, squash: MigrationKey) {
    super({
      code: 'squash.part',
      message: `${key} is part of ${squash} already.`,
      hint: `Squash ${squash} itself: squashed migrations can be squashed again.`,
      facts: { migration: key, squash },
    })
  }
}

/** Two apps need each other so closely that no two migrations of the range can become one. */
export class CircularSquashError extends StrataError {
  constructor(app: string, cycles: readonly (readonly MigrationKey[])[]) {
    const others = [...new Set(cycles.flat().map((key) => key.slice(0, key.indexOf('.'))))].filter((one) => one !== app)
    super({
      code: 'squash.circular',
      message: `No two of these migrations can become one, since other apps stand between them: ${inWords(cycles)}`,
      hint: `Squash ${others.join(', ')} first, as far as possible, or choose a range without these.`,
      facts: { app, cycles },
    })
  }
}

export class MigrationExistsError extends StrataError {
  constructor(key: MigrationKey) {
    super({
      code: 'squash.exists',
      message: `Migration ${key} already exists. Use a different name.`,
      hint: 'Give one with --squashed-name.',
      facts: { migration: key },
    })
  }
}

/** What was to do the same does not: nothing is written. */
export class ProofFailedError extends StrataError {
  constructor(what: string, differences: readonly string[]) {
    super({
      code: 'proof.differs',
      message: [`${what} would not do the same as the migrations that it stands for:`, ...shown(differences)].join(
        '\n',
      ),
      hint: 'Nothing was written. Code or SQL of your own may be what is not seen: give it a range that ends before it.',
      facts: { differences },
    })
  }
}

/** The embedded database cannot run the migrations as they are. */
export class UnprovableError extends StrataError {
  constructor(cause: unknown) {
    super({
      code: 'proof.impossible',
      message: `The migrations as they are do not run on an embedded, empty database: ${cause instanceof Error ? cause.message : String(cause)}`,
      hint: 'Nothing was written. With --no-proof the models alone are compared.',
      facts: {},
      cause,
    })
  }
}

/** `b.0001_x needs a.0002_y and is needed by a.0003_z`. */
export function inWords(cycles: readonly (readonly MigrationKey[])[]): string {
  return cycles.map((cycle) => cycle.join(' needs ')).join('; ')
}

const most = 20

function shown(differences: readonly string[]): readonly string[] {
  const more = differences.length - most
  return more > 0 ? [...differences.slice(0, most), `… and ${more} more`] : differences
}
