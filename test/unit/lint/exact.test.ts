import { RunCode } from '../../../src/operations'
import { cases, list } from './cases'
import { sqlMigration } from './linted'

const dropKey = 'ALTER TABLE shop_account DROP CONSTRAINT shop_account_pkey'
cases('published tables', {
  'all of them': { rule: 'L317', past: 'CREATE PUBLICATION p FOR ALL TABLES', in: dropKey, finds: 'shop_account' },
  'of a schema': {
    rule: 'L317',
    past: 'CREATE PUBLICATION p FOR TABLES IN SCHEMA public',
    in: dropKey,
    finds: 'shop_account',
  },
  'a column of the key': {
    rule: 'L317',
    past: 'CREATE PUBLICATION p; ALTER PUBLICATION p ADD TABLE shop_account',
    in: 'ALTER TABLE shop_account DROP COLUMN id',
    finds: 'shop_account',
  },
  'not any more': {
    rule: 'L317',
    past: 'CREATE PUBLICATION p FOR TABLE shop_account, shop_book; ALTER PUBLICATION p SET TABLE shop_book',
    in: dropKey,
  },
  'taken out': {
    rule: 'L317',
    past: 'CREATE PUBLICATION p FOR TABLE shop_account; ALTER PUBLICATION p DROP TABLE shop_account',
    in: dropKey,
  },
  'of a publication that is gone': {
    rule: 'L317',
    past: 'CREATE PUBLICATION p FOR TABLE shop_account; DROP PUBLICATION p',
    in: dropKey,
  },
  'of new rows only': {
    rule: 'L317',
    past: "CREATE PUBLICATION p FOR TABLE shop_account WITH (publish = 'insert')",
    in: dropKey,
  },
  'with another key at once': {
    rule: 'L317',
    past: 'CREATE PUBLICATION p FOR TABLE shop_account',
    in: `${dropKey}; ALTER TABLE shop_account ADD PRIMARY KEY (id)`,
  },
  'by no publication': { rule: 'L317', in: dropKey },
})

const build = 'CREATE INDEX CONCURRENTLY i ON shop_book (slug, title)'
cases('an index in the place of another', {
  'while a third is there': {
    rule: 'L407',
    past: 'CREATE INDEX third ON shop_book (slug, stock)',
    in: ['DROP INDEX CONCURRENTLY shop_book_slug_idx', build],
  },
  'in one transaction': { rule: 'L407', in: 'DROP INDEX shop_book_slug_idx; CREATE INDEX i ON shop_book (slug)' },
  'over other columns': {
    rule: 'L407',
    in: ['DROP INDEX CONCURRENTLY shop_book_slug_idx', 'CREATE INDEX CONCURRENTLY i ON shop_book (title, slug)'],
  },
})

cases('indexes over expressions', {
  'that are unique': { rule: 'L413', in: 'CREATE UNIQUE INDEX CONCURRENTLY i ON shop_book (lower(title))' },
  'of a new table': { rule: 'L413', in: 'CREATE TABLE n (a text); CREATE INDEX i ON n (lower(a))' },
  'and VACUUM ANALYZE': {
    rule: 'L413',
    in: list('CREATE INDEX CONCURRENTLY i ON shop_book (lower(title))', 'VACUUM (ANALYZE) shop_book'),
  },
  'and ANALYZE of another table': {
    rule: 'L413',
    in: list('CREATE INDEX CONCURRENTLY i ON shop_book (lower(title))', 'ANALYZE shop_code'),
    finds: 'i of shop_book',
  },
  'and a partial one over columns': {
    rule: 'L413',
    in: 'CREATE INDEX CONCURRENTLY i ON shop_book (title) WHERE lower(slug) IS NULL',
  },
})

function partitions(count: number): string {
  return Array.from(
    { length: count },
    (_, n) =>
      `CREATE TABLE shop_part_${n} PARTITION OF shop_sale FOR VALUES FROM ('${3000 + n}-01-01') TO ('${3001 + n}-01-01')`,
  ).join(';')
}
cases('partitions', {
  'too many': {
    rule: 'L518',
    past: partitions(64),
    in: 'ALTER TABLE shop_sale ADD COLUMN note text',
    finds: 'shop_sale, 65 of them',
  },
  'as many as can be': { rule: 'L518', past: partitions(63), in: 'ALTER TABLE shop_sale ADD COLUMN note text' },
  'a check of all their rows': {
    rule: 'L518',
    past: `${partitions(64)}; ALTER TABLE shop_sale ADD CONSTRAINT c CHECK (day > '2000-01-01') NOT VALID`,
    in: 'ALTER TABLE shop_sale VALIDATE CONSTRAINT c',
    finds: 'shop_sale, 65 of them',
  },
  'what does not reach them': { rule: 'L518', past: partitions(64), in: 'ALTER TABLE shop_sale RENAME TO shop_sold' },
})

cases('views with *', {
  'of one table of several': {
    rule: 'C110',
    in: 'CREATE VIEW v AS SELECT b.*, a.name FROM shop_book b JOIN shop_author a ON a.id = b.author_id',
    finds: 'v, of shop_book',
  },
  'in a UNION': {
    rule: 'C110',
    in: 'CREATE VIEW v AS SELECT id, name FROM shop_author UNION SELECT * FROM shop_account',
    finds: 'v, of shop_account',
  },
  'of a query with names': { rule: 'C110', in: 'CREATE VIEW v AS SELECT * FROM (SELECT id, title FROM shop_book) b' },
  'of a WITH': { rule: 'C110', in: 'CREATE VIEW v AS WITH b AS (SELECT id FROM shop_book) SELECT * FROM b' },
  'that counts': { rule: 'C110', in: 'CREATE VIEW v AS SELECT count(*) FROM shop_book' },
  'in EXISTS': {
    rule: 'C110',
    in: 'CREATE VIEW v AS SELECT id FROM shop_author WHERE EXISTS (SELECT * FROM shop_book)',
  },
})

cases('views in the place of tables', {
  'as the target of a foreign key': {
    rule: 'C114',
    in: 'ALTER TABLE shop_code ADD CONSTRAINT f FOREIGN KEY (code) REFERENCES shop_titles NOT VALID',
    finds: 'shop_titles',
  },
  'with the name of a constraint': {
    rule: 'C114',
    in: 'INSERT INTO shop_titles VALUES (1) ON CONFLICT ON CONSTRAINT shop_book_pkey DO NOTHING',
    finds: 'shop_titles',
  },
  'with columns': { rule: 'C114', in: 'INSERT INTO shop_titles VALUES (1) ON CONFLICT (id) DO NOTHING' },
  'that is gone': { rule: 'C114', in: 'DROP VIEW shop_titles; TRUNCATE shop_titles' },
  'that is a table by now': {
    rule: 'C114',
    in: 'ALTER VIEW shop_titles RENAME TO titles; CREATE TABLE shop_titles (id bigint); TRUNCATE shop_titles',
  },
})

const pages = 'ALTER TABLE shop_book ADD COLUMN pages integer'
const full = 'ALTER TABLE shop_book ALTER pages SET NOT NULL'
const code = sqlMigration('0003_code', '', { operations: [new RunCode({ code: () => Promise.resolve() })] })
cases('columns that are still NULL', {
  'with a default that comes later': {
    rule: 'D102',
    in: [pages, 'ALTER TABLE shop_book ALTER pages SET DEFAULT 1', full],
    finds: 'shop_book.pages',
  },
  'a check that is validated': {
    rule: 'D102',
    in: [
      pages,
      'ALTER TABLE shop_book ADD CONSTRAINT f CHECK (pages IS NOT NULL) NOT VALID',
      'ALTER TABLE shop_book VALIDATE CONSTRAINT f',
    ],
    finds: 'shop_book.pages',
  },
  'filled by SQL': { rule: 'D102', in: [pages, 'UPDATE shop_book SET pages = 1', full] },
  'filled by code': { rule: 'D102', in: [pages, code, full] },
  'filled by a function': { rule: 'D102', in: [pages, 'SELECT fill_pages()', full] },
  'filled by what cannot be read': { rule: 'D102', in: [pages, 'DO $$ BEGIN END $$', full] },
  'filled in the WITH of another': {
    rule: 'D102',
    in: [pages, 'WITH f AS (UPDATE shop_book SET pages = 1 RETURNING 1) SELECT count(*) FROM f', full],
  },
  'filled with its type': {
    rule: 'D102',
    in: [pages, 'ALTER TABLE shop_book ALTER pages TYPE bigint USING 1', full],
  },
  'of a domain, which may have a default': {
    rule: 'D102',
    in: ['ALTER TABLE shop_book ADD COLUMN pages shop_number', full],
  },
  'which are added to a new table': {
    rule: 'D102',
    in: 'CREATE TABLE n (a int); ALTER TABLE n ADD COLUMN b int; ALTER TABLE n ALTER b SET NOT NULL',
  },
})

const kinds = 'CREATE TABLE shop_kind (id bigint PRIMARY KEY)'
const kind = 'ALTER TABLE shop_book ADD COLUMN kind_id bigint'
const refers = 'ALTER TABLE shop_book ADD CONSTRAINT k FOREIGN KEY (kind_id) REFERENCES shop_kind'
cases('references to an empty table', {
  'of a column with a default': {
    rule: 'D103',
    in: [kinds, `${kind} DEFAULT 1`, refers],
    finds: 'shop_book(kind_id) to shop_kind',
  },
  'once they are validated': {
    rule: 'D103',
    in: [kinds, `${kind} DEFAULT 1`, `${refers} NOT VALID`, 'ALTER TABLE shop_book VALIDATE CONSTRAINT k'],
    finds: 'shop_book(kind_id) to shop_kind',
  },
  'of a column that was full before': {
    rule: 'D103',
    in: [kinds, 'ALTER TABLE shop_book ADD CONSTRAINT k FOREIGN KEY (id) REFERENCES shop_kind'],
    finds: 'shop_book(id) to shop_kind',
  },
  'of a column that is NULL': { rule: 'D103', in: [kinds, kind, refers] },
  'of a column with a default for new rows only': {
    rule: 'D103',
    in: [kinds, kind, 'ALTER TABLE shop_book ALTER kind_id SET DEFAULT 1', refers],
  },
  'that has rows by then': {
    rule: 'D103',
    in: [kinds, `${kind} DEFAULT 1`, 'INSERT INTO shop_kind VALUES (1)', refers],
  },
  'that code may fill': { rule: 'D103', in: [kinds, `${kind} DEFAULT 1`, code, refers] },
  'that a query has made': {
    rule: 'D103',
    in: ['CREATE TABLE shop_kind AS SELECT 1 AS id', `${kind} DEFAULT 1`, refers],
  },
  'that was there before': { rule: 'D103', past: kinds, in: [`${kind} DEFAULT 1`, refers] },
})

const retype = (column: string, type: string): string => `ALTER TABLE shop_book ALTER ${column} TYPE ${type}`
cases('types', {
  'numbers with fewer digits': {
    rule: 'D106',
    in: retype('stock', 'real'),
    finds: 'shop_book.stock, integer to real',
  },
  'numbers with enough': { rule: 'D106', in: retype('stock', 'double precision') },
  'a smaller one of the same kind, which is another rule': { rule: 'D106', in: retype('price', 'numeric(8, 1)') },
  'larger numbers': { rule: 'C107', in: retype('stock', 'bigint'), finds: 'shop_book.stock, integer to bigint' },
  'no larger ones': { rule: 'C107', in: retype('slug', 'varchar') },
  'less before the point, and more after it': { rule: 'C107', in: retype('price', 'numeric(10, 4)') },
})

cases('names', {
  'with their schema': { rule: 'T112', in: 'DROP TABLE public.shop_code' },
  without: { rule: 'T112', in: 'DROP TABLE shop_code', finds: 'shop_code' },
  'of a WITH': { rule: 'T112', in: 'WITH b AS (SELECT 1) INSERT INTO public.shop_code SELECT * FROM b' },
  'of a temporary table': { rule: 'T112', in: 'CREATE TEMP TABLE b (id bigint); INSERT INTO b VALUES (1)' },
})

cases('keys', {
  'of a copy': { rule: 'S108', in: 'CREATE TABLE n (LIKE shop_book INCLUDING ALL)' },
  'of a partition': {
    rule: 'S108',
    in: "CREATE TABLE n PARTITION OF shop_sale FOR VALUES FROM ('2030-01-01') TO ('2031-01-01')",
  },
})
