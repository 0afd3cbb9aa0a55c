import type { Node } from '../sql/nodes'
import { isWhole, locksRows, readsOf } from '../sql/uses'
import { callingIn } from './calls'
import { type Around, noLocks, noWork, type Parts, take } from './part'

/** What the queries of a statement take of the relations that they read. */
export function* reading(around: Around): Parts {
  const { node } = around.statement
  if (node === undefined) return
  if (node.CreateTableAsStmt?.into.skipData) {
    for (const name of readsOf(node)) yield take('look up rows', name)
    return
  }
  const query = queryOf(node)
  const [isAll, locks, names] = [query !== undefined && isWhole(query), locksRows(node), readsOf(node)]
  if (locks && names.length > 1) yield noLocks('of which of its tables it locks rows')
  for (const name of names) yield* read(name, { isAll, mode: locks ? 'lock rows' : 'look up rows' }, around)
}

interface Reading {
  /** All rows, and not those that a condition leaves. */
  readonly isAll: boolean
  readonly mode: 'look up rows' | 'lock rows'
}

/** A query of a view is one of the relations below it. */
export function* read(name: string, reading: Reading, around: Around): Parts {
  const { isAll, mode } = reading
  const { tables, views, storedViews } = around.before
  const [table, view] = [tables.get(name), views.get(name)]
  if (table !== undefined) {
    yield* secured(name, around)
    if (table.heirs.length > 0) yield noLocks(`which of the tables that inherit from ${name} it reads`)
    if (table.partitions.length > 0 && !isAll) yield noLocks(`which parts of ${name} it reads`)
    for (const each of around.before.partsOf(name)) yield take(isAll && mode !== 'lock rows' ? 'read rows' : mode, each)
    if (!isAll) yield noWork(`how many rows of ${name} it reads`)
  } else if (view !== undefined) {
    yield take(mode, name)
    yield* callingIn(view, around)
    for (const below of view.tables) yield* read(below, { isAll: false, mode }, around)
  } else if (storedViews.has(name)) {
    yield take(mode, name)
    yield noWork(`how many rows of ${name} it reads`)
  } else if (!/^(pg_|information_schema\.)/.test(name)) yield noLocks(`the relation ${name}`)
}

/** Policies may read other tables, and leave rows out. */
export function* secured(table: string, { named }: Around): Parts {
  if (named.secured.has(table)) yield noLocks(`what the policies of ${table} read, and which rows they hide`)
}

/** The relations of which a view is made when it is filled. */
export function* filling(view: string, around: Around): Parts {
  const below = around.before.storedViews.get(view)
  if (below === undefined) yield noLocks(`the view ${view}`)
  else yield* callingIn(below, around)
  for (const name of below?.tables ?? []) yield* read(name, { isAll: false, mode: 'look up rows' }, around)
}

function queryOf(node: Node): Node | undefined {
  const { SelectStmt, InsertStmt, CreateTableAsStmt, CopyStmt } = node
  if (SelectStmt !== undefined) return { SelectStmt }
  return InsertStmt?.selectStmt ?? CreateTableAsStmt?.query ?? CopyStmt?.query
}
