import { Index } from '../../src/constraints'
import {
  BooleanField,
  CharField as Char,
  CharField,
  DateTimeField,
  DecimalField,
  ForeignKey,
  GeneratedField,
  IntegerField,
  JSONField,
  TextField,
} from '../../src/fields'
import type { Field } from '../../src/fields/field'
import { AddField, AddIndex, AlterField, AlterModelOptions, CreateModel } from '../../src/operations'
import type { Operation } from '../../src/operations/operation'
import { add, F, Now } from '../../src/sql/functions'
import type { Row } from './row'

const column = (field: Field): Operation => new AddField({ model: 'Book', name: 'x', field })
const alter = (name: string, field: Field): Operation => new AlterField({ model: 'Book', name, field })

function sql(id: string, title: string, statements: string, more: Partial<Row> = {}): Row {
  return { id, title, migrations: [statements], findings: [], ...more }
}

function models(id: string, title: string, ...operations: readonly Operation[]): Row {
  return { id, title, migrations: [operations], findings: [], online: [] }
}

const alone = { atomic: false } as const
const validated = {
  past: [
    'ALTER TABLE t ADD CONSTRAINT full_n CHECK (n IS NOT NULL) NOT VALID',
    'ALTER TABLE t VALIDATE CONSTRAINT full_n',
  ],
}

/** Changes that nobody feels: the section 6.2 of the reference, and more. */
export const safe: readonly Row[] = [
  models('S01', 'a field that may be NULL', column(IntegerField({ null: true }))),
  sql('S02', 'a column with a constant and NOT NULL', 'ALTER TABLE t ADD COLUMN x int NOT NULL DEFAULT 5'),
  models('S03', 'now() as default', column(DateTimeField({ dbDefault: Now() }))),
  sql('S03s', 'the same in SQL', 'ALTER TABLE t ADD COLUMN x timestamptz NOT NULL DEFAULT now()'),
  sql('S04', 'a function that says it is stable', 'ALTER TABLE t ADD COLUMN x int DEFAULT rate()', {
    past: ["CREATE FUNCTION rate() RETURNS integer LANGUAGE sql STABLE AS 'SELECT 1'"],
  }),
  models('S05', 'plain values as defaults', column(JSONField({ default: {} }))),
  models('S05b', 'a boolean', column(BooleanField({ default: true }))),
  sql(
    'S05s',
    'more of them',
    "ALTER TABLE t ADD COLUMN x1 jsonb DEFAULT '{}'::jsonb, ADD COLUMN x2 text[] DEFAULT ARRAY[]::text[], ADD COLUMN x3 feeling DEFAULT 'ok', ADD COLUMN x4 date DEFAULT current_date",
  ),
  sql('S06', 'a domain without a check', 'ALTER TABLE t ADD COLUMN x plain_number'),
  sql('S07', 'a virtual generated column', 'ALTER TABLE t ADD COLUMN x int GENERATED ALWAYS AS (i * 2) VIRTUAL', {
    version: 18,
  }),
  {
    ...models(
      'S07o',
      'the same as an operation',
      column(GeneratedField({ expression: add(F('stock'), 1), outputField: IntegerField(), dbPersist: false })),
    ),
    version: 18,
  },
  sql('S08', 'a foreign key that may be NULL', 'ALTER TABLE t ADD COLUMN x bigint REFERENCES r'),
  models('S09', 'a longer varchar', alter('title', Char({ maxLength: 100 }))),
  models('S09i', 'a longer varchar, indexed', alter('slug', Char({ maxLength: 100, dbIndex: true }))),
  models('S11', 'varchar to text', alter('title', TextField())),
  sql('S11s', 'and back without a length', 'ALTER TABLE t ALTER txt TYPE varchar COLLATE "default"', { past: [] }),
  models('S12', 'a larger decimal', alter('price', DecimalField({ maxDigits: 12, decimalPlaces: 2 }))),
  sql('S12s', 'a decimal without limits', 'ALTER TABLE t ALTER num TYPE numeric'),
  sql(
    'S13',
    'more precise times',
    'ALTER TABLE t ALTER ts3 TYPE timestamp(6); ALTER TABLE t ALTER tm TYPE time(6); ALTER TABLE t ALTER iv TYPE interval(6)',
  ),
  sql('S16', 'the same type', 'ALTER TABLE t ALTER n TYPE integer; ALTER TABLE t ALTER num TYPE numeric(10, 2)'),
  sql('S14', 'UTC, and said so', "SET LOCAL timezone = 'UTC'; ALTER TABLE t ALTER ts TYPE timestamptz"),
  sql(
    'S15',
    'cidr, varbit, a domain without a check',
    'ALTER TABLE t ALTER ip TYPE inet; ALTER TABLE t ALTER bits TYPE varbit(10); ALTER TABLE t ALTER i TYPE plain_number; ALTER TABLE t ALTER pn TYPE integer',
  ),
  sql('S17', 'NOT NULL that an earlier migration has proven', 'ALTER TABLE t ALTER n SET NOT NULL', validated),
  sql('S18', 'the same by another proof', 'ALTER TABLE t ALTER n SET NOT NULL', {
    past: ['ALTER TABLE t ADD CONSTRAINT full_n CHECK (NOT (n IS NULL) AND n > 0)'],
  }),
  sql(
    'S19',
    'the same, and the proof dropped after it',
    'ALTER TABLE t ALTER n SET NOT NULL; ALTER TABLE t DROP CONSTRAINT full_n',
    validated,
  ),
  {
    id: 'S20',
    title: 'all of it, step by step',
    findings: [],
    migrations: [
      'ALTER TABLE t ADD CONSTRAINT full_n CHECK (n IS NOT NULL) NOT VALID',
      'ALTER TABLE t VALIDATE CONSTRAINT full_n',
      'ALTER TABLE t ALTER n SET NOT NULL; ALTER TABLE t DROP CONSTRAINT full_n',
    ],
  },
  sql('S21', 'NOT VALID', 'ALTER TABLE t ADD CONSTRAINT c CHECK (i > 0) NOT VALID'),
  sql('S21f', 'a foreign key NOT VALID', 'ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (rid) REFERENCES r NOT VALID'),
  {
    id: 'S22',
    title: 'unique with an index built before',
    atomic: false,
    findings: [],
    migrations: ['CREATE UNIQUE INDEX CONCURRENTLY u ON t (n)', 'ALTER TABLE t ADD CONSTRAINT u UNIQUE USING INDEX u'],
  },
  sql('S23', 'a primary key with an index, proven', 'ALTER TABLE z ADD CONSTRAINT z_pk PRIMARY KEY USING INDEX z_id', {
    past: ['CREATE UNIQUE INDEX z_id ON z (id)', 'ALTER TABLE z ADD CONSTRAINT c CHECK (id IS NOT NULL)'],
  }),
  sql('S24', 'an index CONCURRENTLY', 'CREATE INDEX CONCURRENTLY i ON t (n)', alone),
  sql('S25', 'dropped and built anew CONCURRENTLY', 'DROP INDEX CONCURRENTLY t_s; REINDEX TABLE CONCURRENTLY t', alone),
  sql('S26', 'an index of the partitioned table only', 'CREATE INDEX i ON ONLY p (v)'),
  sql('S27', 'ATTACH with a check', 'ALTER TABLE p ATTACH PARTITION pnew FOR VALUES FROM (10000) TO (20000)', {
    past: ['ALTER TABLE pnew ADD CONSTRAINT b CHECK (k >= 10000 AND k < 20000)'],
  }),
  sql(
    'S28',
    'ATTACH of a table made for it',
    'CREATE TABLE p2 (LIKE p INCLUDING ALL); ALTER TABLE p ATTACH PARTITION p2 FOR VALUES FROM (10000) TO (20000)',
  ),
  sql(
    'S30',
    'ATTACH beside a default partition that leaves its rows out',
    'ALTER TABLE q ATTACH PARTITION q2 FOR VALUES FROM (10000) TO (20000)',
    {
      past: [
        'CREATE TABLE q2 (LIKE q, CHECK (k >= 10000 AND k < 20000))',
        'ALTER TABLE qdef ADD CONSTRAINT rest CHECK (NOT (k >= 10000 AND k < 20000))',
      ],
    },
  ),
  sql('S29', 'DETACH CONCURRENTLY', 'ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY', alone),
  models(
    'S31',
    'a new table',
    new CreateModel({
      name: 'Shelf',
      fields: { id: IntegerField({ primaryKey: true }), code: CharField({ maxLength: 5, unique: true }) },
    }),
    new CreateModel({
      name: 'Place',
      fields: { id: IntegerField({ primaryKey: true }), shelf: ForeignKey('shop.Shelf', { onDelete: 'CASCADE' }) },
    }),
    new AddIndex({ model: 'Place', index: Index({ fields: ['shelf', 'id'], name: 'place_shelf' }) }),
  ),
  sql(
    'S31s',
    'the same in SQL',
    'CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int UNIQUE, a int NOT NULL REFERENCES a CHECK (a > 0)); CREATE INDEX i ON b (a)',
  ),
  { ...sql('S33', 'an index of a small table', 'CREATE INDEX i ON t (n)'), small: ['t'] },
  sql('S35', 'a value of an enum', "ALTER TYPE feeling ADD VALUE 'meh'", alone),
  sql(
    'S37',
    'comments, statistics and rights',
    "COMMENT ON COLUMN t.i IS 'x'; ALTER TABLE t ALTER i SET STATISTICS 500; ALTER TABLE t SET (fillfactor = 70); GRANT SELECT ON t TO CURRENT_USER; CREATE STATISTICS st ON i, n FROM t; ANALYZE t",
  ),
  sql(
    'S39',
    'a trigger',
    'CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()',
  ),
  sql('S41', 'a column that no release knows', 'ALTER TABLE shop_book DROP COLUMN of_a_release_before'),
  models(
    'S43',
    'what the database does not see',
    new AlterModelOptions({ name: 'Book', options: { ordering: ['title'] } }),
  ),
  sql(
    'S45',
    'a temporary table',
    'CREATE TEMP TABLE x (id int); ALTER TABLE x ADD PRIMARY KEY (id); UPDATE x SET id = 1; CREATE INDEX i ON x (id); DROP TABLE x',
  ),
  sql('S47', 'one row', 'UPDATE t SET n = 1 WHERE id = 5'),
  sql('S48', 'VALIDATE before a lock', 'ALTER TABLE t VALIDATE CONSTRAINT positive; ALTER TABLE z ADD COLUMN x int', {
    past: ['ALTER TABLE t ADD CONSTRAINT positive CHECK (i >= 0) NOT VALID'],
  }),
  sql('S49', 'a lock timeout', "SET LOCAL lock_timeout = '2s'; ALTER TABLE t ADD COLUMN x int"),
  sql(
    'S50',
    'an index comes before another goes',
    'CREATE INDEX CONCURRENTLY i ON t (s, i); DROP INDEX CONCURRENTLY t_s',
    alone,
  ),
  sql(
    'S51',
    'an index over an expression, and ANALYZE',
    'CREATE INDEX CONCURRENTLY i ON t (lower(txt)); ANALYZE t',
    alone,
  ),
  sql('S52', 'a view of some columns', 'CREATE VIEW short AS SELECT i, n FROM t'),
  sql(
    'S53',
    'one row is read after a lock',
    'ALTER TABLE z ADD COLUMN x int; INSERT INTO z (id) SELECT id FROM t WHERE id = 5',
  ),
  sql(
    'S54',
    'a foreign key that may be looked at in the end',
    'ALTER TABLE ch ALTER CONSTRAINT ch_tid_fkey DEFERRABLE',
  ),
  sql('S55', 'another expression of a virtual column', 'ALTER TABLE parent ALTER twice SET EXPRESSION AS (id * 3)', {
    version: 18,
    past: ['ALTER TABLE parent ADD COLUMN twice bigint GENERATED ALWAYS AS (id * 2) VIRTUAL'],
  }),
  sql(
    'S56',
    'a table gets another name, and a view its old one',
    'ALTER TABLE z RENAME TO zz; CREATE VIEW z AS SELECT id, a, label FROM zz',
  ),
  sql('S57', 'a setting that is taken back', "SET work_mem = '8MB'; ALTER TABLE t ADD COLUMN x int; RESET work_mem"),
  sql('S58', 'a domain made at once', 'CREATE DOMAIN size AS integer; ALTER DOMAIN size SET NOT NULL'),
  sql('S59', 'the default that there is', "ALTER TABLE t ALTER n SET DEFAULT '5'::integer", {
    past: ['ALTER TABLE t ALTER n SET DEFAULT 5'],
  }),
  sql('S59t', 'the same time', 'ALTER TABLE t ALTER tz DROP DEFAULT; ALTER TABLE t ALTER tz SET DEFAULT now()', {
    past: ['ALTER TABLE t ALTER tz SET DEFAULT current_timestamp'],
  }),
  sql(
    'S60',
    'an identity that goes on behind the values there are',
    "ALTER TABLE t ALTER i ADD GENERATED BY DEFAULT AS IDENTITY; SELECT setval(pg_get_serial_sequence('t', 'i'), 5000)",
  ),
  sql(
    'S60r',
    'the same by RESTART',
    'ALTER TABLE t ALTER i ADD GENERATED BY DEFAULT AS IDENTITY; ALTER SEQUENCE t_i_seq RESTART WITH 5000',
  ),
  sql(
    'S61',
    'a sequence made at once becomes a default',
    "CREATE SEQUENCE n_numbers; ALTER SEQUENCE n_numbers OWNED BY t.n; ALTER TABLE t ALTER n SET DEFAULT nextval('n_numbers')",
  ),
  sql(
    'S62',
    'a domain that has lost its check',
    'ALTER DOMAIN small_number DROP CONSTRAINT small_number_check; ALTER TABLE t ADD COLUMN x small_number',
  ),
  sql(
    'S63',
    'a domain that has lost its volatile default',
    'ALTER DOMAIN drawn_number DROP DEFAULT; ALTER TABLE t ADD COLUMN x drawn_number',
  ),
  sql(
    'S63n',
    'a domain with a default, and no NULL',
    'ALTER DOMAIN plain_number SET DEFAULT 5; ALTER TABLE t ADD COLUMN x plain_number NOT NULL',
  ),
  sql('S64', 'a setting of the transaction, by a function', "SELECT set_config('work_mem', '8MB', true)"),
  sql(
    'S65',
    'a view gets another name, and another one its old name',
    'ALTER VIEW v RENAME TO vv; CREATE VIEW v AS SELECT viewed FROM t',
  ),
  sql('S66', 'xml to text', 'ALTER TABLE x ALTER a TYPE text', {
    past: ["CREATE TABLE x (a xml); INSERT INTO x SELECT '<a/>' FROM generate_series(1, 3000); ANALYZE x"],
  }),
  sql('S67', 'a few rows by their key', 'UPDATE t SET n = 1 WHERE id IN (1, 2, 3)'),
  sql('S67r', 'a range of keys', 'UPDATE t SET n = 1 WHERE id > 0 AND id <= 1000'),
  sql('S67q', 'as many as a query gives', 'DELETE FROM t WHERE id IN (SELECT id FROM t WHERE n IS NULL LIMIT 1000)'),
  sql('S68', 'ATTACH for values, with a check', 'ALTER TABLE l ATTACH PARTITION l1 FOR VALUES IN (1, 2)', {
    past: [
      `CREATE TABLE l (k integer) PARTITION BY LIST (k); CREATE TABLE l1 (k integer NOT NULL CHECK (k = 1));
      INSERT INTO l1 SELECT 1 FROM generate_series(1, 3000); ANALYZE l1`,
    ],
  }),
  sql(
    'S69',
    'ATTACH with a narrower check that leaves NULL out',
    'ALTER TABLE l ATTACH PARTITION l1 FOR VALUES FROM (0) TO (10)',
    {
      past: [
        `CREATE TABLE l (k integer) PARTITION BY RANGE (k);
        CREATE TABLE l1 (k integer CHECK (k BETWEEN 1 AND 8 AND k IS NOT NULL));
        INSERT INTO l1 SELECT 1 FROM generate_series(1, 3000); ANALYZE l1`,
      ],
    },
  ),
  sql('S70', 'a table of a query, with an index', 'SELECT id INTO chosen FROM t; CREATE INDEX i ON chosen (id)'),
  sql('S71', 'row level security with a policy of before', 'ALTER TABLE z ENABLE ROW LEVEL SECURITY', {
    past: ['CREATE POLICY po ON z USING (true)'],
  }),
  sql('S72', 'a longer varchar beside a trigger', 'ALTER TABLE t ALTER s TYPE varchar(80)', {
    past: ['CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()'],
  }),
  sql('S73', 'VACUUM by itself', 'VACUUM t', alone),
  sql(
    'S74',
    'MERGE that only adds rows',
    'MERGE INTO r USING z ON r.id = z.id WHEN NOT MATCHED THEN INSERT (id) VALUES (z.id)',
  ),
  sql(
    'S75',
    'a materialized view made and filled at once',
    'CREATE MATERIALIZED VIEW m AS SELECT id FROM t WITH NO DATA; REFRESH MATERIALIZED VIEW m; CREATE UNIQUE INDEX i ON m (id)',
  ),
]
