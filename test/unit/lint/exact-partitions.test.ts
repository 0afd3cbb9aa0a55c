import { cases } from './cases'

const divided = (by: string, check: string): string =>
  `CREATE TABLE n (k integer, v text) PARTITION BY ${by} (k); CREATE TABLE n1 (k integer, v text${check && `, CHECK (${check})`})`
const attach = (bounds: string): string => `ALTER TABLE n ATTACH PARTITION n1 ${bounds}`
const [range, values] = ['FOR VALUES FROM (0) TO (10)', 'FOR VALUES IN (1, 2)']
const full = 'AND k IS NOT NULL'
const scanned = { rule: 'L601', finds: 'n1 of n' } as const
const proven = { rule: 'L601' } as const

cases('ATTACH PARTITION for a range', {
  'said by a check': { ...proven, past: divided('RANGE', `k >= 0 AND k < 10 ${full}`), in: attach(range) },
  'said the other way round': { ...proven, past: divided('RANGE', `0 <= k AND 10 > k ${full}`), in: attach(range) },
  'that is wider': { ...proven, past: divided('RANGE', `k BETWEEN 2 AND 9 ${full}`), in: attach(range) },
  'said by two checks': {
    ...proven,
    past: `${divided('RANGE', 'k >= 0')}; ALTER TABLE n1 ADD CHECK (k < 10), ALTER k SET NOT NULL`,
    in: attach(range),
  },
  'without an end': {
    ...proven,
    past: divided('RANGE', `k >= 10 ${full}`),
    in: attach('FOR VALUES FROM (10) TO (MAXVALUE)'),
  },
  'that leaves the end in': { ...scanned, past: divided('RANGE', `k BETWEEN 0 AND 10 ${full}`), in: attach(range) },
  'of which half is said': { ...scanned, past: divided('RANGE', `k >= 0 ${full}`), in: attach(range) },
  'that may be NULL': { ...scanned, past: divided('RANGE', 'k >= 0 AND k < 10'), in: attach(range) },
  'said by a check that is not validated': {
    ...scanned,
    past: `${divided('RANGE', '')}; ALTER TABLE n1 ADD CHECK (k >= 0 AND k < 10 ${full}) NOT VALID`,
    in: attach(range),
  },
  'of days': {
    rule: 'L601',
    past: "ALTER TABLE shop_sale_2021 ADD CHECK (day >= '2021-01-01' AND day < date '2021-07-01')",
    in: "ALTER TABLE shop_sale ATTACH PARTITION shop_sale_2021 FOR VALUES FROM ('2021-01-01') TO ('2022-01-01')",
  },
  'of other days': {
    rule: 'L601',
    past: "ALTER TABLE shop_sale_2021 ADD CHECK (day >= '2020-12-31' AND day < '2022-01-01')",
    in: "ALTER TABLE shop_sale ATTACH PARTITION shop_sale_2021 FOR VALUES FROM ('2021-01-01') TO ('2022-01-01')",
    finds: 'shop_sale_2021 of shop_sale',
  },
})

cases('ATTACH PARTITION for values', {
  'said by a check': { ...proven, past: divided('LIST', `k IN (1, 2) ${full}`), in: attach(values) },
  'of which one is said': { ...proven, past: divided('LIST', `k = 1 ${full}`), in: attach(values) },
  'said as an array': { ...proven, past: divided('LIST', `k = ANY (ARRAY[1, 2]) ${full}`), in: attach(values) },
  'and others': { ...scanned, past: divided('LIST', `k IN (1, 2, 3) ${full}`), in: attach(values) },
  'that may be NULL': { ...scanned, past: divided('LIST', 'k = 1'), in: attach(values) },
  'and NULL': { ...proven, past: divided('LIST', 'k = 1'), in: attach('FOR VALUES IN (1, NULL)') },
})

cases('ATTACH PARTITION by a hash', {
  'which no condition proves': {
    ...scanned,
    past: divided('HASH', `k >= 0 ${full}`),
    in: attach('FOR VALUES WITH (MODULUS 4, REMAINDER 0)'),
  },
})

const index = 'CREATE INDEX shop_sale_id_idx ON shop_sale (id)'
cases('indexes of partitioned tables that go', {
  CONCURRENTLY: {
    rule: 'L404',
    past: index,
    in: 'DROP INDEX CONCURRENTLY shop_sale_id_idx',
    finds: 'shop_sale_id_idx of shop_sale',
  },
  'at once': { rule: 'L404', past: index, in: 'DROP INDEX shop_sale_id_idx' },
  'of a plain table': { rule: 'L404', in: 'DROP INDEX CONCURRENTLY shop_book_slug_idx' },
})
