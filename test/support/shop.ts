import type { Migration } from '../../src/migrations/migration'
import type { Progress, Report } from '../../src/migrations/progress'
import type { RunOptions } from '../../src/migrations/run-migrations'
import { runMigrations } from '../../src/migrations/run-migrations'
import type { RunSchemaOptions } from '../../src/migrations/run-schema'
import { schemaForRun } from '../../src/migrations/run-schema'
import { CreateModel } from '../../src/operations'
import type { Operation } from '../../src/operations/operation'
import type { Database } from '../../src/sql/database'
import type { ProjectState } from '../../src/state/project-state'
import { migrationsOf } from '../unit/migrations/build'

export interface ShopRun extends Partial<Omit<RunOptions, 'db' | 'set' | 'schema' | 'onProgress'>> {
  /** Where what it tells is put. */
  readonly events?: Progress[]
  /** `online` unless said. */
  readonly how?: RunSchemaOptions
}

/** A project of one app that is released, and whose next migration is run. */
export class Shop {
  readonly #first: readonly Operation[]

  /** `before` is what the first migration does before it makes the models of `start`. */
  constructor(start: ProjectState, before: readonly Operation[] = []) {
    const models = [...start.models()].map(
      ({ name, fields, options }) => new CreateModel({ name, fields: Object.fromEntries(fields), options }),
    )
    this.#first = [...before, ...models]
  }

  /** Makes the tables of the first release. */
  release(db: Database, how: RunSchemaOptions = { strategy: 'direct' }): Promise<Report> {
    return this.#run(db, this.#migrations([]).slice(0, 1), { how })
  }

  /** Runs the next migration, after the first one if that is not applied. */
  migrate(db: Database, operations: readonly Operation[], options: ShopRun = {}): Promise<Report> {
    return this.#run(db, this.#migrations(operations), options)
  }

  #migrations(operations: readonly Operation[]): readonly Migration[] {
    return migrationsOf({
      'shop.1': { operations: this.#first },
      'shop.2': { dependencies: ['shop.1'], operations },
    })
  }

  #run(
    db: Database,
    migrations: readonly Migration[],
    { events, how = { strategy: 'online' }, ...more }: ShopRun,
  ): Promise<Report> {
    return runMigrations({
      db,
      set: { apps: ['shop'], migrations },
      targets: [{ kind: 'all' }],
      schema: schemaForRun(db, how),
      lock: { timeoutMs: 5000 },
      ...(events !== undefined && { onProgress: (event) => void events.push(event) }),
      ...more,
    })
  }
}
