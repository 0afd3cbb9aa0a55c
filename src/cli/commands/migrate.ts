import type { Strategy } from '../../backends/postgres/online/live-tables'
import type { Begun } from '../../migrations/begun-step'
import type { AppliedMigration, History } from '../../migrations/history'
import type { DoneMigration } from '../../migrations/progress'
import type { Database } from '../../sql/database'
import { chosen } from '../apps'
import { command } from '../command'
import type { Context } from '../context'
import { onCopy } from '../copied'
import { gentlyOf } from '../gently'
import { goalOf, targetFor } from '../goal'
import { databaseOption, type NoInputOptions, noInputOptions } from '../options'
import { foreseen, type PlanData, printPlan } from '../planning'
import { type MigrateEvent, ProgressView } from '../progress-view'
import { type PruneData, printPruned, prune } from '../pruning'
import { resumeGoal, resumeOf } from '../resuming'
import { RunReport, writeReport } from '../run-report'
import { printScript, type ScriptData, script } from '../scripting'
import { variablesOf } from '../variables'

export interface MigrateOptions extends NoInputOptions {
  readonly app?: string
  readonly migration?: string
  readonly plan?: boolean
  readonly check?: boolean
  readonly sql?: boolean
  readonly singleTransaction?: boolean
  /** `name=value` each. */
  readonly var?: readonly string[]
  readonly fake?: boolean
  readonly fakeInitial?: boolean
  readonly resume?: boolean
  readonly begun?: Begun
  readonly prune?: boolean
  readonly preflight?: boolean
  readonly dryRun?: boolean
  readonly onCopy?: boolean
  readonly trace?: boolean
  /** A file for JSON. */
  readonly report?: string
  /** Milliseconds. */
  readonly pause?: string
  readonly explain?: boolean
  readonly strategy?: Strategy
  readonly database?: string
}

export type MigrateData =
  | PruneData
  | PlanData
  | ScriptData
  | {
      readonly kind: 'run'
      readonly done: readonly DoneMigration[]
      /** Squashed migrations that were recorded, since all that they replace is applied. */
      readonly recorded: readonly string[]
      /** Of the database from what was recorded without being run. */
      readonly differences: readonly string[]
      /** All of it was taken back. */
      readonly dryRun?: true
      /** Apps whose models have changes without a migration. Looked for only where there was nothing to do. */
      readonly unreflected: readonly string[]
    }

/** How long to wait for another run: what a release takes that builds an index on a large table. */
const lockTimeoutMs = 30 * 60 * 1000

export const migrate = command<MigrateOptions, MigrateData, MigrateEvent>({
  name: 'migrate',
  summary: 'Bring a database to a point of the history',
  arguments: [
    { name: 'app', arity: 'optional', help: 'only this app, and what it needs' },
    {
      name: 'migration',
      arity: 'optional',
      help: "to just after this one, by its name or the beginning of it; 'zero', 'head', '+1', '-1', '0003~1'",
      words: ['zero', 'head'],
    },
  ],
  options: [
    { flags: '--plan', help: 'print the operations, and run none' },
    { flags: '--check', help: 'the same, and exit with 1 if there are any' },
    { flags: '--sql', help: 'print a script for psql instead, of all or of a range (0002:0004), without a database' },
    { flags: '--fake', help: 'change the records only, and say what is not as they say then' },
    { flags: '--fake-initial', help: 'record initial migrations whose tables are there, just as they make them' },
    { flags: '--resume', help: 'finish what was left half way, and run nothing else' },
    {
      flags: '--begun <state>',
      help: 'what becomes of a step without a transaction that the earlier run was cut off in',
      choices: ['done', 'again'],
    },
    {
      flags: '--strategy <how>',
      help: 'how tables that exist are changed: at once, beside those who use them, or so unless they are small (auto)',
      choices: ['direct', 'online', 'auto'],
    },
    { flags: '--single-transaction', help: 'all of the plan in one transaction, or nothing of it' },
    { flags: '--var <name=value>', help: 'what the code of migrations gets as vars; may be repeated', repeats: true },
    { flags: '--dry-run', help: 'run it all in a transaction, and take that back' },
    { flags: '--on-copy', help: 'dry-run it on an empty database that is brought to where this one is, and dropped' },
    { flags: '--trace', help: 'print what each step really locks, and how long others wait for it' },
    { flags: '--report <file>', help: 'write what became of each step into a file, as JSON' },
    { flags: '--no-preflight', help: 'do not look for rows that would make a step fail before anything is run' },
    { flags: '--pause <ms>', help: 'wait so long between two batches of rows' },
    { flags: '--explain', help: 'run the first batch of rows beforehand, roll it back, and print what it took' },
    { flags: '--prune', help: 'forget the records of an app that have no file, and run nothing' },
    databaseOption,
    ...noInputOptions('accepted for scripts that give it: nothing is asked'),
  ],
  examples: [
    ['migrate', 'apply all that is not applied'],
    ['migrate --plan', 'see what that would be'],
    ['migrate movies 0002', 'bring one app to a migration, forwards or back'],
    ['migrate movies -1', 'take the last one of an app back'],
    ['migrate movies zero', 'take all of an app back'],
    ['migrate --sql movies 0002:', 'a script of what comes after a migration'],
  ],

  async run(context, options, report) {
    const { plan = false, check = false, fake = false, singleTransaction = false, database = 'default' } = options
    const vars = variablesOf(options.var)
    if (options.prune === true) return prune(context, options.app, database)
    if (options.app !== undefined) await chosen(context.apps, [options.app])
    if (options.sql === true) return script(context, options)
    await context.checkedRegistry()
    const set = await context.migrations()
    const { planFrom, runMigrations, survey } = await import('../../migrations/run-migrations')
    const records = await context.records(database)
    const files = survey(set, records, { database })
    const lost = await context.lostMigrations(files.history)
    const target = await targetFor(options, files, lost)
    const resume = resumeOf(options)
    // In the one transaction nothing can be done beside those who use the tables.
    const strategy = options.strategy ?? (singleTransaction ? 'direct' : undefined)
    const changes = { strategy, small: context.project.settings.safety?.smallTable }
    if (plan || check)
      return foreseen(context, planFrom(files, [target], lost), {
        database,
        ...changes,
      })
    const { history } = files
    warnOf(history, context)
    report({ kind: 'goal', goal: resume === undefined ? goalOf(target, files) : resumeGoal(resume.app) })
    const { schemaForRun } = await import('../../migrations/run-schema')
    const { StoppedError } = await import('../../migrations/stop')
    const gathered = new RunReport()
    const { onCopy: isOnCopy = false, dryRun = isOnCopy } = options
    const interruption = new AbortController()
    const release = context.environment.onInterrupt?.(() => interruption.abort(new StoppedError()))
    const runOn = (db: Database) =>
      runMigrations({
        set,
        targets: [target],
        resume,
        begun: options.begun,
        database,
        fake,
        fakeInitial: options.fakeInitial === true && !fake,
        db,
        schema: schemaForRun(db, changes),
        preflight: options.preflight !== false,
        singleTransaction,
        dryRun: dryRun && !isOnCopy,
        vars,
        signal: interruption.signal,
        gently: gentlyOf(options, context.project.settings),
        watch: isOnCopy ? undefined : context.watch(database),
        lock: { timeoutMs: lockTimeoutMs, onWait: (holder) => report({ kind: 'wait', holder }) },
        trace: options.trace === true,
        onProgress: (event) => {
          gathered.add(event)
          report(event)
        },
      })
    const run = isOnCopy
      ? onCopy(context, { alias: database, set, files, vars }, runOn)
      : runOn(await context.database(database))
    const { done, recorded, differences } = await run.finally(() => {
      release?.()
      writeReport(context, options.report, gathered)
    })
    warnOfDifferences(differences, context)
    const unreflected = done.length === 0 ? await unreflectedIn(context) : []
    return { kind: 'run', done, recorded, differences, unreflected, ...(dryRun && { dryRun: true }) }
  },

  view(out) {
    const progress = new ProgressView(out)
    return {
      event: (event) => progress.event(event),
      failed: () => progress.failed(),
      result(data) {
        if (data.kind === 'run') progress.result()
        if (data.kind === 'plan') {
          printPlan(out, data)
        } else if (data.kind === 'sql') {
          printScript(out, data)
        } else if (data.kind === 'prune') {
          printPruned(out, data)
        } else if (data.dryRun === true) {
          out.info(out.style.notice('  This was a dry run: all of it was taken back.'))
        } else if (data.unreflected.length > 0) {
          const apps = data.unreflected.map((app) => `'${app}'`).join(', ')
          out.info(
            out.style.notice(
              `  Your models in app(s): ${apps} have changes that are not yet reflected in a migration, and so won't be applied.`,
            ),
          )
          out.info(
            out.style.notice(
              "  Run 'makemigrations' to make new migrations, and then run 'migrate' again to apply them.",
            ),
          )
        }
      },
    }
  },

  exitCode: (data, { check = false }) => (check && data.kind === 'plan' && data.planned.length > 0 ? 1 : 0),
})

/** What stops no migration, and had better be known. */
function warnOf({ missing, edited, database }: History, context: Context): void {
  const names = (records: readonly AppliedMigration[]) => records.map(({ app, name }) => `${app}.${name}`).join(', ')
  if (missing.length > 0) context.warn(`Applied on database '${database}', without a file: ${names(missing)}`)
  if (edited.length > 0) context.warn(`Edited since applied on database '${database}': ${names(edited)}`)
}

function warnOfDifferences(differences: readonly string[], context: Context): void {
  if (differences.length === 0) return
  context.warn(['The database is not as these records say it is:', ...differences.map((one) => `  ${one}`)].join('\n'))
}

/** What detects changes is loaded when it is asked. */
async function unreflectedIn(context: Context): Promise<readonly string[]> {
  const { unreflectedApps } = await import('../changes')
  return unreflectedApps(context)
}
