import { topological } from '../base/topological'
import { ProjectState } from '../state/project-state'
import { AmbiguousMigrationError, ConflictError, NoMigrationsError, UnknownMigrationError } from './errors'
import { GraphDraft, inOrder } from './graph-draft'
import type { Migration, MigrationKey, MigrationRef } from './migration'
import { migrationKey } from './migration'
import { stateAfter } from './states'

/** The file that a migration was read from. */
export interface Origin {
  readonly file: string
  /** Digest of what it does. */
  readonly checksum: string
}

export interface GraphOptions {
  /** Labels of all apps of the project, with migrations or without. */
  readonly apps: Iterable<string>
  /** Keys of the records: they decide which squashed migrations stand for what they replace. None, unless given. */
  readonly applied?: ReadonlySet<MigrationKey> | undefined
  readonly origins?: ReadonlyMap<MigrationKey, Origin> | undefined
  /** Squashed migrations that are to make room for what they replace, whatever is applied. */
  readonly aside?: ReadonlySet<MigrationKey> | undefined
  /** Migrations that are known from their records alone: their files are gone. */
  readonly lost?: ReadonlySet<MigrationKey> | undefined
}

interface GraphNode {
  readonly migration: Migration
  /** Descending, which is the order in which a plan visits them. */
  readonly parents: readonly MigrationKey[]
  readonly children: readonly MigrationKey[]
}

/** What comes before what, with each squashed migration in the place of what it replaces, or the reverse. */
export class MigrationGraph {
  /** All migrations in the order in which a full run applies them. */
  readonly order: readonly MigrationKey[]
  readonly apps: ReadonlySet<string>
  readonly #draft: GraphDraft
  readonly #options: GraphOptions
  readonly #nodes: ReadonlyMap<MigrationKey, GraphNode>

  private constructor(draft: GraphDraft, options: GraphOptions) {
    this.#draft = draft
    this.#options = options
    this.apps = new Set(options.apps)
    this.#nodes = nodesOf(draft)
    this.order = inOrder([...this.leaves(), ...this.#nodes.keys()], (key) => this.parents(key), 'needs')
  }

  static of(migrations: Iterable<Migration>, options: GraphOptions): MigrationGraph {
    return new MigrationGraph(new GraphDraft(migrations, options), options)
  }

  has(key: MigrationKey): boolean {
    return this.#nodes.has(key)
  }

  migration(key: MigrationKey): Migration {
    return this.#node(key).migration
  }

  parents(key: MigrationKey): readonly MigrationKey[] {
    return this.#node(key).parents
  }

  children(key: MigrationKey): readonly MigrationKey[] {
    return this.#node(key).children
  }

  /** Every migration that has a file, in the graph or not. */
  get files(): ReadonlyMap<MigrationKey, Migration> {
    return this.#draft.files
  }

  origin(key: MigrationKey): Origin | undefined {
    return this.#options.origins?.get(key)
  }

  /** Whether only its record says what it does. */
  isLost(key: MigrationKey): boolean {
    return this.#options.lost?.has(key) === true
  }

  /** Migrations that need none of their own app. */
  roots(app?: string): readonly MigrationKey[] {
    return this.#ends(app, ({ parents }) => parents)
  }

  /** Migrations that none of their own app needs. */
  leaves(app?: string): readonly MigrationKey[] {
    return this.#ends(app, ({ children }) => children)
  }

  /** Apps with several leaves. */
  conflicts(): ReadonlyMap<string, readonly Migration[]> {
    const leaves = new Map<string, Migration[]>()
    for (const key of this.leaves()) {
      const migration = this.migration(key)
      leaves.set(migration.app, [...(leaves.get(migration.app) ?? []), migration])
    }
    return new Map([...leaves].filter(([, heads]) => heads.length > 1))
  }

  refuseConflicts(): void {
    const conflicts = this.conflicts()
    if (conflicts.size > 0) throw new ConflictError(conflicts)
  }

  /** The migration and all that it needs, needs first. */
  forwardsPlan(key: MigrationKey): readonly MigrationKey[] {
    return this.#walk([key], ({ parents }) => parents)
  }

  /** The migration and all that needs it, that first. */
  backwardsPlan(key: MigrationKey): readonly MigrationKey[] {
    return this.#walk([key], ({ children }) => children)
  }

  /** The file that a person means by a name or its beginning; a squashed migration or what it replaces as well. */
  find(app: string, text: string): Migration {
    const exact = this.files.get(migrationKey(app, text))
    if (exact !== undefined) return exact
    const all = [...this.files.values()].filter((migration) => migration.app === app)
    if (all.length === 0) throw new NoMigrationsError(app, this.apps)
    const [found, second] = all.filter(({ name }) => name.startsWith(text))
    const names = all.map(({ name }) => name).sort()
    if (found === undefined) throw new UnknownMigrationError(app, text, names)
    if (second === undefined) return found
    throw new AmbiguousMigrationError(
      app,
      text,
      names.filter((name) => name.startsWith(text)),
    )
  }

  /** The squashed migration that stands in the graph for this one. */
  standIn(key: MigrationKey): MigrationKey | undefined {
    const standIn = this.#draft.standIns.get(key)
    return standIn === undefined || this.has(standIn) ? standIn : this.standIn(standIn)
  }

  /** Whether it is a squashed migration that had to make room for what it replaces. */
  isUnusable(key: MigrationKey): boolean {
    return this.#draft.unusable.has(key)
  }

  /** All names that a squashed migration stands for: they are recorded along with it. */
  covers(key: MigrationKey): readonly MigrationRef[] {
    return this.#draft.covers(key)
  }

  /** The names whose records make the migration applied. Of a squashed one, these are all that it replaces. */
  decisive(key: MigrationKey): readonly MigrationKey[] {
    const originals = this.#draft.originals(key)
    return originals.length === 0 ? [key] : originals
  }

  isApplied(key: MigrationKey, records: ReadonlySet<MigrationKey>): boolean {
    return this.decisive(key).every((name) => records.has(name))
  }

  /** The graph in which this squashed migration makes room for what it replaces. */
  withOriginals(squash: MigrationKey): MigrationGraph {
    const aside = new Set([...(this.#options.aside ?? []), squash])
    return MigrationGraph.of(this.files.values(), { ...this.#options, aside })
  }

  /** The graph with migrations whose files are gone. */
  withLost(migrations: readonly Migration[]): MigrationGraph {
    const lost = new Set(migrations.map(({ app, name }) => migrationKey(app, name)))
    return MigrationGraph.of([...this.files.values(), ...migrations], { ...this.#options, lost })
  }

  /** The graph in which this migration has a place: a squashed one that stands for it makes room. */
  withPlaceFor(key: MigrationKey): MigrationGraph {
    const squash = this.has(key) ? undefined : this.standIn(key)
    return squash === undefined ? this : this.withOriginals(squash).withPlaceFor(key)
  }

  /** The models after these migrations and all that they need. */
  stateAt(keys: Iterable<MigrationKey>): ProjectState {
    const reached = new Set(this.#walk(keys, ({ parents }) => parents))
    return this.stateAfter(this.order.filter((key) => reached.has(key)))
  }

  /** The models after exactly these migrations, in this order. */
  stateAfter(order: Iterable<MigrationKey>, from: ProjectState = ProjectState.empty): ProjectState {
    let state = from
    for (const key of order) state = stateAfter(this.migration(key), state, this.origin(key)?.file)
    return state
  }

  #node(key: MigrationKey): GraphNode {
    const node = this.#nodes.get(key)
    if (node === undefined) throw new Error(`the graph has no migration ${key}`)
    return node
  }

  #ends(app: string | undefined, next: (node: GraphNode) => readonly MigrationKey[]): readonly MigrationKey[] {
    const ends: MigrationKey[] = []
    for (const [key, node] of this.#nodes) {
      if (app !== undefined && node.migration.app !== app) continue
      if (!next(node).some((other) => this.migration(other).app === node.migration.app)) ends.push(key)
    }
    return ends.sort()
  }

  #walk(start: Iterable<MigrationKey>, next: (node: GraphNode) => readonly MigrationKey[]): readonly MigrationKey[] {
    // A set can grow while it is gone through, and keeps the start in front, where the order begins.
    const reached = new Set(start)
    for (const key of reached) for (const other of next(this.#node(key))) reached.add(other)
    return topological(reached, (key) => next(this.#node(key)))
  }
}

function nodesOf(draft: GraphDraft): ReadonlyMap<MigrationKey, GraphNode> {
  const nodes = new Map<MigrationKey, GraphNode>()
  for (const [key, { parents, children }] of draft.nodes) {
    const migration = draft.files.get(key)
    if (migration === undefined) throw new Error(`${key} is in the graph without a file`)
    nodes.set(key, { migration, parents: descending(parents), children: descending(children) })
  }
  return nodes
}

function descending(keys: Iterable<MigrationKey>): readonly MigrationKey[] {
  return [...keys].sort().reverse()
}
