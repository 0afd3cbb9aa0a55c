import { CycleError, topological } from '../base/topological'
import type { Reference } from './errors'
import { CircularMigrationsError, MissingDependencyError, PartlyAppliedSquashError, UnknownAppError } from './errors'
import type { GraphOptions } from './graph'
import type { Migration, MigrationKey, MigrationRef } from './migration'
import { migrationKey } from './migration'

interface DraftNode {
  readonly parents: Set<MigrationKey>
  readonly children: Set<MigrationKey>
}

/** First root and first leaf of an app, going by the edges inside it. */
interface Ends {
  first?: MigrationKey
  latest?: MigrationKey
}

/** Nodes and edges while they are put together: names that no file bears, and squashed migrations beside what they replace. */
export class GraphDraft {
  readonly files = new Map<MigrationKey, Migration>()
  readonly nodes = new Map<MigrationKey, DraftNode>()
  /** By what is replaced: the squashed migration that stands for it. */
  readonly standIns = new Map<MigrationKey, MigrationKey>()
  /** Squashed migrations that make room for what they replace. */
  readonly unusable = new Set<MigrationKey>()
  readonly #references = new Map<MigrationKey, Reference>()
  readonly #apps: ReadonlySet<string>
  readonly #options: GraphOptions

  constructor(migrations: Iterable<Migration>, options: GraphOptions) {
    this.#options = options
    for (const migration of migrations) this.#add(migration)
    this.#apps = new Set([...options.apps, ...[...this.files.values()].map(({ app }) => app)])
    this.#link()
    this.#replace()
    this.#refuseMissing()
  }

  /** The names that a squashed migration stands for, those of squashed migrations that it replaces among them. */
  covers(key: MigrationKey): readonly MigrationRef[] {
    return (this.files.get(key)?.replaces ?? []).flatMap((ref) => [...this.covers(migrationKey(...ref)), ref])
  }

  /** Of the names it stands for, those that are no squashed migrations themselves: their records decide. */
  originals(key: MigrationKey): readonly MigrationKey[] {
    return this.covers(key)
      .map((ref) => migrationKey(...ref))
      .filter((each) => !this.#isSquash(each))
  }

  #add(migration: Migration): void {
    const key = migrationKey(migration.app, migration.name)
    if (this.files.has(key)) throw new Error(`two migrations are called ${key}`)
    this.files.set(key, migration)
    this.nodes.set(key, { parents: new Set(), children: new Set() })
  }

  #isSquash(key: MigrationKey): boolean {
    return (this.files.get(key)?.replaces.length ?? 0) > 0
  }

  /** Edges inside the apps come first: they say what an app's first and latest migrations are. */
  #link(): void {
    const inside: Reference[] = []
    const outside: Reference[] = []
    for (const reference of this.#allReferences()) {
      const [app, name] = reference.ref
      if (app !== reference.by.app) outside.push(reference)
      else if (!isEnd(name)) inside.push(reference)
    }
    for (const reference of inside) this.#connect(reference, migrationKey(...reference.ref))
    const ends = this.#ends()
    for (const reference of outside) {
      const key = this.#resolve(reference, ends)
      if (key !== undefined) this.#connect(reference, key)
    }
  }

  *#allReferences(): Generator<Reference> {
    for (const [key, by] of this.files) {
      const file = this.#options.origins?.get(key)?.file
      for (const ref of by.dependencies) yield { by, file, ref, relation: 'dependencies' }
      for (const ref of by.runBefore) yield { by, file, ref, relation: 'runBefore' }
    }
  }

  #connect(reference: Reference, key: MigrationKey): void {
    const by = migrationKey(reference.by.app, reference.by.name)
    if (!this.nodes.has(key)) {
      this.nodes.set(key, { parents: new Set(), children: new Set() })
      this.#references.set(key, reference)
    }
    if (reference.relation === 'dependencies') this.#edge(key, by)
    else this.#edge(by, key)
  }

  #edge(parent: MigrationKey, child: MigrationKey): void {
    this.nodes.get(parent)?.children.add(child)
    this.nodes.get(child)?.parents.add(parent)
  }

  #ends(): ReadonlyMap<string, Ends> {
    const ends = new Map<string, Ends>()
    for (const key of [...this.files.keys()].sort()) {
      const app = this.files.get(key)?.app ?? ''
      const end = ends.get(app) ?? {}
      if (this.nodes.get(key)?.parents.size === 0) end.first ??= key
      if (this.nodes.get(key)?.children.size === 0) end.latest ??= key
      ends.set(app, end)
    }
    return ends
  }

  #resolve(reference: Reference, ends: ReadonlyMap<string, Ends>): MigrationKey | undefined {
    const [app, name] = reference.ref
    if (!isEnd(name)) return migrationKey(app, name)
    if (!this.#apps.has(app)) throw new UnknownAppError(reference, this.#apps)
    return name === '__first__' ? ends.get(app)?.first : ends.get(app)?.latest
  }

  /** All of the replaced applied, or none: the squashed migration takes their place. Some: it makes room for them. */
  #replace(): void {
    const squashes = [...this.files.keys()].filter((key) => this.#isSquash(key)).sort()
    const replaced = (key: MigrationKey): MigrationKey[] =>
      this.files.get(key)?.replaces.map((ref) => migrationKey(...ref)) ?? []
    const { applied, aside } = this.#options
    for (const squash of inOrder(squashes, replaced, 'replaces')) {
      const originals = this.originals(squash)
      const open = originals.filter((key) => !applied?.has(key))
      const partly = open.length > 0 && open.length < originals.length
      if (partly) this.#refuseLost(squash, open)
      if (partly || aside?.has(squash)) this.#makeRoom(squash)
      else this.#takePlaces(squash)
    }
  }

  #refuseLost(squash: MigrationKey, open: readonly MigrationKey[]): void {
    const gone = open.filter((key) => !this.files.has(key))
    const migration = this.files.get(squash)
    if (gone.length === 0 || migration === undefined) return
    throw new PartlyAppliedSquashError(migration, this.#options.origins?.get(squash)?.file, gone)
  }

  #takePlaces(squash: MigrationKey): void {
    const names = this.#coveredKeys(squash)
    for (const name of names) {
      this.standIns.set(name, squash)
      const { parents, children } = this.#remove(name)
      for (const parent of parents) if (!names.has(parent) && parent !== squash) this.#edge(parent, squash)
      for (const child of children) if (!names.has(child) && child !== squash) this.#edge(squash, child)
    }
  }

  #makeRoom(squash: MigrationKey): void {
    const names = this.#coveredKeys(squash)
    this.unusable.add(squash)
    const { children } = this.#remove(squash)
    const last = [...names].filter((name) => {
      const node = this.nodes.get(name)
      return node !== undefined && ![...node.children].some((child) => names.has(child))
    })
    for (const name of last) for (const child of children) this.#edge(name, child)
  }

  #coveredKeys(squash: MigrationKey): ReadonlySet<MigrationKey> {
    return new Set(this.covers(squash).map((ref) => migrationKey(...ref)))
  }

  #remove(key: MigrationKey): DraftNode {
    const node = this.nodes.get(key) ?? { parents: new Set(), children: new Set() }
    for (const parent of node.parents) this.nodes.get(parent)?.children.delete(key)
    for (const child of node.children) this.nodes.get(child)?.parents.delete(key)
    this.nodes.delete(key)
    return node
  }

  #refuseMissing(): void {
    for (const key of [...this.#references.keys()].sort()) {
      const reference = this.#references.get(key)
      if (reference === undefined || !this.nodes.has(key)) continue
      if (!this.#apps.has(reference.ref[0])) throw new UnknownAppError(reference, this.#apps)
      const unusable = [...this.unusable].find((squash) => this.#coveredKeys(squash).has(key))
      throw new MissingDependencyError(reference, this.files.keys(), unusable)
    }
  }
}

/** `topological`, whose cycles are an error of the files. */
export function inOrder(
  keys: Iterable<MigrationKey>,
  needs: (key: MigrationKey) => Iterable<MigrationKey>,
  verb: 'needs' | 'replaces',
): readonly MigrationKey[] {
  try {
    return topological(keys, needs)
  } catch (error) {
    if (error instanceof CycleError) throw new CircularMigrationsError(error.cycle, verb)
    throw error
  }
}

function isEnd(name: string): boolean {
  return name === '__first__' || name === '__latest__'
}
