import type { Step } from '../../../schema/step'
import type { TableChange } from '../../../schema/table-change'
import type { Partition } from './partitioned'

/** How a table that exists is changed: at once; beside its readers and writers; or so where it is not small. */
export type Strategy = 'direct' | 'online' | 'auto'

/** What the catalog says of a table before a run. */
export interface TableFacts {
  /** Counted as far as a small table goes, above that an estimate. */
  readonly rows: number
  readonly bytes: number
}

/** Up to here a table is small: whatever is done to it is done before anybody notices. */
export interface SmallTable {
  readonly rows: number
  readonly bytes: number
}

export const smallTable: SmallTable = { rows: 1000, bytes: 1024 * 1024 }

/** What is known of the tables of a database. */
export interface KnownTables {
  /** Those that are there before the run and may be small: one that is not named is taken for large. */
  readonly tables?: ReadonlyMap<string, TableFacts> | undefined
  readonly small?: SmallTable | undefined
  /** Of tables that have any. */
  readonly partitions?: ReadonlyMap<string, readonly Partition[]> | undefined
}

/** Which tables others may be using. One that is not known to be calm is taken for live. */
export class LiveTables {
  readonly #strategy: Strategy
  /** Small, or made in this very run. */
  readonly #calm: ReadonlySet<string>
  readonly #partitions: ReadonlyMap<string, readonly Partition[]>

  private constructor(
    strategy: Strategy,
    calm: ReadonlySet<string>,
    partitions: ReadonlyMap<string, readonly Partition[]>,
  ) {
    this.#strategy = strategy
    this.#calm = calm
    this.#partitions = partitions
  }

  static of(
    strategy: Strategy,
    { tables = new Map(), small = smallTable, partitions = new Map() }: KnownTables = {},
  ): LiveTables {
    if (strategy !== 'auto') return new LiveTables(strategy, new Set(), partitions)
    const calm = [...tables].filter(([, { rows, bytes }]) => rows <= small.rows && bytes <= small.bytes)
    return new LiveTables(strategy, new Set(calm.map(([name]) => name)), partitions)
  }

  /** As `text` gave it. */
  static read(text: string): LiveTables {
    const { strategy, calm, partitions } = JSON.parse(text) as {
      strategy: Strategy
      calm: string[]
      partitions?: [string, Partition[]][]
    }
    return new LiveTables(strategy, new Set(calm), new Map(partitions))
  }

  get text(): string {
    const partitions = this.#partitions.size === 0 ? undefined : [...this.#partitions]
    return JSON.stringify({ strategy: this.#strategy, calm: [...this.#calm].sort(), partitions })
  }

  has(table: string): boolean {
    return this.#strategy !== 'direct' && !this.#calm.has(table)
  }

  /** undefined: it has none. */
  partitionsOf(table: string): readonly Partition[] | undefined {
    return this.#partitions.get(table)
  }

  /** With the tables that these steps create or rename. */
  after(steps: readonly Step[]): LiveTables {
    return this.#with(steps)
  }

  /** The same while the changes are made, which speak of a table by both of its names. */
  during(changes: readonly TableChange[]): LiveTables {
    return this.#with(
      changes.map((change) => {
        if (change.kind === 'create-table') return { creates: change.table.name }
        return change.kind === 'rename-table' ? { renames: { from: change.table.name, to: change.to } } : {}
      }),
    )
  }

  #with(fates: readonly Pick<Step, 'creates' | 'renames'>[]): LiveTables {
    const calm = new Set(this.#calm)
    const partitions = new Map(this.#partitions)
    for (const { creates, renames } of fates) {
      if (creates !== undefined) calm.add(creates)
      if (renames === undefined) continue
      const parts = partitions.get(renames.from)
      if (parts !== undefined) partitions.set(renames.to, renamed(parts, renames))
      if (calm.has(renames.from)) calm.add(renames.to)
      else calm.delete(renames.to)
    }
    return new LiveTables(this.#strategy, calm, partitions)
  }
}

function renamed(
  parts: readonly Partition[],
  { from, to }: { readonly from: string; readonly to: string },
): Partition[] {
  return parts.map((part) => (part.parent === from ? { ...part, parent: to } : part))
}
