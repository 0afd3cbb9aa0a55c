import type { Picture } from '../picture'
import type { Rule } from '../rule'
import { on, onLive } from '../subject'

const ofTablesOnly = [
  'add-column',
  'drop-column',
  'alter-type',
  'set-not-null',
  'drop-not-null',
  'add-constraint',
  'create-index',
  'truncate',
] as const

/** Views, and what they do not let one do. */
export const views: readonly Rule[] = [
  {
    id: 'L608',
    name: 'refresh-materialized-view',
    severity: 'warning',
    about: 'locks',
    title: 'REFRESH MATERIALIZED VIEW without CONCURRENTLY',
    why: 'Nobody reads the view until its query is done.',
    instead: 'CONCURRENTLY, for which it needs a unique index.',
    bad: ['REFRESH MATERIALIZED VIEW shop_totals'],
    good: ['REFRESH MATERIALIZED VIEW CONCURRENTLY shop_totals'],
    finds: on('refresh-view', ({ view, concurrently }, { picture }) => !concurrently && picture.isLive(view) && view),
  },
  {
    id: 'L609',
    name: 'create-materialized-view-with-data',
    severity: 'warning',
    about: 'data',
    title: 'a materialized view that is filled in the migration',
    why: 'Its query holds back VACUUM and other migrations as long as it runs.',
    instead: 'WITH NO DATA; fill it after the release.',
    bad: ['CREATE MATERIALIZED VIEW shop_sums AS SELECT sum(stock) FROM shop_book'],
    good: ['CREATE MATERIALIZED VIEW shop_sums AS SELECT sum(stock) FROM shop_book WITH NO DATA'],
    finds: on('fill-view', ({ view, filled }) => filled && view),
  },
  {
    id: 'L610',
    name: 'view-depends',
    severity: 'error',
    about: 'data',
    title: 'a column goes that a view or a computed column reads',
    why: 'PostgreSQL refuses it (2BP01).',
    instead: 'Drop the view before, and create it again after, in the same transaction.',
    bad: ['ALTER TABLE shop_book DROP COLUMN title'],
    good: ['ALTER TABLE shop_book ADD COLUMN pages integer'],
    finds: onLive('drop-column', ({ table, column, cascade }, { picture }) => {
      const readers = picture.readersOf(table, column)
      return !cascade && readers.length > 0 && `${table}.${column}: ${readers.join(', ')}`
    }),
  },
  {
    id: 'C110',
    name: 'star-select',
    severity: 'warning',
    about: 'releases',
    title: 'a view with all columns that a table has just now',
    why: 'PostgreSQL writes `*` out when the view is made: made anew it has others, and prepared statements that read all of it fail (0A000).',
    instead: 'The columns by name.',
    bad: ['CREATE VIEW shop_all AS SELECT * FROM shop_book'],
    good: ['CREATE VIEW shop_all AS SELECT id, title FROM shop_book'],
    finds: on(['create-view', 'fill-view'], ({ view, starred }) => {
      return starred.length > 0 && `${view}, of ${starred.join(', ')}`
    }),
  },
  {
    id: 'C114',
    name: 'view-limits',
    severity: 'error',
    about: 'data',
    title: 'something that PostgreSQL does with tables only',
    why: 'The name is that of a view, and it refuses (42809; 42704 for a constraint in ON CONFLICT).',
    instead: 'The table that the view reads.',
    bad: ['CREATE INDEX CONCURRENTLY i ON shop_titles (title)'],
    good: ["ALTER TABLE shop_titles ALTER title SET DEFAULT ''"],
    finds: on([...ofTablesOnly, 'insert'], (action, { picture }) => {
      const target = action.kind === 'add-constraint' ? action.constraint.target : undefined
      if (action.kind === 'insert' && !action.namesConstraint) return false
      if (isView(picture, action.table)) return action.table
      return target !== undefined && isView(picture, target) && target
    }),
  },
]

function isView(picture: Picture, name: string): boolean {
  return picture.views.has(name) && !picture.tables.has(name)
}
