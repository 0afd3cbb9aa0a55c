import { type MigrationKey, migrationKey } from '../migrations/migration'

/** What is drawn of a migration. */
export interface MigrationNode {
  readonly app: string
  readonly name: string
  readonly status: MigrationStatus
  readonly dependencies: readonly MigrationKey[]
}

/** `unrecorded`: all that it replaces is applied, and it is not recorded. `lost`: recorded, without a file. */
export type MigrationStatus = 'applied' | 'unapplied' | 'unrecorded' | 'lost'

export function keyOf({ app, name }: MigrationNode): MigrationKey {
  return migrationKey(app, name)
}

/**
 * The dependencies of each migration without those that follow from others: if C needs A and B, and B needs A, a picture
 * has C after B only. The nodes come in an order in which each stands after all that it needs.
 */
export function directNeeds(nodes: readonly MigrationNode[]): ReadonlyMap<MigrationKey, readonly MigrationKey[]> {
  const places = new Map(nodes.map((node, place) => [keyOf(node), place]))
  const needs = new Map(nodes.map((node) => [keyOf(node), node.dependencies]))
  const place = (key: MigrationKey): number => places.get(key) ?? -1

  /** Whatever of these can be reached from the starts; nothing before the first of them has to be looked at. */
  const reached = (starts: readonly MigrationKey[], from: number): ReadonlySet<MigrationKey> => {
    const seen = new Set(starts.flatMap((start) => needs.get(start) ?? []))
    for (const key of seen) {
      if (place(key) > from) for (const next of needs.get(key) ?? []) seen.add(next)
    }
    return seen
  }

  return new Map(
    [...needs].map(([key, all]) => {
      if (all.length < 2) return [key, all]
      const implied = reached(all, Math.min(...all.map(place)))
      return [key, all.filter((each) => !implied.has(each))]
    }),
  )
}
