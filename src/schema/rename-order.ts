import type { TableChange } from './table-change'

/** Renames in an order in which each name is free when it is taken; where they go round in a circle, as they come. */
export function freedFirst(changes: readonly TableChange[]): readonly TableChange[] {
  const renaming = new Map(changes.filter(isRename).map((change) => [change.from, change]))
  const done = new Set<TableChange>()
  const place = function* (change: TableChange): Iterable<TableChange> {
    if (done.has(change)) return
    done.add(change)
    const holder = isRename(change) ? renaming.get(change.to) : undefined
    if (holder !== undefined) yield* place(holder)
    yield change
  }
  return changes.flatMap((change) => [...place(change)])
}

type Rename = Extract<TableChange, { readonly kind: 'rename-sequence' | 'rename-constraint' | 'rename-index' }>

/** Sequences, indexes and the constraints that stand on them share the names of a schema. */
function isRename(change: TableChange): change is Rename {
  return change.kind === 'rename-sequence' || change.kind === 'rename-constraint' || change.kind === 'rename-index'
}
