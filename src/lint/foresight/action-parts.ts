import type { Action } from '../action'
import { readsOf } from '../sql/uses'
import { addColumn, alterType, dropColumn, setExpression, setNotNull } from './columns'
import { constraintParts, dropConstraint, enforce, validate } from './constraints'
import { createIndex, dropIndex, reindex } from './indexes'
import { constrainDomain, dropOther, publish, refreshView } from './objects'
import { type Around, noLocks, type Parts, take, takeEach } from './part'
import { outOfReach } from './reach'
import { filling } from './reading'
import { changing } from './rows'
import { attach, createTable, detach, dropTable, readersOf, rewrite, truncate } from './tables'

/** What one action takes. No default branch: a kind of action without an answer does not compile. */
export function* actionParts(action: Action, around: Around): Parts {
  const refusal = outOfReach(action, around)
  if (refusal !== undefined) {
    yield noLocks(refusal)
    return
  }
  switch (action.kind) {
    case 'create-table':
      return yield* createTable(action, around)
    case 'drop-table':
      return yield* dropTable(action, around)
    case 'rename-table':
      return yield take('rename', action.table)
    case 'rename-column':
      return yield* takeEach(around, 'rename', action.table)
    case 'rename-part': {
      const isIndex = action.table === action.from
      return yield isIndex ? take('alter index', action.table) : take('rename', action.table)
    }
    case 'set-schema':
    case 'protect':
    case 'replica-identity':
    case 'rule':
    case 'policy':
    case 'restart-identity':
    case 'drop-identity':
      return yield take('protect table', action.table)
    case 'inherit':
      return yield take('inherit', action.table, { targets: [action.parent] })
    case 'add-column':
      return yield* addColumn(action, around)
    case 'drop-column':
      return yield* dropColumn(action, around)
    case 'alter-type':
      return yield* alterType(action, around)
    case 'set-not-null':
      return yield* setNotNull(action, around)
    case 'drop-not-null':
    case 'set-default':
    case 'add-identity':
    case 'column-storage':
      return yield* takeEach(around, 'alter column', action.table)
    case 'set-expression':
      return yield* setExpression(action, around)
    case 'add-constraint':
      return yield* constraintParts(action.table, action.constraint, around)
    case 'validate-constraint':
      return yield* validate(action, around)
    case 'enforce-constraint':
      return yield* enforce(action, around)
    case 'drop-constraint':
      return yield* dropConstraint(action, around)
    case 'create-index':
      return yield* createIndex(action, around)
    case 'drop-index':
      return yield* dropIndex(action, around)
    case 'alter-index':
      return yield take('alter index', action.index)
    case 'reindex':
      return yield* reindex(action, around)
    case 'rewrite':
      return yield* rewrite(action, around)
    case 'rewrite-all':
      return yield noLocks('all tables of the database, one after the other')
    case 'truncate':
      return yield* truncate(action, around)
    case 'lock-table':
      for (const table of around.before.partsOf(action.table)) {
        yield { kind: 'locks', lock: { table, mode: action.mode } }
      }
      return
    case 'storage':
      return yield take('set option', action.table)
    case 'adjust':
      return yield take(adjusting[action.lock], action.table)
    case 'publish':
      return yield* publish(action)
    case 'trigger':
      return yield* takeEach(around, action.does === 'drop' ? 'drop trigger' : 'create trigger', action.table)
    case 'attach':
      return yield* attach(action, around)
    case 'detach':
      return yield* detach(action, around)
    case 'create-view':
      if (around.before.views.has(action.view)) yield take('protect table', action.view)
      for (const name of readsOf(around.statement.node ?? {})) yield take('look up rows', name)
      return
    case 'refresh-view':
      yield* refreshView(action)
      return yield* filling(action.view, around)
    case 'drop-view':
      yield take('protect table', action.view)
      for (const view of action.cascade ? readersOf(action.view, around) : []) yield take('protect table', view)
      return
    case 'constrain-domain':
      return yield* constrainDomain(action, around)
    case 'alter-sequence':
      if (action.isOwned) yield noLocks(`whose sequence ${action.sequence} becomes`)
      return yield take('alter sequence', action.sequence)
    case 'drop-other':
      return yield* dropOther(action)
    case 'drop-owned':
      return yield noLocks(`what belongs to ${action.role}`)
    case 'of-server':
      return yield noLocks(`what ${action.what} does`)
    case 'analyze':
    case 'vacuum': {
      if (action.tables === 'all') return yield noLocks('all tables of the database, one after the other')
      for (const table of action.tables) yield take(action.kind, table)
      return
    }
    case 'insert':
    case 'update':
    case 'delete':
      return yield* changing(action, around)
    case 'opaque':
      return yield noLocks(`what ${action.what} does`)
    case 'code':
    case 'other':
      return yield noLocks(`what ${wordsOf(around.statement.sql)} does`)
    // No relation that is there.
    case 'rename-type':
    case 'rename-schema':
    case 'create-domain':
    case 'relax-domain':
    case 'domain-default':
    case 'create-enum':
    case 'add-enum-value':
    case 'rename-enum-value':
    case 'grant-columns':
    case 'transaction':
    case 'set':
    case 'reset':
    case 'create-function':
    case 'create-sequence':
    case 'set-sequence':
    // What a query reads and calls is looked at as a whole.
    case 'read':
    case 'call':
    case 'fill-view':
      return
  }
}

const adjusting = { weak: 'look up rows', beside: 'set option', strong: 'protect table' } as const

/** `ALTER EXTENSION`. */
export function wordsOf(sql: string): string {
  return /^[a-z]+(\s+[a-z]+)?/i.exec(sql)?.[0].replace(/\s+/g, ' ').toUpperCase() ?? 'it'
}
