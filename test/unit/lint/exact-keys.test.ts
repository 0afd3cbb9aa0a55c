import { cases, list } from './cases'

const check = 'ALTER TABLE shop_book DROP CONSTRAINT shop_book_price_check'
const again = (condition: string): string => `ALTER TABLE shop_book ADD CONSTRAINT shop_book_price_check ${condition}`
cases('constraints that are made anew', {
  'a check of all rows': {
    rule: 'L302',
    in: `${check}; ${again('CHECK (price > 1)')}`,
    finds: 'shop_book_price_check of shop_book',
  },
  'a check that the release before does not keep to': {
    rule: 'C106',
    in: `${check}; ${again('CHECK (price > 1)')}`,
    finds: 'shop_book_price_check of shop_book',
  },
  'a unique index, which holds rows to as much as a constraint': {
    rule: 'C106',
    in: 'CREATE UNIQUE INDEX i ON shop_book (lower(title))',
    finds: 'i of shop_book',
  },
  'a unique index of a new column': {
    rule: 'C106',
    in: 'ALTER TABLE shop_book ADD COLUMN code text; CREATE UNIQUE INDEX i ON shop_book (code)',
  },
  'a unique index that is made anew': {
    rule: 'C106',
    past: 'CREATE UNIQUE INDEX i ON shop_book (title)',
    in: 'DROP INDEX i; CREATE UNIQUE INDEX i ON shop_book (title)',
  },
  'a unique index of its name over other columns': {
    rule: 'C106',
    past: 'CREATE UNIQUE INDEX i ON shop_book (title)',
    in: 'DROP INDEX i; CREATE UNIQUE INDEX i ON shop_book (slug)',
    finds: 'i of shop_book',
  },
  'a check around another type': {
    rule: 'L302',
    in: `${check}; ALTER TABLE shop_book ALTER price TYPE bigint; ${again('CHECK (price > 0)')}`,
  },
  'a check, in another transaction': { rule: 'L311', in: list(check, again('CHECK (price > 1) NOT VALID')) },
  'a primary key over another column': {
    rule: 'L305',
    in: 'ALTER TABLE shop_account DROP CONSTRAINT shop_account_pkey, ADD PRIMARY KEY (name)',
    finds: 'shop_account_pkey of shop_account',
  },
  'a primary key over another column, which upserts name': {
    rule: 'C115',
    in: 'ALTER TABLE shop_account DROP CONSTRAINT shop_account_pkey, ADD PRIMARY KEY (name)',
    finds: 'shop_account_pkey of shop_account',
  },
  'a primary key over the same column': {
    rule: 'C115',
    in: 'ALTER TABLE shop_account DROP CONSTRAINT shop_account_pkey, ADD PRIMARY KEY (id)',
  },
  'several foreign keys around another type': {
    rule: 'L309',
    past: 'ALTER TABLE shop_code ADD CONSTRAINT a FOREIGN KEY (code) REFERENCES shop_author',
    in: `ALTER TABLE shop_code DROP CONSTRAINT a; ALTER TABLE shop_book DROP CONSTRAINT shop_book_author_id_fkey;
      ALTER TABLE shop_author ALTER id TYPE numeric;
      ALTER TABLE shop_code ADD CONSTRAINT a FOREIGN KEY (code) REFERENCES shop_author;
      ALTER TABLE shop_book ADD CONSTRAINT shop_book_author_id_fkey FOREIGN KEY (author_id) REFERENCES shop_author`,
  },
})

const unique = 'CREATE UNIQUE INDEX shop_book_slug_key ON shop_book (slug)'
const drop = 'DROP INDEX CONCURRENTLY shop_book_slug_key'
cases('unique indexes that go', {
  'for good': { rule: 'C115', past: unique, in: drop, finds: 'shop_book_slug_key of shop_book' },
  'after another one came': {
    rule: 'C115',
    past: unique,
    in: ['CREATE UNIQUE INDEX CONCURRENTLY i ON shop_book (slug)', drop],
  },
  'with their column': { rule: 'C115', past: unique, in: list(drop, 'ALTER TABLE shop_book DROP COLUMN slug') },
  'made in the same run': { rule: 'C115', in: [unique, drop] },
  'that are none': { rule: 'C115', in: 'DROP INDEX CONCURRENTLY shop_book_slug_idx' },
})

cases('indexes over the columns of another', {
  'which is unique': {
    rule: 'L411',
    in: 'CREATE INDEX CONCURRENTLY i ON shop_book (isbn)',
    finds: 'i of shop_book, like shop_book_isbn_key',
  },
  'where only the new one is': { rule: 'L411', in: 'CREATE UNIQUE INDEX CONCURRENTLY i ON shop_book (slug)' },
  'of a new table': { rule: 'L411', in: 'CREATE TABLE n (id bigint PRIMARY KEY); CREATE INDEX i ON n (id)' },
})

cases('types on both sides of a foreign key', {
  'of a new column': {
    rule: 'L312',
    in: 'ALTER TABLE shop_book ADD COLUMN editor_id integer REFERENCES shop_author',
    finds: 'shop_book.editor_id, integer to bigint',
  },
  'of a new column, the same': {
    rule: 'L312',
    in: 'ALTER TABLE shop_book ADD COLUMN editor_id bigint REFERENCES shop_author',
  },
  'of a new table': {
    rule: 'L312',
    in: 'CREATE TABLE n (id bigint PRIMARY KEY, parent integer REFERENCES n)',
    finds: 'n.parent, integer to bigint',
  },
  'to another key than the primary one': {
    rule: 'L312',
    in: 'ALTER TABLE shop_code ADD CONSTRAINT c FOREIGN KEY (label) REFERENCES shop_book (isbn) NOT VALID',
    finds: 'shop_code.label, text to varchar(13)',
  },
})

cases('keys of partitioned tables', {
  'as an index': { rule: 'L320', in: 'CREATE UNIQUE INDEX i ON shop_sale (id)', finds: 'i of shop_sale' },
  'as an index of all it needs': { rule: 'L320', in: 'CREATE UNIQUE INDEX i ON shop_sale (id, day)' },
  'in a new one': {
    rule: 'L320',
    in: 'CREATE TABLE n (id bigint PRIMARY KEY, day date) PARTITION BY RANGE (day)',
    finds: 'n_pkey of n',
  },
})
