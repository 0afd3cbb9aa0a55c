import type { Answer, Hints, Question } from '../../src/autodetector'
import { answering, detectChanges } from '../../src/autodetector'
import { equal } from '../../src/base/equal'
import { migrationFile } from '../../src/codegen/migration-file'
import type { Migration } from '../../src/migrations/migration'
import { placed } from '../../src/migrations/migration'
import type { Target } from '../../src/migrations/plan'
import { Now } from '../../src/sql/functions'
import { ProjectState } from '../../src/state/project-state'
import { primaryKeyFields, tableOf, valueField } from '../../src/state/relations'
import type { Bench } from '../support/bench'
import { importMigration } from '../support/codegen-import'
import type { Case, CaseCatalog, CaseModel } from './case'
import { compareExactly, compareWithDjango } from './compare-catalogs'
import { compareOperations } from './compare-operations'
import { caseKeys, refuseOthers } from './known-keys'
import { oneOffOf } from './literals'
import { blankFields, stateOfCase } from './state-of-case'

/** What the cases were made with. */
export const extensions = ['btree_gist', 'hstore', 'citext', 'pg_trgm']

/** Runs a case through all that a project goes through, and says where ours and the case do not agree, a line each. */
export async function differencesIn(bench: Bench, subject: Case): Promise<readonly string[]> {
  try {
    refuseOthers(subject.name, subject, caseKeys)
    return await runCase(bench, { ...subject, renames: { ...noRenames, ...subject.renames } })
  } catch (error) {
    return [error instanceof Error ? error.message.replace(/\s*\n\s*/g, ' ') : String(error)]
  }
}

const noRenames: Case['renames'] = { models: {}, fields: {} }

async function runCase(bench: Bench, subject: Case): Promise<readonly string[]> {
  const [before, after] = [stateOfCase(subject.before), stateOfCase(subject.after)]
  const initial = await detected(ProjectState.empty, before, subject, subject.before, new Map())
  const changes = await detected(before, after, subject, subject.after, leavesOf(initial))
  const fresh = await detected(ProjectState.empty, after, subject, subject.after, new Map())
  const remaining = detectChanges({ from: reached([...initial, ...changes]), to: after, now })
  const { end, first, migrated, undone } = await catalogs(bench, { initial, changes, fresh })
  return [
    ...compareOperations(subject, changes, before, after),
    ...compareWithDjango('fresh', first, subject.beforeCatalog, { names: true }),
    ...compareWithDjango('migrated', migrated, subject.afterCatalog, {
      names: false,
      except: handedOver(before, after),
      keyless: newlyComposite(before, after),
    }),
    ...compareExactly('migrated and fresh', migrated, end),
    ...compareExactly('undone', undone, first),
    ...(remaining.kind === 'changes' && remaining.migrations.length === 0 ? [] : ['something is left to detect']),
    ...[...initial, ...changes].flatMap(differenceWhenWritten),
  ]
}

interface Made {
  readonly initial: readonly Migration[]
  readonly changes: readonly Migration[]
  /** What makes the end from nothing. */
  readonly fresh: readonly Migration[]
}

async function catalogs(
  bench: Bench,
  { initial, changes, fresh }: Made,
): Promise<Record<'end' | 'first' | 'migrated' | 'undone', CaseCatalog>> {
  const history = [...initial, ...changes]
  await bench.empty()
  await bench.migrate(fresh)
  const end = await bench.catalog()
  await bench.empty()
  await bench.migrate(initial)
  const first = await bench.catalog()
  await bench.migrate(history)
  const migrated = await bench.catalog()
  await bench.migrate(history, targetsBefore(initial, changes))
  return { end, first, migrated, undone: await bench.catalog() }
}

/** Tables that are given a key of several fields: Django drops the one they have and makes none. */
function newlyComposite(before: ProjectState, after: ProjectState): ReadonlySet<string> {
  const models = [...after.models()].filter((model) => {
    const was = before.find(model.key)
    const key = primaryKeyFields(model)
    return was !== undefined && key.length > 1 && !equal(primaryKeyFields(was), key)
  })
  return new Set(models.map(tableOf))
}

/** Tables of models that become managed or cease to be: ours makes and drops them, Django does neither. */
function handedOver(before: ProjectState, after: ProjectState): ReadonlySet<string> {
  const models = [...after.models()].filter(
    (model) => (before.find(model.key)?.managed ?? model.managed) !== model.managed,
  )
  return new Set(models.map(tableOf))
}

const now = new Date(0)

function reached(migrations: readonly Migration[]): ProjectState {
  return migrations.reduce(
    (state, { app, operations }) => operations.reduce((each, operation) => operation.apply(app, each), state),
    ProjectState.empty,
  )
}

function leavesOf(migrations: readonly Migration[]): ReadonlyMap<string, string> {
  return new Map(migrations.map(({ app, name }) => [app, name]))
}

async function detected(
  from: ProjectState,
  to: ProjectState,
  subject: Case,
  models: readonly CaseModel[],
  leaves: ReadonlyMap<string, string>,
): Promise<readonly Migration[]> {
  const hints: Hints = new Map([...blankFields(models)].map((field) => [field, { blank: true }]))
  const result = await answering(
    (answers) => detectChanges({ from, to, answers, hints, leaves, now }),
    async (question) => answerOf(subject, question, to),
  )
  return result.migrations
}

/**
 * As a person would answer Django: the renames and defaults of the case, no to all others. Django asks only where
 * nothing but the name is different, and never about a proxy; the case says what came of that.
 */
function answerOf({ renames, defaults }: Case, question: Question, to: ProjectState): Answer {
  switch (question.kind) {
    case 'renamed-model': {
      const isAsked = question.exact && !to.model(question.to).proxy
      return isAsked && renames.models[question.from] === question.to.split('.')[1]
    }
    // Django never moves a model.
    case 'moved-model':
      return false
    case 'renamed-field': {
      const [app, name = ''] = question.model.split('.')
      const oldName = Object.entries(renames.models).find(([key, to]) => to === name && key.startsWith(`${app}.`))?.[0]
      const keys = [
        `${question.model}.${question.from}`,
        ...(oldName === undefined ? [] : [`${oldName}.${question.from}`]),
      ]
      return question.exact && keys.some((key) => renames.fields[key] === question.to)
    }
    case 'one-off-default': {
      if (question.reason === 'added-auto-now') return { kind: 'value', value: Now() }
      const value = defaults?.[`${question.model}.${question.name}`] ?? 0
      return { kind: 'value', value: oneOffOf(value, valueField(to, question.field).type.name) }
    }
    // No case has an enum type.
    case 'renamed-enum':
      return false
    case 'removed-enum-value':
      return { kind: 'leave' }
    case 'dropped-values':
    case 'shared-default':
      return true
  }
}

/** Back to where the case begins: zero where it begins with nothing. */
function targetsBefore(initial: readonly Migration[], changes: readonly Migration[]): readonly Target[] {
  const leaves = leavesOf(initial)
  return [...new Set(changes.map(({ app }) => app))].map((app) => {
    const name = leaves.get(app)
    return name === undefined ? { kind: 'zero', app } : { kind: 'migration', app, name }
  })
}

/** A written file, read again, says the same. */
function differenceWhenWritten(migration: Migration): readonly string[] {
  const { text } = migrationFile(migration, { folder: '' })
  const read = placed(migration.app, migration.name, importMigration(text))
  const plain = ({ operations, dependencies }: Migration): unknown => [
    dependencies,
    operations.map((operation) => [operation.constructor.name, operation.args]),
  ]
  return equal(plain(read), plain(migration))
    ? []
    : [`${migration.app} ${migration.name} is not the same once it is written`]
}
