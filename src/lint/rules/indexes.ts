import { aloneIn, inNoTransaction } from '../in-no-transaction'
import { milliseconds } from '../milliseconds'
import type { Rule } from '../rule'
import { goesWithColumn, later, ofKind, on, onLive, type Subject, sets } from '../subject'

/** Most transactions are over by then. */
const longEnoughMs = 60_000

/** Indexes of tables that others use. */
export const indexes: readonly Rule[] = [
  {
    id: 'L401',
    name: 'index-build',
    severity: 'error',
    about: 'locks',
    title: 'an index that is built while nobody writes',
    why: 'Each write waits until the whole table has been read.',
    instead: 'CREATE INDEX CONCURRENTLY, outside a transaction (`atomic: false`).',
    bad: ['CREATE INDEX i ON shop_book (title)'],
    good: ['CREATE INDEX CONCURRENTLY i ON shop_book (title)'],
    finds: onLive('create-index', ({ table, index, concurrently, only }, { picture }) => {
      const isPartitioned = picture.tables.get(table)?.partitionKey !== undefined
      // Nobody writes a materialized view, and who reads it does not wait.
      const isWritten = !isPartitioned && !picture.storedViews.has(table)
      return !concurrently && !only && isWritten && `${index.name} of ${table}`
    }),
  },
  {
    id: 'L402',
    name: 'index-drop',
    severity: 'warning',
    about: 'locks',
    title: 'an index that is dropped while nobody reads or writes',
    why: 'Short by itself; but all wait behind it while it waits for the longest query on the table.',
    instead: 'DROP INDEX CONCURRENTLY, outside a transaction (`atomic: false`).',
    bad: ['DROP INDEX shop_book_slug_idx'],
    good: ['DROP INDEX CONCURRENTLY shop_book_slug_idx'],
    finds: on('drop-index', ({ name, concurrently }, subject) => {
      const owner = subject.of.start.tableOfIndex(name)
      const isLive = subject.picture.tableOfIndex(name)?.isNew !== true
      const goes = owner && goesWithColumn(subject, owner.name, owner.indexes.get(name)?.columns ?? [])
      return !concurrently && isLive && goes !== true && !isOfConstraint(subject, name) && name
    }),
  },
  {
    id: 'L403',
    name: 'concurrently-in-transaction',
    severity: 'error',
    about: 'running',
    title: 'CONCURRENTLY, VACUUM or the like in a transaction',
    why: 'PostgreSQL refuses it (25001).',
    instead: '`atomic: false` on the operation.',
    bad: ['CREATE TABLE shop_note (id bigint); CREATE INDEX CONCURRENTLY i ON shop_book (title)'],
    good: ['CREATE INDEX CONCURRENTLY i ON shop_book (title)'],
    finds: on(inNoTransaction, (action, { transaction, isOwnSql }) => {
      return isOwnSql && transaction.isOfMigrate && aloneIn(action)
    }),
  },
  {
    id: 'L404',
    name: 'index-of-partitioned-table',
    severity: 'error',
    about: 'locks',
    title: 'an index of a partitioned table and all its partitions',
    why: 'Nobody writes any of them until all are built, and CONCURRENTLY is refused (0A000).',
    instead:
      'CREATE INDEX ON ONLY the table; CONCURRENTLY on each partition; ALTER INDEX … ATTACH PARTITION. DROP INDEX of it without CONCURRENTLY.',
    bad: ['CREATE INDEX i ON shop_sale (id)'],
    good: ['CREATE INDEX i ON ONLY shop_sale (id)'],
    finds: onLive(['create-index', 'drop-index'], (action, { picture }) => {
      const isNew = action.kind === 'create-index'
      const owner = isNew ? picture.tables.get(action.table) : picture.tableOfIndex(action.name)
      const isWhole = isNew ? !action.only : action.concurrently
      if (owner?.partitionKey === undefined || !isWhole) return false
      return `${isNew ? action.index.name : action.name} of ${owner.name}`
    }),
  },
  {
    id: 'L405',
    name: 'reindex',
    severity: 'error',
    about: 'locks',
    title: 'indexes that are built anew while nobody writes',
    why: 'Whoever would use the index waits as well.',
    instead: 'REINDEX CONCURRENTLY.',
    bad: ['REINDEX TABLE shop_book'],
    good: ['REINDEX TABLE CONCURRENTLY shop_book'],
    finds: on('reindex', ({ what, concurrently }, { picture }) => {
      const owner = picture.tables.get(what) ?? picture.tableOfIndex(what)
      return !concurrently && owner?.isNew !== true && what
    }),
  },
  {
    id: 'L406',
    name: 'invalid-index',
    severity: 'error',
    about: 'data',
    title: 'an invalid index may stay',
    why: 'A build that fails leaves one, and IF NOT EXISTS takes it for the index: nothing is found by it, or kept unique.',
    instead:
      'CREATE INDEX CONCURRENTLY by itself: migrate looks for what an earlier run has left. Duplicates go first.',
    bad: ['CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON shop_book (title)'],
    good: ['CREATE INDEX CONCURRENTLY i ON shop_book (title)'],
    finds: on('create-index', ({ table, index, concurrently, ifNotExists }, { run }) => {
      const fails = index.unique && run.data.duplicates.has(`${table}(${index.columns.join(', ')})`)
      return concurrently && (ifNotExists || fails) && `${index.name} of ${table}`
    }),
  },
  {
    id: 'L407',
    name: 'replace-index-order',
    severity: 'warning',
    about: 'data',
    title: 'an index is dropped before the one that takes its place is built',
    why: 'In between, queries read the whole table.',
    instead: 'Build the new one first, under another name.',
    bad: ['DROP INDEX CONCURRENTLY shop_book_slug_idx', 'CREATE INDEX CONCURRENTLY i ON shop_book (slug, title)'],
    good: ['CREATE INDEX CONCURRENTLY i ON shop_book (slug, title)', 'DROP INDEX CONCURRENTLY shop_book_slug_idx'],
    finds: on('drop-index', ({ name }, subject) => {
      const { picture, transaction, of } = subject
      const owner = picture.tableOfIndex(name)
      const first = owner?.indexes.get(name)?.columns[0]
      if (owner === undefined || owner.isNew || first === undefined) return false
      const isOther = picture.indexes(owner.name).some((each) => each.name !== name && each.columns[0] === first)
      const next = ofKind(later(subject), 'create-index').find(
        ({ action }) => action.table === owner.name && action.index.columns[0] === first,
      )
      if (next === undefined || isOther) return false
      // Nobody sees what is in between.
      const isAtOnce = next.transaction === transaction || (next.of === of && !subject.isOwnSql)
      return !isAtOnce && `${name} before ${next.action.index.name}`
    }),
  },
  {
    id: 'L408',
    name: 'wide-index',
    severity: 'off',
    about: 'data',
    title: 'an index over more than three columns',
    why: 'Few queries need the last of them, and each write keeps it.',
    instead: 'The columns that most queries compare; the others in INCLUDE, if at all.',
    bad: ['CREATE INDEX CONCURRENTLY i ON shop_book (title, slug, price, stock)'],
    good: ['CREATE INDEX CONCURRENTLY i ON shop_book (title, slug, price)'],
    finds: on('create-index', ({ table, index, parts }) => !index.unique && parts > 3 && `${index.name} of ${table}`),
  },
  {
    id: 'L411',
    name: 'duplicate-index',
    severity: 'warning',
    about: 'data',
    title: 'an index over the columns of another',
    why: 'Each write keeps both, and no query needs both.',
    instead: 'Leave it out.',
    bad: ['CREATE INDEX CONCURRENTLY i ON shop_book (slug)'],
    good: ['CREATE INDEX CONCURRENTLY i ON shop_book (slug, title)'],
    finds: onLive('create-index', ({ table, index, ifNotExists }, subject) => {
      const others = subject.picture.indexes(table).filter((other) => other.plain && other.name !== index.name)
      // One that is unique finds rows as well as one that is not.
      const same = others.find(
        (other) => (other.unique || !index.unique) && other.columns.join() === index.columns.join(),
      )
      const goes = ofKind(later(subject), 'drop-index').some(({ action }) => action.name === same?.name)
      return (
        index.plain && !ifNotExists && same !== undefined && !goes && `${index.name} of ${table}, like ${same.name}`
      )
    }),
  },
  {
    id: 'L412',
    name: 'drop-index-of-constraint',
    severity: 'error',
    about: 'data',
    title: 'the index of a constraint cannot be dropped',
    why: 'PostgreSQL refuses it (2BP01).',
    instead: 'Drop the constraint.',
    bad: ['DROP INDEX shop_book_isbn_key'],
    good: ['DROP INDEX CONCURRENTLY shop_book_slug_idx'],
    finds: on('drop-index', ({ name }, subject) => isOfConstraint(subject, name) && name),
  },
  {
    id: 'L413',
    name: 'analyze-after',
    severity: 'warning',
    about: 'data',
    title: 'an index over an expression, and no ANALYZE after it',
    why: 'How often each of its values is there is known only then: until autovacuum comes, plans are made by guess.',
    instead: 'ANALYZE of the table after it; nobody waits for that.',
    bad: ['CREATE INDEX CONCURRENTLY i ON shop_book (lower(title))'],
    good: ['CREATE INDEX CONCURRENTLY i ON shop_book (lower(title))', 'ANALYZE shop_book'],
    finds: onLive('create-index', ({ table, index, overExpression }, subject) => {
      const isAnalyzed = ofKind(later(subject), 'analyze').some(
        ({ action: { tables } }) => tables === 'all' || tables.includes(table),
      )
      // Of one that is unique it is known: each once.
      return overExpression && !index.unique && !isAnalyzed && `${index.name} of ${table}`
    }),
  },
  {
    id: 'L414',
    name: 'concurrently-with-lock-timeout',
    severity: 'error',
    about: 'running',
    title: 'a lock timeout around CONCURRENTLY',
    why: 'It waits for every older transaction, which the timeout counts; then it fails, and leaves an invalid index.',
    instead: 'No lock_timeout, or one of minutes: nobody waits for it.',
    bad: ["SET lock_timeout = '2s'; CREATE INDEX CONCURRENTLY i ON shop_book (title)"],
    good: ['CREATE INDEX CONCURRENTLY i ON shop_book (title)'],
    finds: on(['create-index', 'drop-index', 'reindex'], (action, subject) => {
      const { subjects } = subject.of
      const set = subjects.slice(0, subjects.indexOf(subject)).findLast((each) => sets(each.action, 'lock_timeout'))
      if (!action.concurrently || set?.action.kind !== 'set') return false
      const ms = milliseconds(set.action.value)
      return (ms === undefined || (ms > 0 && ms < longEnoughMs)) && set.action.value
    }),
  },
]

function isOfConstraint({ picture }: Subject, name: string): boolean {
  return [...picture.tables.values()].some(({ constraints }) => {
    const kind = constraints.get(name)?.kind
    return kind === 'unique' || kind === 'primary' || kind === 'exclusion'
  })
}
