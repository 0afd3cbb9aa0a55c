import { cases, list, text } from './cases'

const lock = 'ALTER TABLE shop_code ADD COLUMN used boolean'

cases('work after a strong lock', {
  'INSERT of a query': {
    rule: 'T104',
    in: `${lock}; INSERT INTO shop_account SELECT code, label FROM shop_code`,
    finds: 'shop_code, while shop_code is locked',
  },
  'a view that is filled': {
    rule: 'T104',
    in: `${lock}; CREATE MATERIALIZED VIEW m AS SELECT title FROM shop_book`,
    finds: 'shop_book, while shop_code is locked',
  },
  'a view that stays empty': {
    rule: 'T104',
    in: `${lock}; CREATE MATERIALIZED VIEW m AS SELECT title FROM shop_book WITH NO DATA`,
  },
  'before the lock': { rule: 'T104', in: `CREATE TABLE n AS SELECT title FROM shop_book; ${lock}` },
  'by an index': {
    rule: 'T104',
    in: `${lock}; INSERT INTO shop_account SELECT id, title FROM shop_book WHERE slug = 'a'`,
  },
  'the end of an index': { rule: 'T104', in: `${lock}; SELECT setval('shop_number_seq', max(id)) FROM shop_book` },
  'a few rows': { rule: 'T104', in: `${lock}; SELECT title FROM shop_book LIMIT 1` },
  'a catalog': { rule: 'T104', in: `${lock}; SELECT count(*) FROM pg_class` },
  'a table made here': {
    rule: 'T104',
    in: `CREATE TABLE n (id bigint); ${lock}; INSERT INTO shop_account (id) SELECT id FROM n`,
  },
  'the lock of a table made here': {
    rule: 'T104',
    in: 'CREATE TABLE n (id bigint); ALTER TABLE n ADD COLUMN b text; INSERT INTO n SELECT id, title FROM shop_book',
  },
  'a weak lock by hand': {
    rule: 'T104',
    in: 'LOCK TABLE shop_code IN ROW SHARE MODE; INSERT INTO shop_account SELECT id, title FROM shop_book',
  },
  'each by itself': { rule: 'T104', in: list(lock, 'CREATE TABLE n AS SELECT title FROM shop_book') },
})

cases('several tables in one transaction', {
  'are said once': {
    rule: 'T105',
    in: `${lock}; ALTER TABLE shop_book ADD COLUMN p int; ALTER TABLE shop_book ADD COLUMN q int; ALTER TABLE shop_author ADD COLUMN r int`,
    finds: 'shop_code, shop_book',
  },
  'in one statement': { rule: 'T105', in: 'TRUNCATE shop_code, shop_account' },
  'of which one is new': { rule: 'T105', in: `CREATE TABLE n (id bigint); ALTER TABLE n ADD COLUMN b int; ${lock}` },
  'each by itself': { rule: 'T105', in: list(lock, 'ALTER TABLE shop_book ADD COLUMN pages integer') },
  'in one text': {
    rule: 'T105',
    in: text(`${lock}; ALTER TABLE shop_book ADD COLUMN pages integer`),
    finds: 'shop_code, shop_book',
  },
})

cases('transactions of texts', {
  'a list, CONCURRENTLY': { rule: 'T106', in: list('CREATE INDEX CONCURRENTLY i ON shop_book (title)', lock) },
  'CONCURRENTLY after a COMMIT': {
    rule: 'T106',
    in: text('BEGIN; COMMIT; DROP INDEX CONCURRENTLY shop_book_slug_idx'),
  },
  'COMMIT outside of a transaction of migrate': { rule: 'T107', in: text(`BEGIN; ${lock}; COMMIT`) },
  'a BEGIN that is ended': { rule: 'T108', in: text(`BEGIN; ${lock}; ROLLBACK`) },
  'a BEGIN that is not': {
    rule: 'T108',
    in: text(`BEGIN; ${lock}; COMMIT; START TRANSACTION; SELECT 1`),
    finds: 'START',
  },
})

cases('lock timeouts', {
  none: { rule: 'T113', in: `SET LOCAL lock_timeout = 0; ${lock}`, finds: '0 for shop_code' },
  'too late': { rule: 'T113', in: `${lock}; SET LOCAL lock_timeout = '2s'`, finds: '2s after the lock on shop_code' },
  'put back': { rule: 'T113', in: `SET LOCAL lock_timeout = '2s'; ${lock}; SET LOCAL lock_timeout = 0` },
  'for CONCURRENTLY': {
    rule: 'T113',
    in: list('SET lock_timeout = 0', 'CREATE INDEX CONCURRENTLY i ON shop_book (title)'),
  },
  'in ms': { rule: 'T113', in: `SET LOCAL lock_timeout = 3000; ${lock}` },
  'for nothing': { rule: 'T113', in: "SET LOCAL lock_timeout = '1h'; UPDATE shop_book SET stock = 1 WHERE id = 1" },
})

cases('VALIDATE', {
  'before the lock': {
    rule: 'T116',
    past: 'ALTER TABLE shop_book ADD CONSTRAINT c CHECK (stock >= 0) NOT VALID',
    in: `ALTER TABLE shop_book VALIDATE CONSTRAINT c; ${lock}`,
  },
  'while another table is locked': {
    rule: 'T116',
    past: 'ALTER TABLE shop_book ADD CONSTRAINT c CHECK (stock >= 0) NOT VALID',
    in: `${lock}; ALTER TABLE shop_book VALIDATE CONSTRAINT c`,
    finds: 'c of shop_book, while shop_code is locked',
  },
  'of what is added beside it, which is another rule': {
    rule: 'T116',
    in: 'ALTER TABLE shop_book ADD CONSTRAINT c CHECK (stock >= 0) NOT VALID; ALTER TABLE shop_book VALIDATE CONSTRAINT c',
  },
})
