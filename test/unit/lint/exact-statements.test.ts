import { cases, list, text } from './cases'

const build = 'CREATE INDEX CONCURRENTLY i ON shop_book (title)'
cases('settings', {
  'that are taken back': {
    rule: 'T114',
    in: "SET statement_timeout = '1s'; ALTER TABLE shop_book ADD COLUMN pages integer; RESET statement_timeout",
  },
  'that are taken back with all others': { rule: 'T114', in: "SET statement_timeout = '1s'; RESET ALL" },
  'that are set to what they were': {
    rule: 'T114',
    in: "SET statement_timeout = '1s'; SET statement_timeout TO DEFAULT",
  },
  'while another is taken back': {
    rule: 'T114',
    in: "SET statement_timeout = '1s'; RESET lock_timeout",
    finds: 'statement_timeout',
  },
  'taken back before': { rule: 'T114', in: 'RESET lock_timeout; SET lock_timeout = 5', finds: 'lock_timeout' },
  'of all transactions to come': {
    rule: 'T114',
    in: 'SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE',
    finds: 'SESSION CHARACTERISTICS',
  },
  'of this transaction': { rule: 'T114', in: 'SET TRANSACTION ISOLATION LEVEL SERIALIZABLE' },
  'of minutes around CONCURRENTLY': { rule: 'L414', in: list("SET lock_timeout = '10min'", build) },
  'of less than a minute around CONCURRENTLY': {
    rule: 'L414',
    in: list("SET lock_timeout = '59s'", build),
    finds: '59s',
  },
  'taken back before CONCURRENTLY': { rule: 'L414', in: list("SET lock_timeout = '2s'", 'RESET lock_timeout', build) },
})

const calm = "ALTER TYPE shop_mood ADD VALUE 'calm'"
const mood = 'ALTER TABLE shop_book ADD COLUMN mood shop_mood'
cases('new values of enum types', {
  'as a default': {
    rule: 'L704',
    past: mood,
    in: `${calm}; ALTER TABLE shop_book ALTER mood SET DEFAULT 'calm'`,
    finds: "'calm' of shop_mood",
  },
  'as the default of a new column': {
    rule: 'L704',
    in: `${calm}; ${mood} DEFAULT 'calm'`,
    finds: "'calm' of shop_mood",
  },
  'in a check': {
    rule: 'L704',
    past: mood,
    in: `${calm}; ALTER TABLE shop_book ADD CONSTRAINT c CHECK (mood <> 'calm') NOT VALID`,
    finds: "'calm' of shop_mood",
  },
  'in the next transaction': {
    rule: 'L704',
    past: mood,
    in: [calm, "ALTER TABLE shop_book ALTER mood SET DEFAULT 'calm'"],
  },
  'of which another is used': {
    rule: 'L704',
    past: mood,
    in: `${calm}; ALTER TABLE shop_book ALTER mood SET DEFAULT 'sad'`,
  },
})

cases('domains', {
  'made in the same migration': { rule: 'L703', in: 'CREATE DOMAIN d AS integer; ALTER DOMAIN d SET NOT NULL' },
  'made in the same migration, with a check': {
    rule: 'L702',
    in: 'CREATE DOMAIN d AS integer; ALTER DOMAIN d ADD CHECK (value > 0)',
  },
})

cases('names', {
  'of a type': { rule: 'T111', in: `CREATE TYPE ${'t'.repeat(64)} AS ENUM ('a')`, finds: 't'.repeat(64) },
  'in letters of two bytes': {
    rule: 'T111',
    in: `ALTER TABLE shop_book ADD COLUMN "${'\u00e4'.repeat(32)}" text`,
    finds: '\u00e4'.repeat(32),
  },
  'as long as can be': { rule: 'T111', in: `ALTER TABLE shop_book ADD COLUMN ${'t'.repeat(63)} text` },
  'in a text, a comment or a body': {
    rule: 'T111',
    in: `COMMENT ON TABLE shop_book IS '${'t'.repeat(64)}'; -- ${'t'.repeat(64)}
      CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$ SELECT '${'t'.repeat(64)}' $$`,
  },
})

cases('views in the place of what was renamed', {
  'a table': {
    rule: 'C502',
    in: 'ALTER TABLE shop_book RENAME TO shop_volume; CREATE VIEW shop_book AS SELECT * FROM shop_volume',
  },
  'a table, later': {
    rule: 'C502',
    in: ['ALTER TABLE shop_book RENAME TO shop_volume', 'CREATE VIEW shop_book AS SELECT * FROM shop_volume'],
    finds: 'shop_book to shop_volume',
  },
  'a column under both names': {
    rule: 'C501',
    in: 'ALTER TABLE shop_code RENAME label TO name; ALTER TABLE shop_code RENAME TO shop_codes; CREATE VIEW shop_code AS SELECT code, name AS label, name FROM shop_codes',
  },
  'a column under the new name only': {
    rule: 'C501',
    in: 'ALTER TABLE shop_code RENAME label TO name; ALTER TABLE shop_code RENAME TO shop_codes; CREATE VIEW shop_code AS SELECT code, name FROM shop_codes',
    finds: 'shop_code.label to name',
  },
})

cases('whole databases', {
  'with VACUUM FULL': { rule: 'L514', in: text('VACUUM FULL'), finds: 'all tables' },
  'with VACUUM': { rule: 'L514', in: text('VACUUM (FULL false)') },
  'with CLUSTER': { rule: 'L514', in: text('CLUSTER'), finds: 'all tables' },
  'an index in another tablespace': {
    rule: 'L512',
    in: 'ALTER INDEX shop_book_slug_idx SET TABLESPACE fast',
    finds: 'shop_book_slug_idx',
  },
})

cases('statements that cannot be read', {
  'prepared ones': { rule: 'T110', in: 'EXECUTE fill', finds: 'a prepared statement' },
})
