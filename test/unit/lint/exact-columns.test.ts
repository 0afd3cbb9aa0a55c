import { cases } from './cases'

const add = (definition: string): string => `ALTER TABLE shop_book ADD COLUMN extra ${definition}`
const steady = (volatility: string): string =>
  `CREATE FUNCTION shop_rate() RETURNS integer LANGUAGE sql ${volatility} AS 'SELECT 1'`
cases('functions as defaults', {
  'that say they are stable': { rule: 'L101', past: steady('STABLE'), in: add('integer DEFAULT shop_rate()') },
  'that say they are immutable, in the same migration': {
    rule: 'L101',
    in: `${steady('IMMUTABLE')}; ${add('integer DEFAULT shop_rate()')}`,
  },
  'that say nothing': {
    rule: 'L101',
    past: steady(''),
    in: add('integer DEFAULT shop_rate()'),
    finds: 'shop_book.extra',
  },
  'that were stable once': {
    rule: 'L101',
    past: `${steady('STABLE')}; ${steady('VOLATILE')}`,
    in: add('integer DEFAULT shop_rate()'),
    finds: 'shop_book.extra',
  },
})

const retype = (column: string, type: string): string => `ALTER TABLE shop_book ALTER ${column} TYPE ${type}`
cases('types with USING', {
  'that is the value itself': { rule: 'L201', in: retype('title', 'text USING title::text') },
  'that makes another one of the same type': {
    rule: 'L201',
    in: retype('title', 'text USING trim(title)'),
    finds: 'shop_book.title, varchar(50) to text',
  },
})

const utc = "SET LOCAL timezone = 'UTC'"
cases('times with a time zone', {
  'as precise as before': { rule: 'L205', in: `${utc}; ${retype('printed', 'timestamptz')}` },
  'less precise': {
    rule: 'L205',
    in: `${utc}; ${retype('printed', 'timestamptz(0)')}`,
    finds: 'shop_book.printed, timestamp to timestamptz(0)',
  },
})

const computed = (how: string): string =>
  `ALTER TABLE shop_book ADD COLUMN twice numeric GENERATED ALWAYS AS (price * 2) ${how}`
cases('columns that others are made of', {
  'a computed one': {
    rule: 'L207',
    past: computed('STORED'),
    in: retype('price', 'numeric(12, 2)'),
    finds: 'shop_book.price, numeric(10, 2) to numeric(12, 2)',
  },
  'a computed one that reads another': { rule: 'L207', past: computed('STORED'), in: retype('stock', 'bigint') },
  'a view of all': {
    rule: 'L207',
    past: 'CREATE VIEW v AS SELECT * FROM shop_book',
    in: retype('stock', 'bigint'),
    finds: 'shop_book.stock, integer to bigint',
  },
  'a materialized view': {
    rule: 'L207',
    past: 'CREATE MATERIALIZED VIEW v AS SELECT stock FROM shop_book',
    in: retype('stock', 'bigint'),
    finds: 'shop_book.stock, integer to bigint',
  },
  'a view in another schema': {
    rule: 'L207',
    past: 'CREATE TABLE sales."Order" (id bigint, "Total" integer); CREATE VIEW sales.v AS SELECT "Total" FROM sales."Order"',
    in: 'ALTER TABLE sales."Order" ALTER "Total" TYPE bigint',
    finds: 'sales.Order.Total, integer to bigint',
  },
  'a view of a table of the same name elsewhere': {
    rule: 'L207',
    past: 'CREATE TABLE sales.shop_book (id bigint, stock integer); CREATE VIEW v AS SELECT stock FROM sales.shop_book',
    in: retype('stock', 'bigint'),
  },
  'a computed one, and it goes': {
    rule: 'L610',
    past: computed('STORED'),
    in: 'ALTER TABLE shop_book DROP COLUMN price',
    finds: 'shop_book.price: shop_book.twice',
  },
})

cases('expressions of computed columns', {
  stored: {
    rule: 'L211',
    past: computed('STORED'),
    in: 'ALTER TABLE shop_book ALTER twice SET EXPRESSION AS (price * 3)',
    finds: 'shop_book.twice',
    version: 18,
  },
  'that are not stored': {
    rule: 'L211',
    past: computed('VIRTUAL'),
    in: 'ALTER TABLE shop_book ALTER twice SET EXPRESSION AS (price * 3)',
    version: 18,
  },
})

const full = (condition: string): string => `ALTER TABLE shop_book ADD CONSTRAINT full_slug ${condition}`
cases('NOT NULL', {
  'proven by NOT (… IS NULL)': {
    rule: 'L208',
    past: full('CHECK (NOT (slug IS NULL))'),
    in: 'ALTER TABLE shop_book ALTER slug SET NOT NULL',
  },
  'not proven by NOT (… IS NOT NULL)': {
    rule: 'L208',
    past: full('CHECK (NOT (slug IS NOT NULL))'),
    in: 'ALTER TABLE shop_book ALTER slug SET NOT NULL',
    finds: 'shop_book.slug',
  },
  'as a constraint with a name': { rule: 'L208', in: full('NOT NULL slug'), finds: 'shop_book.slug', version: 18 },
  'as one that the release before does not keep': {
    rule: 'C106',
    in: full('NOT NULL slug'),
    finds: 'full_slug of shop_book',
    version: 18,
  },
  'as one that is NOT VALID while there are NULLs': {
    rule: 'L210',
    in: full('NOT NULL slug NOT VALID'),
    finds: 'shop_book.slug',
    version: 18,
  },
  'as one that is validated after that': {
    rule: 'L210',
    in: [full('NOT NULL slug NOT VALID'), 'ALTER TABLE shop_book VALIDATE CONSTRAINT full_slug'],
    version: 18,
  },
  'dropped where there is none': { rule: 'L213', in: 'ALTER TABLE shop_book ALTER slug DROP NOT NULL' },
})
