import { setImmediate } from 'node:timers/promises'
import { catalogLines, emptyDatabase, rowLines } from '../backends/postgres/catalog-lines'
import { plural } from '../base/text'
import { RunCode, RunData, SeparateDatabaseAndState } from '../operations'
import type { Operation } from '../operations/operation'
import type { SchemaEditor } from '../schema/schema-editor'
import type { SqlStep, Step } from '../schema/step'
import type { Database } from '../sql/database'
import { migrate } from './executor'
import { MigrationGraph } from './graph'
import { History } from './history'
import { eachJob, type Job } from './jobs'
import type { Migration } from './migration'
import { makePlan, type Plan, type Target } from './plan'
import { Recorder } from './recorder'
import { journalTable, recordTable } from './records'
import { ProofFailedError, UnprovableError } from './squash-errors'
import { stateDifferences } from './state-difference'

/** One of two histories that are to do the same. */
export interface Way {
  readonly graph: MigrationGraph
  /** Up to where it is run. */
  readonly targets: readonly Target[]
}

export interface ProofOptions {
  /** What is proven, as a message names it. */
  readonly what: string
  readonly before: Way
  readonly after: Way
  /** false: rows may differ, since operations that only change rows are left out. */
  readonly rows?: boolean
}

export interface SchemaProofOptions extends ProofOptions {
  /** A database that may be emptied. */
  readonly db: Database
  readonly schema: SchemaEditor
}

/** What has been seen to be the same. */
export interface Proof {
  /** Operations that run code: those of `before` ran, on empty tables. */
  readonly codeSteps: number
  /** Why code did not run, if it does not on empty tables: then the schema was compared without it. */
  readonly codeFailed: string | undefined
  readonly rows: boolean
}

const names = ['the old migrations', 'the new'] as const

/** The models at the end of two histories, by replaying both. */
export function proveStates({ what, before, after }: ProofOptions): void {
  const differences = stateDifferences(endOf(before.graph), endOf(after.graph), names)
  if (differences.length > 0) throw new ProofFailedError(what, differences)
}

/** The databases that two histories make of an empty one: catalogs, and rows where code writes some. */
export async function proveSchemas(options: SchemaProofOptions): Promise<Proof> {
  const { what, before, after, rows = true } = options
  const codeSteps = codeStepsOf(before)
  try {
    compare(what, await outcome(options, before), await outcomeOfNew(options, after))
    return { codeSteps, codeFailed: undefined, rows }
  } catch (error) {
    if (error instanceof ProofFailedError || codeSteps === 0) throw error
    // Code may need rows that an empty database does not have.
    const [quietBefore, quietAfter] = [withoutCode(before), withoutCode(after)]
    compare(what, await outcome(options, quietBefore), await outcomeOfNew(options, quietAfter))
    return { codeSteps, codeFailed: reasonOf(error), rows }
  }
}

export function proofInWords({ codeSteps, codeFailed, rows }: Proof): string {
  const compared = rows && codeSteps > 0 && codeFailed === undefined ? 'tables and numbers of rows' : 'tables'
  const steps = plural(codeSteps, 'step')
  const code = codeFailed === undefined ? `${steps} of code ran` : `${steps} of code did not run there: ${codeFailed}`
  return `the same models, and the same ${compared} on an empty database${codeSteps === 0 ? '' : `; ${code}`}`
}

function endOf(graph: MigrationGraph): ReturnType<MigrationGraph['stateAt']> {
  return graph.stateAt(graph.leaves())
}

function compare(what: string, before: readonly string[], after: readonly string[]): void {
  const differences = [
    ...without(before, after).map((line) => `only ${names[0]}: ${line}`),
    ...without(after, before).map((line) => `only ${names[1]}: ${line}`),
  ]
  if (differences.length > 0) throw new ProofFailedError(what, differences)
}

function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others)
  return lines.filter((line) => !known.has(line))
}

async function outcome(options: SchemaProofOptions, way: Way): Promise<readonly string[]> {
  try {
    return await run(options, way)
  } catch (error) {
    throw new UnprovableError(error)
  }
}

/** Where the old migrations run and the new do not, that is the difference. */
async function outcomeOfNew(options: SchemaProofOptions, way: Way): Promise<readonly string[]> {
  try {
    return await run(options, way)
  } catch (error) {
    throw new ProofFailedError(options.what, [`${names[1]} fail: ${reasonOf(error)}`])
  }
}

async function run(
  { db, schema, rows = true }: SchemaProofOptions,
  { graph, targets }: Way,
): Promise<readonly string[]> {
  const plan = makePlan(graph, History.of(graph, []), targets)
  await db.script(emptyDatabase)
  try {
    await migrateAtOnce(db, schema, plan)
  } catch {
    // Now with a word about where it fails.
    await db.script(emptyDatabase)
    await migrate({ db, schema, plan })
  }
  const options = { without: [recordTable, journalTable] }
  return [...(await catalogLines(db, options)), ...(rows ? await rowLines(db, options) : [])]
}

/**
 * Nobody looks on and nothing is recorded: what is plain SQL is sent many statements at a time, and the next ones are
 * worked out while the database, in a thread of its own, runs them.
 */
async function migrateAtOnce(db: Database, schema: SchemaEditor, plan: Plan): Promise<void> {
  // The old and the new may differ in whether anything is recorded.
  await new Recorder(db).ensureTable()
  const waiting: string[] = []
  let sent: Promise<void> = Promise.resolve()
  const send = (): void => {
    const text = waiting.splice(0).join(';\n')
    if (text !== '') sent = sent.then(() => db.script(text))
    // Who waits for it is told.
    sent.catch(() => undefined)
  }
  for (const job of eachJob(plan, schema, [])) {
    const texts = plainTexts(job)
    if (texts === undefined) {
      send()
      await sent
      await migrate({ db, schema, plan: { ...plan, migrations: [job.planned] } })
    } else if (waiting.push(...texts) >= atOnce) {
      send()
      await setImmediate()
    }
  }
  send()
  await sent
}

/** Statements: enough for what is said about them to be nothing, few enough for the database to begin early. */
const atOnce = 100

/** undefined: it takes more than statements that we have written. */
function plainTexts({ work }: Job): readonly string[] | undefined {
  const steps = work.flatMap((one) => one.steps)
  const isPlain = (step: Step): step is SqlStep =>
    step.kind === 'sql' && step.transactional && step.locks !== undefined && step.params.length === 0
  return steps.every(isPlain) ? steps.map(({ sql }) => sql) : undefined
}

function reasonOf(error: unknown): string {
  const cause = error instanceof UnprovableError ? error.cause : error
  return cause instanceof Error ? cause.message : String(cause)
}

function codeStepsOf({ graph, targets }: Way): number {
  const { migrations } = makePlan(graph, History.of(graph, []), targets)
  return migrations.flatMap(({ migration }) => migration.operations).filter(runsCode).length
}

function runsCode(operation: Operation): boolean {
  if (operation instanceof SeparateDatabaseAndState) return operation.args.databaseOperations?.some(runsCode) === true
  return operation instanceof RunCode || operation instanceof RunData
}

function withoutCode({ graph, targets }: Way): Way {
  return { graph: mapGraph(graph, (each) => ({ ...each, operations: each.operations.map(quiet) })), targets }
}

function mapGraph(graph: MigrationGraph, change: (migration: Migration) => Migration): MigrationGraph {
  const apps = [...new Set([...graph.apps, ...[...graph.files.values()].map(({ app }) => app)])]
  return MigrationGraph.of([...graph.files.values()].map(change), { apps })
}

function quiet(operation: Operation): Operation {
  if (operation instanceof RunCode || operation instanceof RunData) return new RunCode({ code: RunCode.noop })
  if (!(operation instanceof SeparateDatabaseAndState)) return operation
  const { databaseOperations = [], ...rest } = operation.args
  return new SeparateDatabaseAndState({ ...rest, databaseOperations: databaseOperations.map(quiet) })
}
