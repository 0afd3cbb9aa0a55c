import type { Variables } from '../base/variables'
import type { MigrationRef } from '../migrations/migration'
import type { Target } from '../migrations/plan'
import type { DoneMigration } from '../migrations/progress'
import { Recorder } from '../migrations/recorder'
import { type MigrationSet, runMigrations, survey } from '../migrations/run-migrations'
import { schemaForRun } from '../migrations/run-schema'
import { type CodeContext, historicalApps } from '../query/historical'
import type { Database } from '../sql/database'

/** Nobody else has the database. */
const lockTimeoutMs = 1000

/** Brings one database from point to point of a history, and gives the models of each. */
export class MigrationWalk {
  readonly #db: Database
  readonly #set: MigrationSet
  readonly #vars: Variables

  constructor(db: Database, set: MigrationSet, vars: Variables = {}) {
    this.#db = db
    this.#set = set
    this.#vars = vars
  }

  /** Gives what ran. */
  to(refs: readonly MigrationRef[]): Promise<readonly DoneMigration[]> {
    return this.#run(refs.map(targetOf))
  }

  /** To this point, and the way back: to where each of the apps that something ran of was before. */
  async andBack(refs: readonly MigrationRef[]): Promise<{ readonly ran: boolean; back(): Promise<void> }> {
    const before = await this.#lastOfApps()
    const done = await this.to(refs)
    const apps = [...new Set(done.map(({ app }) => app))]
    return {
      ran: done.length > 0,
      back: async () => {
        await this.#run(apps.map((app) => targetOf([app, before.get(app) ?? 'zero'])))
      },
    }
  }

  /** What the code of a migration would be given that came next. */
  async context(): Promise<CodeContext> {
    const { graph, history } = await this.#survey()
    const state = graph.stateAfter(graph.order.filter((key) => history.applied.has(key)))
    return { apps: historicalApps(state, this.#db), db: this.#db, vars: this.#vars }
  }

  async #lastOfApps(): Promise<ReadonlyMap<string, string>> {
    const { graph, history } = await this.#survey()
    const applied = graph.order.filter((key) => history.applied.has(key)).map((key) => graph.migration(key))
    return new Map(applied.map(({ app, name }) => [app, name]))
  }

  async #survey(): Promise<ReturnType<typeof survey>> {
    return survey(this.#set, await new Recorder(this.#db).applied())
  }

  async #run(targets: readonly Target[]): Promise<readonly DoneMigration[]> {
    const db = this.#db
    const { done } = await runMigrations({
      db,
      set: this.#set,
      targets,
      vars: this.#vars,
      schema: schemaForRun(db),
      lock: { timeoutMs: lockTimeoutMs },
    })
    return done
  }
}

function targetOf([app, name]: MigrationRef): Target {
  return name === 'zero' ? { kind: 'zero', app } : { kind: 'migration', app, name }
}
