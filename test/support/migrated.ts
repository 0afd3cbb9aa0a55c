import { answering, detectChanges, type Hints, type Question } from '../../src/autodetector'
import { postgresSchema } from '../../src/backends/postgres/schema-editor'
import type { Migration } from '../../src/migrations/migration'
import type { Target } from '../../src/migrations/plan'
import { runMigrations } from '../../src/migrations/run-migrations'
import type { Database } from '../../src/sql/database'
import { ProjectState } from '../../src/state/project-state'
import { type Answering, answers, noon, reached } from './build'
import { type Catalog, catalog } from './catalog'

export interface Next {
  readonly answer?: Answering
  readonly hints?: Hints
}

/** A project whose models change: each change is detected, and its migrations are run on a real database. */
export class MigratedProject {
  readonly db: Database
  /** Those of each change, the first one first. */
  readonly #changes: (readonly Migration[])[] = []

  constructor(db: Database) {
    this.db = db
  }

  get state(): ProjectState {
    return reached(ProjectState.empty, this.migrations)
  }

  get migrations(): readonly Migration[] {
    return this.#changes.flat()
  }

  /** The migrations that the change takes, detected and run. */
  async to(state: ProjectState, next: Next = {}): Promise<readonly Migration[]> {
    const migrations = await this.detected(state, next)
    await this.run(migrations)
    return migrations
  }

  async detected(
    to: ProjectState,
    { answer = answers(), hints = new Map() }: Next = {},
  ): Promise<readonly Migration[]> {
    const leaves = new Map(this.migrations.map(({ app, name }) => [app, name]))
    const input = { from: this.state, to, hints, leaves, now: noon }
    const asked = async (question: Question) => answer(question)
    return (await answering((given) => detectChanges({ ...input, answers: given }), asked)).migrations
  }

  /** Migrations written by hand. */
  async run(migrations: readonly Migration[]): Promise<void> {
    this.#changes.push(migrations)
    await this.#migrate([{ kind: 'all' }])
  }

  /** Undoes the last change; its migrations are forgotten. */
  async undo(): Promise<void> {
    const apps = new Set(this.#changes.at(-1)?.map(({ app }) => app))
    const before = new Map(this.#changes.slice(0, -1).flatMap((all) => all.map(({ app, name }) => [app, name])))
    await this.#migrate(
      [...apps].map((app): Target => {
        const name = before.get(app)
        return name === undefined ? { kind: 'zero', app } : { kind: 'migration', app, name }
      }),
    )
    this.#changes.pop()
  }

  /** The schema but for the tables of our own. */
  async catalog(): Promise<Catalog> {
    const { sequences, ...all } = await catalog(this.db)
    const ours = (rows: Catalog['columns']) => rows.filter(([table]) => !String(table).startsWith('strata_'))
    return {
      columns: ours(all.columns),
      constraints: ours(all.constraints),
      indexes: ours(all.indexes),
      comments: ours(all.comments),
      sequences: ours(sequences),
    }
  }

  async #migrate(targets: readonly Target[]): Promise<void> {
    const { db, migrations } = this
    const apps = [...new Set(migrations.map(({ app }) => app))]
    if (apps.length === 0) return
    await runMigrations({ db, set: { apps, migrations }, targets, schema: postgresSchema, lock: { timeoutMs: 20_000 } })
  }
}

/** The schema that a state has on an empty database. */
export async function freshCatalog(db: Database, state: ProjectState): Promise<Catalog> {
  await db.script('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
  const project = new MigratedProject(db)
  await project.to(state)
  const fresh = await project.catalog()
  await db.script('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
  return fresh
}
