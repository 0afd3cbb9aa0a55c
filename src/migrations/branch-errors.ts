import { StrataError } from '../base/errors'
import type { Pair, Placed } from './branches'
import type { MigrationKey } from './migration'
import { migrationKey } from './migration'

/** Branches that cannot be put beside each other. */
export class BranchesConflictError extends StrataError {
  constructor(app: string, pair: Pair, why: string) {
    super({
      code: 'merge.conflict',
      message: `The branches of ${app} do not commute: ${pairInWords(pair)}: ${why}`,
      hint: `Nothing was written. Put one branch on top of the other with 'rebasemigrations ${app}', or change one of the two.`,
      facts: { app, operations: pair.map(placedFacts), why },
    })
  }
}

/** A person has to say whether code or SQL of the project's own minds what the other branch does. */
export class MergeNeedsAnswerError extends StrataError {
  constructor(app: string, pair: Pair) {
    super({
      code: 'merge.needs-answer',
      message: `Nobody can see whether the branches of ${app} commute: ${pairInWords(pair)}`,
      hint: `A person has to decide. Run makemigrations --merge in a terminal, or 'rebasemigrations ${app}'.`,
      facts: { app, operations: pair.map(placedFacts) },
    })
  }
}

/** A person was shown the branches, and did not want them merged. */
export class MergeDeclinedError extends StrataError {
  constructor() {
    super({ code: 'merge.quit', message: 'No migration was written, as you chose.' })
  }
}

/** Which of several branches is to be moved, or which one it goes onto, is not known. */
export class WhichBranchError extends StrataError {
  constructor(app: string, leaves: readonly string[], which: 'moved' | 'onto') {
    const last = leaves.at(-1)
    super({
      code: 'rebase.needs-answer',
      message: `${app} has the branches ${leaves.join(' and ')}, and a person has to say which is ${which === 'moved' ? 'put on top of the other' : 'to be below'}.`,
      hint:
        which === 'moved'
          ? `Name the last migration of the one to move: rebasemigrations ${app} ${last}`
          : `Name the last migration of the one below: --onto ${last}`,
      facts: { app, leaves },
    })
  }
}

export class NothingToRebaseError extends StrataError {
  constructor(app: string) {
    super({
      code: 'rebase.nothing',
      message: `The migrations of ${app} have one end: there is nothing to rebase.`,
      facts: { app },
    })
  }
}

/** Only what is a leaf can be moved, or be moved onto. */
export class NotALeafError extends StrataError {
  constructor(app: string, name: string, leaves: readonly string[]) {
    super({
      code: 'rebase.not-a-leaf',
      message: `${app}.${name} is not the end of a branch.`,
      hint: `These are: ${leaves.join(', ')}`,
      facts: { app, name, leaves },
    })
  }
}

export class RebaseSquashError extends StrataError {
  constructor(key: MigrationKey) {
    super({
      code: 'rebase.squash',
      message: `The branch has a squashed migration, ${key}, which stands for others under its present name.`,
      hint: 'Finalize it first, or delete it and squash again afterwards.',
      facts: { migration: key },
    })
  }
}

/** A person was told what would be undone in the database, and did not want it. */
export class RebaseDeclinedError extends StrataError {
  constructor() {
    super({ code: 'rebase.quit', message: 'Nothing was changed, as you chose.' })
  }
}

/** Rows may be lost, and nobody is there to say that they may. */
export class RebaseNeedsAnswerError extends StrataError {
  constructor(database: string, keys: readonly MigrationKey[]) {
    super({
      code: 'rebase.needs-answer',
      message: `On database '${database}' ${keys.join(', ')} would be undone and applied again, and what they added to rows is lost.`,
      hint: 'A person has to decide. Run rebasemigrations in a terminal, or allow it with --reapply.',
      facts: { database, migrations: keys },
    })
  }
}

export function pairInWords([one, other]: Pair): string {
  return `${placedInWords(one)} and ${placedInWords(other)}`
}

function placedInWords({ migration, operation }: Placed): string {
  return `"${operation.describe()}" of ${migrationKey(migration.app, migration.name)}`
}

function placedFacts({ migration, operation }: Placed): Record<string, string> {
  return { app: migration.app, name: migration.name, description: operation.describe() }
}
