import { InconsistentHistoryError } from './errors'
import type { MigrationGraph } from './graph'
import type { Migration, MigrationKey } from './migration'
import { migrationKey } from './migration'

/** One record of a database. */
export interface AppliedMigration {
  readonly app: string
  readonly name: string
  readonly applied: Date
  /** Digest of what it did when it was applied; undefined: it was recorded without having been run. */
  readonly checksum: string | undefined
}

export function recordKeys(records: Iterable<AppliedMigration>): ReadonlySet<MigrationKey> {
  return new Set([...records].map(({ app, name }) => migrationKey(app, name)))
}

/** What the records of one database say about the files. */
export class History {
  /** In the order in which they were made. */
  readonly records: readonly AppliedMigration[]
  /** Alias of the database. */
  readonly database: string
  /** Of the graph. */
  readonly applied: ReadonlySet<MigrationKey>
  readonly #graph: MigrationGraph
  readonly #keys: ReadonlySet<MigrationKey>

  private constructor(graph: MigrationGraph, records: readonly AppliedMigration[], database: string) {
    this.#graph = graph
    this.records = records
    this.database = database
    this.#keys = recordKeys(records)
    this.applied = new Set(graph.order.filter((key) => graph.isApplied(key, this.#keys)))
  }

  static of(
    graph: MigrationGraph,
    records: readonly AppliedMigration[],
    { database = 'default' }: { readonly database?: string } = {},
  ): History {
    return new History(graph, records, database)
  }

  /** The same records beside another graph. */
  withGraph(graph: MigrationGraph): History {
    return new History(graph, this.records, this.database)
  }

  /** Records of which no file knows, by its own name or in `replaces`. */
  get missing(): readonly AppliedMigration[] {
    const known = new Set(this.#graph.files.keys())
    for (const { replaces } of this.#graph.files.values()) for (const ref of replaces) known.add(migrationKey(...ref))
    return this.records.filter(({ app, name }) => !known.has(migrationKey(app, name)))
  }

  /** Records whose file does something else now. */
  get edited(): readonly AppliedMigration[] {
    return this.records.filter(({ app, name, checksum }) => {
      const now = this.#graph.origin(migrationKey(app, name))?.checksum
      return checksum !== undefined && now !== undefined && checksum !== now
    })
  }

  /** Squashed migrations that are applied, since all that they replace is, and have no record yet. */
  get unrecorded(): readonly Migration[] {
    return squashesIn(this.#graph, this.#keys).filter(({ app, name }) => !this.#keys.has(migrationKey(app, name)))
  }

  /** Squashed migrations that have a record although some of what they replace has none: it was undone by itself. */
  get outdated(): readonly Migration[] {
    return [...this.#graph.files]
      .filter(([key, { replaces }]) => replaces.length > 0 && this.#keys.has(key))
      .filter(([key]) => !this.#graph.isApplied(key, this.#keys))
      .map(([, migration]) => migration)
  }

  /** Every applied migration must have all that it needs. */
  refuseInconsistent(): void {
    for (const key of this.applied) {
      const parent = this.#graph.parents(key).find((each) => !this.applied.has(each))
      if (parent !== undefined) throw new InconsistentHistoryError(key, parent, this.database)
    }
  }
}

/** The squashed migrations of which these records hold all that they replace. */
function squashesIn(graph: MigrationGraph, keys: ReadonlySet<MigrationKey>): readonly Migration[] {
  return [...graph.files]
    .filter(([key, { replaces }]) => replaces.length > 0 && graph.isApplied(key, keys))
    .map(([, migration]) => migration)
}
