import { cases, list } from './cases'

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

const longer = retype('slug', 'varchar(90)')
const looked = { rule: 'L207', in: longer, finds: 'shop_book.slug, text to varchar(90)' } as const
const trigger = (when: string): string => `CREATE TRIGGER g BEFORE ${when} EXECUTE FUNCTION f()`
cases('columns that others name', {
  'a trigger that is called for it': { ...looked, past: trigger('UPDATE OF slug ON shop_book') },
  'a trigger with a condition': {
    ...looked,
    past: trigger('UPDATE ON shop_book FOR EACH ROW WHEN (old.slug IS DISTINCT FROM new.slug)'),
  },
  'a trigger that names none': { rule: 'L207', past: trigger('UPDATE ON shop_book'), in: longer },
  'a trigger that compares rows': {
    rule: 'L207',
    past: trigger('UPDATE ON shop_book FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*)'),
    in: longer,
  },
  'a trigger for another': { rule: 'L207', past: trigger('UPDATE OF title ON shop_book'), in: longer },
  'a trigger that steps aside': {
    rule: 'L207',
    past: trigger('UPDATE OF slug ON shop_book'),
    in: `DROP TRIGGER g ON shop_book; ${longer}; ${trigger('UPDATE OF slug ON shop_book')}`,
  },
  'a trigger of what was another name': {
    ...looked,
    past: `ALTER TABLE shop_book RENAME slug TO label; ${trigger('UPDATE OF label ON shop_book')}; ALTER TABLE shop_book RENAME label TO slug`,
  },
  'a rule of the table': {
    ...looked,
    past: "CREATE RULE r AS ON DELETE TO shop_book WHERE old.slug = '' DO INSTEAD NOTHING",
  },
  'a rule of another table': {
    ...looked,
    past: "CREATE RULE r AS ON INSERT TO shop_code DO ALSO UPDATE shop_book SET slug = 'x'",
  },
  'a policy': { ...looked, past: "CREATE POLICY p ON shop_book USING (slug <> '')" },
  'a policy that is altered': {
    ...looked,
    past: "CREATE POLICY p ON shop_book USING (true); ALTER POLICY p ON shop_book WITH CHECK (slug <> '')",
  },
  'a policy of another table': {
    ...looked,
    past: 'CREATE POLICY p ON shop_code USING (EXISTS (SELECT FROM shop_book WHERE slug = label))',
  },
  'a policy that is gone': {
    rule: 'L207',
    past: "CREATE POLICY p ON shop_book USING (slug <> ''); DROP POLICY p ON shop_book",
    in: longer,
  },
  'a function with a body of SQL': {
    ...looked,
    past: 'CREATE FUNCTION f() RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT slug FROM shop_book; END',
  },
  'a function with a text': {
    rule: 'L207',
    past: "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS 'SELECT slug FROM shop_book'",
    in: longer,
  },
  'a function that is gone': {
    rule: 'L207',
    past: 'CREATE FUNCTION f() RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT slug FROM shop_book; END; DROP FUNCTION f()',
    in: longer,
  },
  'a view of a table that has another name by now': {
    ...looked,
    past: 'ALTER TABLE shop_book RENAME TO b; CREATE VIEW v AS SELECT slug FROM b; ALTER TABLE b RENAME TO shop_book',
  },
  'a policy, and it goes': {
    rule: 'L610',
    past: "CREATE POLICY p ON shop_book USING (slug <> '')",
    in: 'ALTER TABLE shop_book DROP COLUMN slug',
    finds: 'shop_book.slug: policy p of shop_book',
  },
})

const given = (value: string, column = 'stock'): string => `ALTER TABLE shop_book ALTER ${column} SET DEFAULT ${value}`
cases('defaults', {
  'the same': { rule: 'L212', in: given('0') },
  'the same, of its type': { rule: 'L212', in: given('0::integer') },
  'the same, as a text': { rule: 'L212', in: given("'0'") },
  'the same, of another type': { rule: 'L212', in: given('0::numeric(5, 2)'), finds: 'shop_book.stock' },
  'the same text': { rule: 'L212', past: given("'a'", 'slug'), in: given("'a'::varchar", 'slug') },
  'a text that is cut': {
    rule: 'L212',
    past: given("'abc'", 'slug'),
    in: given("'abc'::varchar(2)", 'slug'),
    finds: 'shop_book.slug',
  },
  'the same function': { rule: 'L212', past: given('now()', 'printed'), in: given('current_timestamp', 'printed') },
  'another function': {
    rule: 'L212',
    past: given('now()', 'printed'),
    in: given('clock_timestamp()', 'printed'),
    finds: 'shop_book.printed',
  },
  'gone and back': { rule: 'L212', in: `ALTER TABLE shop_book ALTER stock DROP DEFAULT; ${given('0')}` },
  'gone and back, each by itself': {
    rule: 'L212',
    in: list('ALTER TABLE shop_book ALTER stock DROP DEFAULT', given('0')),
    finds: 'shop_book.stock',
  },
  'of a serial column': {
    rule: 'L212',
    past: 'CREATE TABLE n (id serial)',
    in: 'ALTER TABLE n ALTER id DROP DEFAULT',
    finds: 'n.id',
  },
  'of a serial column that becomes an identity': {
    rule: 'L212',
    past: 'CREATE TABLE n (id serial)',
    in: 'ALTER TABLE n ALTER id DROP DEFAULT; ALTER TABLE n ALTER id ADD GENERATED BY DEFAULT AS IDENTITY',
  },
  'of an identity that is none any more': {
    rule: 'L212',
    past: 'CREATE TABLE n (id bigint GENERATED ALWAYS AS IDENTITY)',
    in: 'ALTER TABLE n ALTER id DROP IDENTITY',
    finds: 'n.id',
  },
})

const counted = 'ALTER TABLE shop_code ALTER code ADD GENERATED BY DEFAULT AS IDENTITY'
cases('columns that become identities', {
  'and go on by setval': { rule: 'L214', in: `${counted}; SELECT setval('shop_code_code_seq', 5000)` },
  'and go on by setval of the column': {
    rule: 'L214',
    in: `${counted}; SELECT setval(pg_get_serial_sequence('public.shop_code', 'code'), max(code)) FROM shop_code`,
  },
  'and go on by RESTART': { rule: 'L214', in: `${counted}; ALTER TABLE shop_code ALTER code RESTART WITH 5000` },
  'and go on by RESTART of a sequence with a name': {
    rule: 'L214',
    in: `${counted} (SEQUENCE NAME codes); ALTER SEQUENCE codes RESTART WITH 5000`,
  },
  'while another sequence goes on': {
    rule: 'L214',
    in: `${counted}; SELECT setval('shop_number_seq', 5000)`,
    finds: 'shop_code.code',
  },
  'and go on later': {
    rule: 'L214',
    in: list(counted, "SELECT setval('shop_code_code_seq', 5000)"),
    finds: 'shop_code.code',
  },
  'from the first number, said so': { rule: 'L214', in: `${counted} (START WITH 1)`, finds: 'shop_code.code' },
})

cases('texts that become something else', {
  xml: { rule: 'D105', in: retype('slug', 'xml USING slug::xml'), finds: 'shop_book.slug, text to xml' },
  'by a function': { rule: 'D105', in: retype('slug', 'integer USING length(slug)') },
  'by a function, and a cast': {
    rule: 'D105',
    in: retype('slug', "integer USING NULLIF(slug, '')::integer"),
    finds: 'shop_book.slug, text to integer',
  },
  'by constants': { rule: 'D105', in: retype('slug', "integer USING CASE slug WHEN 'a' THEN '1'::integer END") },
  bytes: { rule: 'D105', in: retype('slug', 'bytea USING slug::bytea') },
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
