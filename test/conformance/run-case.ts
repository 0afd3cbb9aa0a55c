import type { Answer, Hints, Question } from '../../src/autodetector'
import { answering, detectChanges } from '../../src/autodetector'
import { connect } from '../../src/backends/connect'
import { toDatabase } from '../../src/backends/postgres/database'
import { postgresSchema } from '../../src/backends/postgres/schema-editor'
import { equal } from '../../src/base/equal'
import { migrationFile } from '../../src/codegen/migration-file'
import type { Migration } from '../../src/migrations/migration'
import { placed } from '../../src/migrations/migration'
import type { Target } from '../../src/migrations/plan'
import { runMigrations } from '../../src/migrations/run-migrations'
import type { Database } from '../../src/sql/database'
import { Now } from '../../src/sql/functions'
import { ProjectState } from '../../src/state/project-state'
import { importMigration } from '../support/codegen-import'
import { catalog, createDatabase } from '../support/database'
import type { Server } from '../support/servers'
import type { Case, CaseCatalog, CaseModel } from './case'
import { compareExactly, compareWithDjango } from './compare-catalogs'
import { compareOperations } from './compare-operations'
import { blankFields, literalOf, stateOfCase } from './state-of-case'

const extensions = ['btree_gist', 'hstore', 'citext', 'pg_trgm']

/** Runs a case through all that a project goes through, and says where ours and the case do not agree. */
export async function runCase(server: Server, subject: Case): Promise<readonly string[]> {
  const before = stateOfCase(subject.before)
  const after = stateOfCase(subject.after)
  const initial = await detected(ProjectState.empty, before, subject, subject.before, new Map())
  const changes = await detected(before, after, subject, subject.after, leavesOf(initial))
  const fresh = await detected(ProjectState.empty, after, subject, subject.after, new Map())
  const remaining = detectChanges({ from: reached([...initial, ...changes]), to: after, now })

  const end = await withDatabase(server, async (db) => {
    await migrateTo(db, fresh, [{ kind: 'all' }])
    return catalogOf(db)
  })
  const seen = await withDatabase(server, async (db) => {
    await migrateTo(db, initial, [{ kind: 'all' }])
    const first = await catalogOf(db)
    const history = [...initial, ...changes]
    await migrateTo(db, history, [{ kind: 'all' }])
    const migrated = await catalogOf(db)
    await migrateTo(db, history, targetsBefore(initial, changes))
    return { first, migrated, undone: await catalogOf(db) }
  })

  return [
    ...compareOperations(subject, changes, before, after),
    ...compareWithDjango('fresh', seen.first, subject.beforeCatalog, { names: true }),
    ...compareWithDjango('migrated', seen.migrated, subject.afterCatalog, { names: false }),
    ...compareExactly('migrated and fresh', seen.migrated, end),
    ...compareExactly('undone', seen.undone, seen.first),
    ...(remaining.kind === 'changes' && remaining.migrations.length === 0 ? [] : ['something is left to detect']),
    ...[...initial, ...changes].flatMap(differenceWhenWritten),
  ]
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
    async (question) => answerOf(subject, question),
  )
  return result.migrations
}

/**
 * As a person would answer Django: the renames and defaults of the case, no to all others. Django asks about a model
 * only where nothing but its name is different, and the case says what came of that.
 */
function answerOf({ renames, defaults }: Case, question: Question): Answer {
  switch (question.kind) {
    case 'renamed-model':
      return question.exact && renames.models[question.from] === question.to.split('.')[1]
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
      return keys.some((key) => renames.fields[key] === question.to)
    }
    case 'one-off-default': {
      if (question.reason === 'added-auto-now') return { kind: 'value', value: Now() }
      const value = defaults[`${question.model}.${question.name}`] ?? 0
      return { kind: 'value', value: literalOf(value, question.field.type.name) }
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

async function migrateTo(db: Database, migrations: readonly Migration[], targets: readonly Target[]): Promise<void> {
  const apps = [...new Set(migrations.map(({ app }) => app))]
  if (targets.length === 0 || apps.length === 0) return
  await runMigrations({ db, set: { apps, migrations }, targets, schema: postgresSchema, lock: { timeoutMs: 10_000 } })
}

async function withDatabase<T>(server: Server, work: (db: Database) => Promise<T>): Promise<T> {
  const database = await createDatabase(server, { extensions })
  const db = toDatabase(await connect(database.url, { baseDir: '.' }))
  try {
    return await work(db)
  } finally {
    await db.close()
    await database.drop()
  }
}

async function catalogOf(db: Database): Promise<CaseCatalog> {
  const all = await catalog(db)
  const ours = (row: readonly unknown[]): boolean => !String(row[0]).startsWith('strata_')
  return {
    columns: all.columns.filter(ours),
    constraints: all.constraints.filter(ours),
    indexes: all.indexes.filter(ours),
    comments: all.comments.filter(ours),
  }
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
