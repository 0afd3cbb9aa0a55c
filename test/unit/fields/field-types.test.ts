import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  ArrayField,
  AutoField,
  BigAutoField,
  BigIntegerField,
  BigIntegerRangeField,
  BinaryField,
  BooleanField,
  CharField,
  CompositePrimaryKey,
  DateField,
  DateRangeField,
  DateTimeField,
  DateTimeRangeField,
  DecimalField,
  DecimalRangeField,
  DurationField,
  EmailField,
  FileField,
  FilePathField,
  FloatField,
  ForeignKey,
  GeneratedField,
  GenericIPAddressField,
  HStoreField,
  ImageField,
  IntegerField,
  IntegerRangeField,
  JSONField,
  ManyToManyField,
  OneToOneField,
  PositiveBigIntegerField,
  PositiveIntegerField,
  PositiveSmallIntegerField,
  SearchVectorField,
  SlugField,
  SmallAutoField,
  SmallIntegerField,
  TextField,
  TimeField,
  URLField,
  UUIDField,
} from '../../../src/fields'
import type { Field } from '../../../src/fields/field'
import { optionsOf, sameField, stateField } from '../../../src/fields/field'
import type { ColumnType } from '../../../src/sql/column-type'
import { F, multiply } from '../../../src/sql/functions'
import { Q } from '../../../src/sql/q'
import type { SqlParam } from '../../../src/sql/statement'

interface Kind {
  readonly field: Field
  readonly column: ColumnType | undefined
  /** Values as our code holds them and as the driver is given them and gives them back. */
  readonly values?: readonly (readonly [value: unknown, param: SqlParam, raw?: unknown])[]
}

const instant = new Date('2026-11-22T10:20:30.456Z')

const kinds: readonly Kind[] = [
  { field: AutoField(), column: { kind: 'integer' }, values: [[1, 1]] },
  { field: BigAutoField(), column: { kind: 'bigint' }, values: [[1, 1, '1']] },
  { field: SmallAutoField(), column: { kind: 'smallint' }, values: [[1, 1]] },
  { field: IntegerField(), column: { kind: 'integer' }, values: [[-7, -7]] },
  { field: SmallIntegerField(), column: { kind: 'smallint' }, values: [[-7, -7]] },
  { field: BigIntegerField(), column: { kind: 'bigint' }, values: [[2n ** 62n, 2n ** 62n, String(2n ** 62n)]] },
  { field: PositiveIntegerField(), column: { kind: 'integer' }, values: [[7, 7]] },
  { field: PositiveSmallIntegerField(), column: { kind: 'smallint' }, values: [[7, 7]] },
  { field: PositiveBigIntegerField(), column: { kind: 'bigint' }, values: [[7n, 7n, '7']] },
  { field: FloatField(), column: { kind: 'float8' }, values: [[0.1, 0.1]] },
  {
    field: DecimalField({ maxDigits: 8, decimalPlaces: 2 }),
    column: { kind: 'numeric', precision: 8, scale: 2 },
    values: [['123456.70', '123456.70']],
  },
  { field: BooleanField(), column: { kind: 'boolean' }, values: [[true, true]] },
  { field: CharField({ maxLength: 9 }), column: { kind: 'varchar', length: 9 }, values: [['a', 'a']] },
  { field: CharField(), column: { kind: 'varchar', length: undefined } },
  { field: TextField(), column: { kind: 'text' }, values: [['a\nb', 'a\nb']] },
  { field: SlugField(), column: { kind: 'varchar', length: 50 } },
  { field: EmailField(), column: { kind: 'varchar', length: 254 } },
  { field: URLField({ maxLength: 500 }), column: { kind: 'varchar', length: 500 } },
  { field: FileField(), column: { kind: 'varchar', length: 100 } },
  { field: ImageField({ maxLength: 255 }), column: { kind: 'varchar', length: 255 } },
  { field: FilePathField(), column: { kind: 'varchar', length: 100 } },
  { field: UUIDField(), column: { kind: 'uuid' } },
  { field: GenericIPAddressField(), column: { kind: 'inet' }, values: [['::1', '::1']] },
  { field: BinaryField(), column: { kind: 'bytea' }, values: [[Uint8Array.of(1, 2), Uint8Array.of(1, 2)]] },
  {
    field: DateField(),
    column: { kind: 'date' },
    values: [
      [new Date('2026-11-22'), '2026-11-22'],
      [new Date('-000043-03-15'), '0044-03-15 BC'],
      [new Date('+010000-01-01'), '10000-01-01'],
    ],
  },
  { field: TimeField(), column: { kind: 'time' }, values: [['20:15:00', '20:15:00']] },
  {
    field: DateTimeField(),
    column: { kind: 'timestamptz' },
    values: [
      [instant, '2026-11-22 10:20:30.456+00'],
      [instant, '2026-11-22 10:20:30.456+00', '2026-11-22 15:50:30.456789+05:30'],
    ],
  },
  { field: DurationField(), column: { kind: 'interval' }, values: [['1 day', '1 day']] },
  { field: JSONField(), column: { kind: 'jsonb' }, values: [[{ a: [1, null] }, '{"a":[1,null]}']] },
  {
    field: ArrayField(CharField({ maxLength: 9 }), { size: 3 }),
    column: { kind: 'array', of: { kind: 'varchar', length: 9 }, size: 3 },
    values: [
      [['a', 'b "c"', 'd,e', '', 'NULL', null], '{"a","b \\"c\\"","d,e","","NULL",NULL}'],
      [['a', 'b'], '{"a","b"}', '{a,b}'],
    ],
  },
  {
    field: ArrayField(ArrayField(IntegerField())),
    column: { kind: 'array', of: { kind: 'array', of: { kind: 'integer' }, size: undefined }, size: undefined },
    values: [[[[1, 2], [3]], '{{"1","2"},{"3"}}']],
  },
  { field: HStoreField(), column: { kind: 'hstore' }, values: [[{ 'a"b': 'x', c: null }, '"a\\"b"=>"x","c"=>NULL']] },
  { field: SearchVectorField(), column: { kind: 'tsvector' } },
  {
    field: IntegerRangeField(),
    column: { kind: 'int4range' },
    values: [
      [{ lower: 1, upper: null, bounds: '[)' }, '["1",)', '[1,)'],
      [{ lower: null, upper: null, empty: true }, 'empty'],
    ],
  },
  {
    field: BigIntegerRangeField(),
    column: { kind: 'int8range' },
    values: [[{ lower: 1n, upper: 9n, bounds: '(]' }, '("1","9"]']],
  },
  {
    field: DecimalRangeField(),
    column: { kind: 'numrange' },
    values: [[{ lower: '0.10', upper: '2', bounds: '[)' }, '["0.10","2")']],
  },
  {
    field: DateRangeField(),
    column: { kind: 'daterange' },
    values: [[{ lower: new Date('2026-11-22'), upper: null, bounds: '[)' }, '["2026-11-22",)']],
  },
  {
    field: DateTimeRangeField(),
    column: { kind: 'tstzrange' },
    values: [[{ lower: instant, upper: null, bounds: '[)' }, '["2026-11-22 10:20:30.456+00",)']],
  },
  {
    field: GeneratedField({ expression: multiply(F('price'), 2), outputField: IntegerField() }),
    column: { kind: 'integer' },
    values: [[4, 4]],
  },
  { field: CompositePrimaryKey(['a', 'b']), column: undefined },
  { field: ForeignKey('people.Director', { onDelete: 'CASCADE' }), column: undefined },
  { field: OneToOneField('people.Director', { onDelete: 'CASCADE' }), column: undefined },
  { field: ManyToManyField('movies.Genre'), column: undefined },
]

for (const { field, column, values = [] } of kinds) {
  const { type } = field
  const options = optionsOf(field)
  describe(type.name, () => {
    test(`is ${column === undefined ? 'no column of a type of its own' : JSON.stringify(column)}`, () => {
      assert.deepEqual(type.columnType(options), column)
    })

    test('has nothing wrong with its options', () => {
      assert.deepEqual([...type.check(options)], [])
    })

    for (const [value, param, raw = param] of values) {
      test(`holds ${typeof raw === 'string' ? raw : String(param)}`, () => {
        assert.deepEqual(type.toDb(value, options), param)
        assert.deepEqual(type.fromDb(raw, options), value)
      })
    }
  })
}

describe('a value that a field cannot hold is refused', () => {
  const cases: readonly (readonly [Field, unknown, string])[] = [
    [IntegerField(), 1.5, 'expected an integer, got 1.5'],
    [IntegerField(), 'x', 'expected an integer, got "x"'],
    [BigAutoField(), 2 ** 60, `expected an integer, got ${2 ** 60}`],
    [DateField(), new Date('x'), 'expected a Date, got null'],
    [DateTimeField(), 5, 'expected a Date, got 5'],
    [JSONField(), undefined, 'expected a JSON value, got undefined'],
    [ArrayField(TextField()), 'x', 'expected an array, got "x"'],
    [HStoreField(), 'x', 'expected an object of texts, got "x"'],
  ]
  for (const [field, value, message] of cases) {
    test(`${field.type.name}: ${message}`, () => {
      assert.throws(() => field.type.toDb(value, optionsOf(field)), { code: 'field.value', message })
    })
  }

  test('a key beyond what a number can hold, read from the database', () => {
    assert.throws(() => BigAutoField.type.fromDb('9007199254740993', {}), { code: 'field.value' })
  })

  test('a date that never comes', () => {
    assert.throws(() => DateField.type.fromDb('infinity', {}), { code: 'field.value' })
  })
})

describe('wrong options are named', () => {
  const cases: readonly (readonly [Field, readonly string[]])[] = [
    [CharField({ maxLength: 1.5 }), ['maxLength must be a whole number from 1 to 10485760']],
    [EmailField({ maxLength: 3, choices: ['a@b', 'long@b'] }), ['the choice "long@b" is longer than maxLength 3']],
    [
      DecimalField({ maxDigits: 0, decimalPlaces: -1 }),
      ['maxDigits must be a whole number from 1 to 1000', 'decimalPlaces must be a whole number of 0 or more'],
    ],
    [DateField({ autoNow: true, default: new Date(0) }), ['autoNow and default exclude each other']],
    [TimeField({ autoNow: true, autoNowAdd: true }), ['autoNow and autoNowAdd exclude each other']],
    [ArrayField(CharField({ maxLength: 0 })), ['maxLength must be a whole number from 1 to 10485760']],
    [ForeignKey('A', { onDelete: 'SET_NULL' }), ["onDelete 'SET_NULL' needs null: true"]],
    [OneToOneField('A', { onDelete: 'SET_DEFAULT' }), ["onDelete 'SET_DEFAULT' needs a default"]],
    [ManyToManyField('A', { null: true }), ['null means nothing on a many-to-many field']],
    [ManyToManyField('A', { throughFields: ['a', 'b'] }), ['throughFields needs through']],
    [ManyToManyField('A', { through: 'B', dbTable: 'c' }), ['dbTable has no effect with through']],
    [CompositePrimaryKey(['a', 'a']), ['a composite primary key names each field once']],
    [CompositePrimaryKey(['a']), ['a composite primary key has at least two fields']],
    [
      GeneratedField({ expression: F('a'), outputField: IntegerField(), dbDefault: 1 }),
      ['a generated field cannot have a default'],
    ],
  ]
  for (const [field, messages] of cases) {
    test(`${field.type.name}: ${messages.join(', ')}`, () => {
      assert.deepEqual([...field.type.check(optionsOf(field))], messages)
    })
  }
})

describe('a state', () => {
  test('holds no option for people and none that says the default', () => {
    const field = SlugField({
      null: false,
      dbIndex: true,
      helpText: 'In the address',
      choices: ['a'],
      default: false as never,
    })
    assert.deepEqual(stateField(field).options, { default: false })
    assert.deepEqual(stateField(SlugField({ dbIndex: false })).options, { dbIndex: false })
  })

  test('does not compare functions as defaults', () => {
    assert.ok(sameField(TextField({ default: () => 'a' }), TextField({ default: () => 'b' })))
    assert.ok(!sameField(TextField({ default: 'a' }), TextField({ default: 'b' })))
    assert.ok(!sameField(TextField(), CharField()))
  })
})

test('positive numbers bring a check', () => {
  for (const type of [PositiveIntegerField.type, PositiveSmallIntegerField.type, PositiveBigIntegerField.type]) {
    assert.deepEqual(type.columnCheck?.('stock', {}), Q({ stock__gte: 0 }))
  }
})
