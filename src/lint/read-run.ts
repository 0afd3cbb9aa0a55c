import type { PlannedMigration } from '../migrations/plan'
import type { Step } from '../schema/step'
import { type Compiled, compiled, type Editors, editorsFor, type LintStrategy } from './compiled'
import type { Picture } from './picture'
import type { Past } from './picture-of-state'
import { pictureOf } from './picture-of-state'
import type { Parse } from './sql/loader'
import { type ReadStatement, readSql } from './sql/read'
import type { DataFacts, LintedOperation, Run, Statement, Subject, Transaction } from './subject'
import { transactionsOf } from './text-transactions'

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
    const statements = statementsOf(step, parse)
    const number = one.transactions[index]
    const ofText = isOwnSql ? transactionsOf(statements.map(({ actions }) => actions)) : []
    for (const [nth, { actions, unqualified, texts }] of statements.entries()) {
      const transaction = (number === undefined ? ofText[nth] : transactionOf(number, transactions)) ?? byItself()
      const statement = { sql: step.kind === 'sql' ? step.sql : '', actions, unqualified, texts, start: picture }
      picture = note(statement, { transaction, of, run, isOwnSql, isOnline })
    }
  }
  return picture
}

function transactionOf(number: number, known: Map<number, Transaction>): Transaction {
  const transaction = known.get(number) ?? { isOne: true, isOfMigrate: true, subjects: [] }
  known.set(number, transaction)
  return transaction
}

function byItself(): Transaction {
  return { isOne: false, isOfMigrate: false, subjects: [] }
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

function statementsOf(step: Step, parse: Parse): readonly Pick<ReadStatement, 'actions' | 'unqualified' | 'texts'>[] {
  switch (step.kind) {
    case 'sql':
      return readSql(step.sql, parse)
    case 'code':
    case 'data':
      return [{ actions: [{ kind: 'code', label: step.label }], unqualified: [], texts: [] }]
    case 'fill':
      return [{ actions: [{ kind: 'other' }], unqualified: [], texts: [] }]
  }
}

/** Notes each action of a statement where it belongs; gives the database after it. */
function note(statement: Statement, around: Omit<Subject, 'action' | 'picture' | 'statement'>): Picture {
  let picture = statement.start
  for (const action of statement.actions) {
    const subject: Subject = { ...around, action, picture, statement }
    for (const { subjects } of [around.run, around.of, around.transaction]) subjects.push(subject)
    picture = picture.after(action)
  }
  return picture
}
