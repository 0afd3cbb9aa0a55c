import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { toDatabase } from '../../src/backends/postgres/database'
import { truncate } from '../../src/backends/postgres/truncate'
import {
  ArrayField,
  BigIntegerField,
  BinaryField,
  BooleanField,
  CharField,
  CompositePrimaryKey,
  DateField,
  DateTimeField,
  DateTimeRangeField,
  DecimalField,
  DecimalRangeField,
  DurationField,
  FloatField,
  ForeignKey,
  GeneratedField,
  GenericIPAddressField,
  IntegerField,
  JSONField,
  ManyToManyField,
  SmallIntegerField,
  TextField,
  TimeField,
  UUIDField,
} from '../../src/fields'
import { dump } from '../../src/fixtures/dump'
import { dumpOrder } from '../../src/fixtures/dump-order'
import { fixtureModels } from '../../src/fixtures/fixture-model'
import { load } from '../../src/fixtures/load'
import type { Database } from '../../src/sql/database'
import { F } from '../../src/sql/functions'
import { type SqlParam, statement } from '../../src/sql/statement'
import { model, state } from '../support/build'
import { variants } from '../support/database'
import { MigratedProject } from '../support/migrated'

/** Texts of values as PostgreSQL reads them, by columns. */
const instant = fc.oneof(
  fc
    .tuple(
      fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
      fc.integer({ min: 0, max: 999_999 }),
    )
    .map(([date, micros]) => `${date.toISOString().slice(0, 19)}.${String(micros).padStart(6, '0')}+00`),
  fc.constantFrom('infinity', '-infinity', '0044-03-15 12:00:00+00 BC', '12345-01-01 00:00:00+00'),
)
const day = fc.oneof(
  instant.map((text) => text.split('T')[0]?.split(' ')[0] ?? text),
  fc.constant('0044-03-15 BC'),
)
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }).map((each) => each.replaceAll('\0', '')),
  fc.constantFrom('', 'NULL', 'null', '{}', '[]', '\\', '"', '[1:2]={1}', "o'clock", 'a,b', '\u2028\n'),
)
const exact = fc.oneof(
  fc.constant('NaN'),
  fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }).map((n) => `${n}.${String(n).slice(-3).replace('-', '0')}`),
)
const float = fc.oneof(
  fc.double().map((n) => (Object.is(n, -0) ? '-0' : String(n))),
  fc.constantFrom('NaN', 'Infinity', '-Infinity', '-0'),
)
const json = fc.oneof(
  fc.jsonValue().map((value) => JSON.stringify(value).replaceAll('\\u0000', '')),
  fc.constantFrom('null', '1.10', '12345678901234567890.12', '1e400', '"null"', '[null]', '{"a": null}'),
)
const big = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String)
const list = (items: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.array(fc.option(items)).map((all) => `{${all.map((each) => (each === null ? 'NULL' : quoted(each))).join()}}`)
const range = (bound: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom('empty', '(,)'),
    bound.map((each) => `[${quoted(each)},]`),
  )

const columns: Readonly<Record<string, fc.Arbitrary<string | boolean | Uint8Array>>> = {
  flag: fc.boolean(),
  small: fc.integer({ min: -32768, max: 32767 }).map(String),
  big,
  float,
  exact,
  word: text,
  story: text,
  json,
  json_required: json,
  bytes: fc.uint8Array(),
  day,
  time: instant.filter((each) => each.includes('T')).map((each) => each.slice(11, 26)),
  instant,
  span: fc.constantFrom('1 mon 2 days 03:04:05.000006', '-1 days +02:03:00', '00:00:00'),
  uuid: fc.uuid(),
  address: fc.oneof(fc.ipV4(), fc.ipV6()),
  bigs: list(big),
  words: list(text),
  jsons: list(json),
  grid: fc.array(fc.tuple(big, big)).map((rows) => `{${rows.map((row) => `{${row.join()}}`).join()}}`),
  any_grid: fc.constantFrom('[2:3]={1,2}', '{{1,2},{3,NULL}}', '{}', '{1}'),
  instants: list(instant),
  blobs: list(fc.uint8Array().map((bytes) => `\\x${Buffer.from(bytes).toString('hex')}`)),
  exacts: range(exact.filter((each) => each !== 'NaN')),
  instants_range: range(instant.filter((each) => !each.includes('infinity'))),
}
const required = ['json_required']

const kinds = {
  flag: BooleanField({ null: true }),
  small: SmallIntegerField({ null: true }),
  big: BigIntegerField({ null: true }),
  float: FloatField({ null: true }),
  exact: DecimalField({ maxDigits: 40, decimalPlaces: 5, null: true }),
  word: CharField({ maxLength: 1000, null: true }),
  story: TextField({ null: true }),
  json: JSONField({ null: true }),
  jsonRequired: JSONField(),
  bytes: BinaryField({ null: true }),
  day: DateField({ null: true }),
  time: TimeField({ null: true }),
  instant: DateTimeField({ null: true }),
  span: DurationField({ null: true }),
  uuid: UUIDField({ null: true }),
  address: GenericIPAddressField({ null: true }),
  bigs: ArrayField(BigIntegerField(), { null: true }),
  words: ArrayField(TextField(), { null: true }),
  jsons: ArrayField(JSONField(), { null: true }),
  grid: ArrayField(ArrayField(BigIntegerField()), { null: true }),
  anyGrid: ArrayField(IntegerField(), { null: true }),
  instants: ArrayField(DateTimeField(), { null: true }),
  blobs: ArrayField(BinaryField(), { null: true }),
  exacts: DecimalRangeField({ null: true }),
  instantsRange: DateTimeRangeField({ null: true }),
  twice: GeneratedField({ expression: F('small'), outputField: IntegerField() }),
}

const before = state(
  model('a.Kinds', kinds),
  // In a circle, with itself, and by links.
  model('a.One', {
    other: ForeignKey('a.Two', { onDelete: 'CASCADE', null: true }),
    self: ForeignKey('a.One', { onDelete: 'CASCADE', null: true }),
  }),
  model('a.Two', {
    one: ForeignKey('a.One', { onDelete: 'CASCADE' }),
    friends: ManyToManyField('a.Two'),
    kinds: ManyToManyField('a.Kinds'),
  }),
  model(
    'a.Slot',
    {
      room: CharField({ maxLength: 9 }),
      at: DateTimeField(),
      two: ForeignKey('a.Two', { onDelete: 'CASCADE' }),
      pk: CompositePrimaryKey(['room', 'at']),
    },
    { id: false },
  ),
)
const tables = ['a_kinds', 'a_one', 'a_two', 'a_two_friends', 'a_two_kinds', 'a_slot']

const rows = fc.array(
  fc.record(
    Object.fromEntries(
      Object.entries(columns).map(([name, value]) => [name, required.includes(name) ? value : fc.option(value)]),
    ),
  ),
  { minLength: 1, maxLength: 4 },
)

variants((variant) => {
  describe('objects that are dumped and loaded', () => {
    test('are the same', async () => {
      const db = toDatabase(await variant.open())
      await new MigratedProject(db).to(before)
      const check = async (
        all: readonly Readonly<Record<string, SqlParam>>[],
        chunk: number,
        indent: number | undefined,
      ): Promise<void> => {
        await truncate(db, tables)
        await fill(db, all)
        const [there, text] = [await contents(db), await dumped(db, indent)]
        await truncate(db, tables)
        await load(db, [{ name: 'x', format: 'json', open: () => chunks(text, chunk) }], {
          models: byLabel,
          without: new Set(),
          ignoreUnknown: false,
        })
        assert.deepEqual(await contents(db), there)
        assert.equal(await dumped(db, indent), text)
        JSON.parse(text.replaceAll('1e400', '1'))
      }
      await fc.assert(
        fc.asyncProperty(rows, fc.integer({ min: 1, max: 99 }), fc.constantFrom(undefined, 0, 2), check),
        { numRuns: Number(process.env.STRATA_RUNS ?? 40), seed: Number(process.env.STRATA_SEED ?? 7) },
      )
    })
  })
})

const models = fixtureModels(before)
const byLabel = new Map([...models.values()].map((each) => [each.label, each]))

async function dumped(db: Database, indent: number | undefined): Promise<string> {
  const records: string[] = []
  await dump(db, {
    models: dumpOrder(models.values()),
    style: { indent },
    write: (record) => void records.push(record),
  })
  return `[\n${records.join(',\n')}\n]\n`
}

async function* chunks(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size)
}

async function fill(db: Database, all: readonly Readonly<Record<string, SqlParam>>[]): Promise<void> {
  for (const row of all) {
    const names = Object.keys(row)
    const sql = `INSERT INTO a_kinds (${names.join()}) VALUES (${names.map((_, i) => `$${i + 1}`).join()})`
    await db.run(statement(sql, Object.values(row)))
  }
  const first = all[0]?.instant
  await db.script(`
    INSERT INTO a_one (self_id) VALUES (2), (NULL), (1); INSERT INTO a_two (one_id) VALUES (1), (3);
    UPDATE a_one SET other_id = 2 WHERE id = 1;
    INSERT INTO a_two_friends (from_two_id, to_two_id) VALUES (2, 1), (1, 2), (1, 1);
    INSERT INTO a_two_kinds (two_id, kinds_id) SELECT 2, id FROM a_kinds`)
  const slots = 'INSERT INTO a_slot (room, at, two_id) VALUES ($1, $2, 1), ($1, now(), 2)'
  await db.run(statement(slots, ['"{', typeof first === 'string' ? first : '2000-01-01 00:00:00.000001+00']))
}

/** Links without their own keys: they are counted anew. */
async function contents(db: Database): Promise<readonly unknown[]> {
  const found = tables.map(async (table) => {
    const shown = table.startsWith('a_two_') ? `(to_jsonb(t) - 'id')` : 't'
    return (await db.run(statement(`SELECT ${shown}::text FROM ${table} t ORDER BY 1`))).rows
  })
  return Promise.all(found)
}

function quoted(each: string): string {
  return `"${each.replace(/["\\]/g, '\\$&')}"`
}
