import { cases } from './cases'

const update = (where: string): string => `UPDATE shop_book SET stock = 0 WHERE ${where}`
const many = { rule: 'B102', finds: 'shop_book' } as const
cases('rows that are written', {
  'by their keys': { rule: 'B102', in: update('id IN (1, 2, 3)') },
  'by an array of keys': { rule: 'B102', in: update("id = ANY ('{1,2,3}')") },
  'in a range of keys': { rule: 'B102', in: update('id > 1000 AND id <= 2000 AND slug IS NULL') },
  'in a range of keys that is wide': { ...many, in: update('id BETWEEN 1 AND 1000000') },
  'in a range without an end': { ...many, in: update('id > 1000') },
  'in a range of something else': { ...many, in: update('stock BETWEEN 1 AND 1000') },
  'by a query with an end': {
    rule: 'B102',
    in: update('id IN (SELECT id FROM shop_book WHERE slug IS NULL LIMIT 1000)'),
  },
  'by a query without one': { ...many, in: update('id IN (SELECT id FROM shop_book WHERE slug IS NULL)') },
  'where they are': {
    rule: 'B102',
    in: 'DELETE FROM shop_book WHERE ctid = ANY (ARRAY(SELECT ctid FROM shop_book WHERE stock = 0 LIMIT 500))',
  },
  'by all keys but some': { ...many, in: update('id NOT IN (1, 2)') },
  'by a key, or something else': { ...many, in: update('id = 1 OR stock = 0') },
})

const merge = (then: string): string => `MERGE INTO shop_account USING shop_code ON id = code WHEN ${then}`
cases('MERGE', {
  'that changes rows': {
    rule: 'B102',
    in: merge('MATCHED THEN UPDATE SET name = label'),
    finds: 'shop_account',
  },
  'that changes rows, of which a condition says which': {
    rule: 'B101',
    in: merge('MATCHED THEN UPDATE SET name = label'),
  },
  'that deletes rows': { rule: 'B102', in: merge('MATCHED THEN DELETE'), finds: 'shop_account' },
  'that only adds rows': {
    rule: 'B102',
    in: merge('NOT MATCHED THEN INSERT VALUES (code, label)'),
  },
})

cases('tables of queries', {
  'by SELECT INTO': { rule: 'L401', in: 'SELECT id INTO n FROM shop_book; CREATE INDEX i ON n (id)' },
  'by CREATE TABLE AS': { rule: 'L401', in: 'CREATE TABLE n AS SELECT id FROM shop_book; CREATE INDEX i ON n (id)' },
  'after a lock': {
    rule: 'T104',
    in: 'ALTER TABLE shop_code ADD COLUMN used boolean; SELECT title INTO n FROM shop_book',
    finds: 'shop_book, while shop_code is locked',
  },
})
