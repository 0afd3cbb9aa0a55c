import type { ActionOf } from '../action'
import type { PicturedTable } from '../picture'
import { type Around, noLocks, type Parts, take } from './part'

export function* createIndex(action: ActionOf<'create-index'>, { before }: Around): Parts {
  const { table, index, concurrently, ifNotExists, only } = action
  const isThere = before.indexes(table).some(({ name }) => name === index.name)
  const parts = only ? [table] : before.partsOf(table)
  if (ifNotExists && isThere) yield take(concurrently ? 'set option' : 'create index, parts later', table)
  else if (only && before.tables.get(table)?.partitionKey !== undefined) yield take('create index, parts later', table)
  else for (const each of parts) yield take(concurrently ? 'create index concurrently' : 'create index', each)
}

export function* dropIndex({ name, concurrently }: ActionOf<'drop-index'>, { before }: Around): Parts {
  const owner = before.tableOfIndex(name)
  if (owner === undefined) yield noLocks(`the index ${name}`)
  else if (owner.partitionKey !== undefined) yield noLocks(`which indexes of its parts ${name} is for`)
  else yield take(concurrently ? 'drop index concurrently' : 'drop index', owner.name)
}

export function* reindex({ what, of, concurrently }: ActionOf<'reindex'>, { before }: Around): Parts {
  const table = of === 'table' ? before.tables.get(what) : of === 'index' ? ownerOf(what, { before }) : undefined
  if (table === undefined) yield noLocks(of === 'many' ? `which tables are in ${what}` : `${of} ${what}`)
  else if (table.partitionKey !== undefined) yield noLocks(`which parts of ${table.name} are built anew`)
  else {
    const parts = of === 'index' ? [what] : before.indexes(table.name).map(({ name }) => name)
    yield take(concurrently ? 'reindex concurrently' : 'reindex', table.name, { parts })
  }
}

/** The table of an index, that of a key included. */
function ownerOf(index: string, { before }: Pick<Around, 'before'>): PicturedTable | undefined {
  return [...before.tables.values()].find(({ name }) => before.indexes(name).some((each) => each.name === index))
}
