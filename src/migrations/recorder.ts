import type { Connection } from '../sql/connection'
import { statement } from '../sql/statement'
import type { AppliedMigration } from './history'
import type { KeptDefinition } from './kept-definition'
import { keptMigration } from './kept-definition'
import type { Migration, MigrationRef } from './migration'
import type { PlannedMigration } from './plan'
import type { JournalEntry } from './records'
import {
  clearStatement,
  createJournalTable,
  createRecordTable,
  forget,
  journalTable,
  noteStatement,
  recordSquash,
  recordStatements,
  recordTable,
  unnoteStatement,
  unrecordStatements,
} from './records'

/** Reads and writes what a database remembers of its migrations. Its tables are made when first written to. */
export class Recorder {
  readonly #connection: Connection
  #hasJournal = false

  constructor(connection: Connection) {
    this.#connection = connection
  }

  /** In the order in which they were recorded. */
  async applied(): Promise<readonly AppliedMigration[]> {
    if (!(await this.#exists(recordTable))) return []
    const { rows } = await this.#connection.run(
      statement(
        `SELECT app, name, extract(epoch FROM applied)::double precision, checksum FROM ${recordTable} ORDER BY id`,
      ),
    )
    return rows.map(([app, name, seconds, checksum]) => ({
      app: String(app),
      name: String(name),
      applied: new Date(Number(seconds) * 1000),
      checksum: checksum === null ? undefined : String(checksum),
    }))
  }

  async ensureTable(): Promise<void> {
    if (!(await this.#exists(recordTable))) await this.#connection.script(createRecordTable)
  }

  /** Inside the transaction of the migration itself. */
  async record(planned: PlannedMigration, { faked }: { readonly faked: boolean }): Promise<void> {
    const statements = planned.direction === 'forwards' ? recordStatements(planned, faked) : unrecordStatements(planned)
    for (const one of statements) await this.#connection.run(one)
    await this.#clear([planned.migration.app, planned.migration.name])
  }

  /** A squashed migration all of whose parts are applied. */
  async recordSquash(squash: Migration, covers: readonly MigrationRef[]): Promise<void> {
    for (const one of recordSquash(squash, covers)) await this.#connection.run(one)
  }

  /** The migrations of these records, as far as they keep them. */
  async kept(of: readonly AppliedMigration[]): Promise<readonly Migration[]> {
    if (of.length === 0) return []
    const names = JSON.stringify(of.map(({ app, name }) => [app, name]))
    const { rows } = await this.#connection.run(
      statement(
        `SELECT app, name, definition::text FROM ${recordTable} JOIN json_array_elements($1::json) AS n (pair)
           ON app = n.pair->>0 AND name = n.pair->>1 WHERE definition IS NOT NULL ORDER BY id`,
        [names],
      ),
    )
    return rows.flatMap(([app, name, definition]) => {
      const kept: KeptDefinition = { app: String(app), name: String(name), definition: String(definition) }
      return keptMigration(kept) ?? []
    })
  }

  /** Takes a record out without undoing anything. */
  async forget(ref: MigrationRef): Promise<void> {
    await this.#connection.run(forget(ref))
    await this.#clear(ref)
  }

  /** What migrations that are not finished have finished. */
  async journal(): Promise<readonly JournalEntry[]> {
    this.#hasJournal = await this.#exists(journalTable)
    if (!this.#hasJournal) return []
    const { rows } = await this.#connection.run(
      statement(
        `SELECT app, name, direction, step, digest, finished IS NOT NULL FROM ${journalTable} ORDER BY app, name, direction, step`,
      ),
    )
    return rows.map(([app, name, direction, step, digest, finished]) => ({
      app: String(app),
      name: String(name),
      direction: direction === 'backwards' ? 'backwards' : 'forwards',
      step: Number(step),
      digest: String(digest),
      finished: finished === true,
    }))
  }

  async ensureJournal(): Promise<void> {
    if (!this.#hasJournal) await this.#connection.script(createJournalTable)
    this.#hasJournal = true
  }

  async note(entry: JournalEntry): Promise<void> {
    await this.#connection.run(noteStatement(entry))
  }

  /** Steps that were taken back. */
  async unnote(ref: MigrationRef, steps: readonly number[]): Promise<void> {
    await this.#connection.run(unnoteStatement(ref, steps))
  }

  async #clear(ref: MigrationRef): Promise<void> {
    if (this.#hasJournal) await this.#connection.run(clearStatement(ref))
  }

  /** Asks the catalog: a query of a table that is not there would fail a transaction. */
  async #exists(table: string): Promise<boolean> {
    const { rows } = await this.#connection.run(statement('SELECT to_regclass($1) IS NOT NULL', [table]))
    return rows[0]?.[0] === true
  }
}
