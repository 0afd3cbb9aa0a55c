import type { ActionOf } from '../action'
import { type Node, relationName } from '../sql/nodes'
import { type Around, noLocks, noWork, type Parts, take } from './part'

export function* publish({ of: { tables, schemas }, publication }: ActionOf<'publish'>): Parts {
  for (const table of tables) yield take('set option', table)
  if (schemas.length > 0) yield noLocks(`which tables of ${schemas.join(', ')} the publication ${publication} has`)
}

export function* refreshView({ view, concurrently }: ActionOf<'refresh-view'>): Parts {
  yield take(concurrently ? 'refresh view concurrently' : 'refresh view', view)
  if (concurrently) yield noWork(`how many rows of ${view} change`)
}

/** From 18 on the relations themselves are locked, and not only their rights. */
export function* granting({ targtype, objects = [] }: NonNullable<Node['GrantStmt']>, { version }: Around): Parts {
  if (version < 18 || targtype !== 'ACL_TARGET_OBJECT') return
  for (const { RangeVar: range } of objects) if (range !== undefined) yield take('look up rows', relationName(range))
}

/** The values of all columns of the domain are looked at. */
export function* constrainDomain({ domain, how }: ActionOf<'constrain-domain'>, { before }: Around): Parts {
  if (how === 'add not valid') return
  for (const { name, columns, heirs, partitionKey } of before.tables.values()) {
    if (![...columns.values()].some(({ type }) => type.name === domain)) continue
    if (heirs.length > 0 || partitionKey !== undefined) yield noLocks(`which parts of ${name} are looked at`)
    yield take('hold to domain', name)
  }
  const over = [...before.domains].find(([, { base }]) => base.name === domain)
  if (over !== undefined) yield noLocks(`which tables have columns of ${over[0]}`)
}

export function* dropOther({ what, name, cascade }: ActionOf<'drop-other'>): Parts {
  if (cascade || !(free.has(what) || what === 'sequence')) {
    yield noLocks(`what the ${what} ${name} takes along`)
    return
  }
  if (what === 'sequence') yield take('protect table', name)
}

/** What no relation is locked for, as long as nothing rests on it. */
const free: ReadonlySet<string> = new Set(
  'function aggregate procedure routine type domain schema collation conversion operator cast language publication'.split(
    ' ',
  ),
)
