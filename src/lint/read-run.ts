import type { PlannedMigration } from '../migrations/plan'
import type { Step } from '../schema/step'
import type { Action } from './action'
import { type Compiled, compiled, type Editors, editorsFor, type LintStrategy } from './compiled'
import type { Picture } from './picture'
import type { Past } from './picture-of-state'
import { pictureOf } from './picture-of-state'
import type { Parse } from './sql/loader'
import { readSql } from './sql/read'
import type { DataFacts, LintedOperation, Run, Subject, Transaction } from './subject'

/** A migration with the models around each of its operations. */
export type LintedMigration = Pick<PlannedMigration, 'migration' | 'origin' | 'states'>

/** Migrations that are released together, after others. */
export interface Released {
  readonly past: Past
  readonly migrations: readonly LintedMigration[]
}

export interface ReadOptions {
  readonly parse: Parse
  /** Of PostgreSQL: 15. */
  readonly version: number
  readonly strategy: LintStrategy
  readonly data: DataFacts
}

/** All that the migrations of a release do, one action after the other. */
export function readRun({ past, migrations }: Released, { parse, version, strategy, data }: ReadOptions): Run {
  const all = compileAll(migrations, editorsFor(strategy, version))
  const text = all.flatMap(({ operations }) => operations.flatMap(sqlOf)).join('\n')
  const start = pictureOf(past, { version, parse, text })
  const run: Run = { start, version, data, subjects: [] }
  let picture = start
  for (const { planned, operations } of all) {
    const transactions = new Map<number, Transaction>()
    for (const one of operations) picture = readOperation(one, picture, { planned, run, transactions, parse })
  }
  return run
}

interface Reading {
  readonly planned: LintedMigration
  readonly run: Run
  /** Of the migration, by number. */
  readonly transactions: Map<number, Transaction>
  readonly parse: Parse
}

/** Notes what an operation does; gives the database after it. */
function readOperation(one: Compiled, start: Picture, { planned, run, transactions, parse }: Reading): Picture {
  const { place, operation, isOnline } = one
  const { migration, origin } = planned
  const of: LintedOperation = { migration, file: origin?.file, place, operation, start, subjects: [] }
  let picture = start
  for (const [index, step] of one.steps.entries()) {
    const isOwnSql = step.kind === 'sql' && step.locks === undefined
    for (const actions of statementsOf(step, parse)) {
      const transaction = transactionOf(one.transactions[index], transactions)
      const statement = { sql: step.kind === 'sql' ? step.sql : '', actions, start: picture }
      picture = note(statement, { transaction, of, run, isOwnSql, isOnline })
    }
  }
  return picture
}

/** A statement without a number is one by itself. */
function transactionOf(number: number | undefined, known: Map<number, Transaction>): Transaction {
  if (number === undefined) return { isOne: false, subjects: [] }
  const transaction = known.get(number) ?? { isOne: true, subjects: [] }
  known.set(number, transaction)
  return transaction
}

interface CompiledOne {
  readonly planned: LintedMigration
  readonly operations: readonly Compiled[]
}

function compileAll(migrations: readonly LintedMigration[], first: Editors): readonly CompiledOne[] {
  let next = first
  return migrations.map((planned) => {
    const { operations, editors } = compiled(planned, planned.states(), next)
    next = editors
    return { planned, operations }
  })
}

function sqlOf({ steps }: Compiled): readonly string[] {
  return steps.flatMap((step) => (step.kind === 'sql' ? [step.sql] : []))
}

function statementsOf(step: Step, parse: Parse): readonly (readonly Action[])[] {
  switch (step.kind) {
    case 'sql':
      return readSql(step.sql, parse)
    case 'code':
      return [[{ kind: 'code', label: step.label }]]
    case 'fill':
    case 'data':
      return [[{ kind: 'other' }]]
  }
}

/** Notes each action of a statement where it belongs; gives the database after it. */
function note(statement: Subject['statement'], around: Omit<Subject, 'action' | 'picture' | 'statement'>): Picture {
  let picture = statement.start
  for (const action of statement.actions) {
    const subject: Subject = { ...around, action, picture, statement }
    for (const { subjects } of [around.run, around.of, around.transaction]) subjects.push(subject)
    picture = picture.after(action)
  }
  return picture
}
