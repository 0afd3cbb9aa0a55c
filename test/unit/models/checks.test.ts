import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { AnyClass } from '../../../src/base/metadata'
import { CheckConstraint, Index, UniqueConstraint } from '../../../src/constraints'
import {
  ArrayField,
  AutoField,
  BigAutoField,
  CharField,
  CompositePrimaryKey,
  DateField,
  DateTimeField,
  DecimalField,
  ForeignKey,
  GeneratedField,
  IntegerField,
  JSONField,
  ManyToManyField,
  OneToOneField,
  TextField,
} from '../../../src/fields'
import type { Field } from '../../../src/fields/field'
import type { CheckMessage } from '../../../src/models/checks'
import { checkModels, projectOf } from '../../../src/models/checks'
import { Model } from '../../../src/models/model'
import type { ModelMeta } from '../../../src/models/model-decorator'
import { model } from '../../../src/models/model-decorator'
import { F } from '../../../src/sql/functions'
import { Q } from '../../../src/sql/q'
import { appsOf } from './apps'

type Fields = Readonly<Record<string, Field>>
type Decorate = (prototype: object, name: string) => void

/** A class with these fields, put on as the decorators of a property are. */
function define(name: string, fields: Fields, meta: ModelMeta = {}, base: AnyClass = Model): AnyClass {
  const cls = { [name]: class extends (base as typeof Model) {} }[name] as unknown as AnyClass
  for (const [key, field] of Object.entries(fields)) (field as unknown as Decorate)(cls.prototype as object, key)
  ;(model(meta as object) as (of: AnyClass) => void)(cls)
  return cls
}

function messages(...classes: readonly AnyClass[]): readonly CheckMessage[] {
  return checkModels(projectOf(appsOf({ shop: classes })))
}

const cascade = { onDelete: 'CASCADE' } as const
const text = TextField()
const integer = IntegerField()
const long = 'x'.repeat(64)
const Person = define('Person', { name: text })
const toPerson = ForeignKey('Person', { ...cascade, relatedName: '+' })
const toGroup = ForeignKey('Group', { ...cascade, relatedName: '+' })

interface Case {
  readonly id: string
  readonly object: string
  readonly message: string
  readonly hint?: string
  readonly classes: readonly AnyClass[]
}

/** A model `A` with these fields and options, beside others. */
function a(fields: Fields, meta: ModelMeta = {}, ...others: readonly AnyClass[]): readonly AnyClass[] {
  return [...others, define('A', fields, meta)]
}

const cases: readonly Case[] = [
  {
    id: 'fields.E001',
    object: 'shop.A.size_',
    message: 'a field name cannot end with an underscore',
    classes: a({ size_: integer }),
  },
  {
    id: 'fields.E002',
    object: 'shop.A.a__b',
    message: 'a field name cannot contain "__", which separates lookups',
    classes: a({ a__b: integer }),
  },
  {
    id: 'fields.E003',
    object: 'shop.A.pk',
    message: '"pk" stands for the primary key and cannot be the name of a field',
    classes: a({ pk: integer }),
  },
  {
    id: 'fields.E013',
    object: 'shop.A.key',
    message: 'a composite primary key must be called pk',
    classes: a({ a: integer, b: integer, key: CompositePrimaryKey(['a', 'b']) }),
  },
  {
    id: 'models.E042',
    object: 'shop.A.pk',
    message: 'it is made of bb, which is no column of the model',
    hint: 'Did you mean b?',
    classes: a({ a: integer, b: integer, pk: CompositePrimaryKey(['a', 'bb']) }),
  },
  {
    id: 'strata.E009',
    object: 'shop.A.double',
    message: 'it is made of prise, which is no column of the model',
    hint: 'Did you mean price?',
    classes: a({ price: integer, double: GeneratedField({ expression: F('prise'), outputField: integer }) }),
  },
  {
    id: 'fields.E007',
    object: 'shop.A.key',
    message: 'a primary key cannot be null',
    hint: 'Take out null: true, or primaryKey: true.',
    classes: a({ key: IntegerField({ primaryKey: true, null: true }) }),
  },
  {
    id: 'fields.E009',
    object: 'shop.A.size',
    message: 'the choice "large" is longer than maxLength 2',
    classes: a({ size: CharField({ maxLength: 2, choices: ['s', 'large'] }) }),
  },
  {
    id: 'fields.E100',
    object: 'shop.A.number',
    message: 'AutoField must be the primary key',
    hint: 'Take out primaryKey: false.',
    classes: a({ number: AutoField({ primaryKey: false }) }),
  },
  {
    id: 'fields.E121',
    object: 'shop.A.name',
    message: 'maxLength must be a whole number from 1 to 10485760',
    classes: a({ name: CharField({ maxLength: 0 }) }),
  },
  {
    id: 'fields.E134',
    object: 'shop.A.price',
    message: 'decimalPlaces must not be more than maxDigits',
    classes: a({ price: DecimalField({ maxDigits: 2, decimalPlaces: 3 }) }),
  },
  {
    id: 'fields.E160',
    object: 'shop.A.created',
    message: 'autoNow and autoNowAdd exclude each other',
    classes: a({ created: DateTimeField({ autoNow: true, autoNowAdd: true }) }),
  },
  {
    id: 'fields.E010',
    object: 'shop.A.tags',
    message: 'all rows would share this default, which is frozen',
    hint: 'Give a function that makes a new one: default: () => ([])',
    classes: a({ tags: ArrayField(text, { default: [] }) }),
  },
  {
    id: 'fields.E010',
    object: 'shop.A.data',
    message: 'all rows would share this default, which is frozen',
    hint: 'Give a function that makes a new one: default: () => ({"a":1})',
    classes: a({ data: JSONField({ default: { a: 1 } }) }),
  },
  {
    id: 'fields.W161',
    object: 'shop.A.day',
    message: 'the default is the time at which the file was loaded',
    hint: 'Give a function, default: () => new Date(), or autoNowAdd: true.',
    classes: a({ day: DateField({ default: new Date() }) }),
  },
  {
    id: 'fields.E300',
    object: 'shop.A.person',
    message: 'the field relates to shop.Persn, which is no model of the project',
    hint: 'Did you mean shop.Person?',
    classes: a({ person: ForeignKey('Persn', cascade) }, {}, Person),
  },
  {
    id: 'fields.E302',
    object: 'shop.A.person',
    message: 'the way back from shop.Person is called name, as a field of it is',
    hint: "Give shop.A.person a relatedName of its own, or '+' for no way back.",
    classes: a({ person: ForeignKey('Person', { ...cascade, relatedName: 'name' }) }, {}, Person),
  },
  {
    id: 'fields.E304',
    object: 'shop.A.second',
    message: 'the way back from shop.Person is called aSet, as that of shop.A.first is',
    hint: "Give shop.A.second a relatedName of its own, or '+' for no way back.",
    classes: a({ first: ForeignKey('Person', cascade), second: ForeignKey('Person', cascade) }, {}, Person),
  },
  {
    id: 'fields.E306',
    object: 'shop.A.person',
    message: 'relatedName "my as" cannot be the name of a property',
    classes: a({ person: ForeignKey('Person', { ...cascade, relatedName: 'my as' }) }, {}, Person),
  },
  {
    id: 'fields.E308',
    object: 'shop.A.person',
    message: 'relatedName "as_" cannot end with an underscore',
    classes: a({ person: ForeignKey('Person', { ...cascade, relatedName: 'as_' }) }, {}, Person),
  },
  {
    id: 'fields.E309',
    object: 'shop.A.person',
    message: 'relatedName "my__as" cannot contain "__"',
    classes: a({ person: ForeignKey('Person', { ...cascade, relatedName: 'my__as' }) }, {}, Person),
  },
  {
    id: 'fields.E311',
    object: 'shop.A.person',
    message: 'shop.Person.name must be unique, since a foreign key points at it',
    hint: 'Add unique: true to it.',
    classes: a({ person: ForeignKey('Person', { ...cascade, toField: 'name' }) }, {}, Person),
  },
  {
    id: 'fields.E312',
    object: 'shop.A.person',
    message: 'toField names nme, which shop.Person does not have',
    hint: 'Did you mean name?',
    classes: a({ person: ForeignKey('Person', { ...cascade, toField: 'nme' }) }, {}, Person),
  },
  {
    id: 'fields.E320',
    object: 'shop.A.person',
    message: "onDelete 'SET_NULL' needs null: true",
    classes: a({ person: ForeignKey('Person', { onDelete: 'SET_NULL' }) }, {}, Person),
  },
  {
    id: 'fields.E321',
    object: 'shop.A.person',
    message: "onDelete 'SET_DEFAULT' needs a default",
    classes: a({ person: ForeignKey('Person', { onDelete: 'SET_DEFAULT' }) }, {}, Person),
  },
  {
    id: 'fields.E330',
    object: 'shop.A.people',
    message: 'a many-to-many field cannot be unique',
    classes: a({ people: ManyToManyField('Person', { unique: true }) }, {}, Person),
  },
  {
    id: 'fields.E331',
    object: 'shop.A.people',
    message: 'the field goes through shop.Membrship, which is no model of the project',
    hint: 'List its app under apps in the settings, or see how the name is spelt.',
    classes: a({ people: ManyToManyField('Person', { through: 'Membrship' }) }, {}, Person),
  },
  {
    id: 'fields.E333',
    object: 'shop.Group.friends',
    message: 'shop.Link has several foreign keys to shop.Group: a, b, c',
    hint: 'Say which two foreign keys to use: throughFields: [to this model, to the other].',
    classes: [
      define('Group', { friends: ManyToManyField('self', { through: 'Link' }) }),
      define('Link', { a: toGroup, b: toGroup, c: toGroup }),
    ],
  },
  {
    id: 'fields.E335',
    object: 'shop.Group.people',
    message: 'shop.Link has several foreign keys to shop.Person: a, b',
    hint: 'Say which two foreign keys to use: throughFields: [to this model, to the other].',
    classes: [
      Person,
      define('Group', { people: ManyToManyField('Person', { through: 'Link' }) }),
      define('Link', { group: toGroup, a: toPerson, b: toPerson }),
    ],
  },
  {
    id: 'fields.E336',
    object: 'shop.Group.people',
    message: 'shop.Link has no foreign key to shop.Person',
    classes: [
      Person,
      define('Group', { people: ManyToManyField('Person', { through: 'Link' }) }),
      define('Link', { group: toGroup }),
    ],
  },
  {
    id: 'fields.E338',
    object: 'shop.Group.people',
    message: 'throughFields names persn, which shop.Link does not have',
    hint: 'Did you mean person?',
    classes: [
      Person,
      define('Group', { people: ManyToManyField('Person', { through: 'Link', throughFields: ['group', 'persn'] }) }),
      define('Link', { group: toGroup, person: toPerson }),
    ],
  },
  {
    id: 'fields.E339',
    object: 'shop.Group.people',
    message: 'throughFields names shop.Link.note, which is no foreign key to shop.Person',
    classes: [
      Person,
      define('Group', { people: ManyToManyField('Person', { through: 'Link', throughFields: ['group', 'note'] }) }),
      define('Link', { group: toGroup, note: text }),
    ],
  },
  {
    id: 'models.E003',
    object: 'shop.Group',
    message: 'people and guests are the same many-to-many relation through shop.Link',
    hint: 'Say which foreign keys each uses with throughFields.',
    classes: [
      Person,
      define('Group', {
        people: ManyToManyField('Person', { through: 'Link' }),
        guests: ManyToManyField('Person', { through: 'Link', relatedName: 'guestOf' }),
      }),
      define('Link', { group: toGroup, person: toPerson }),
    ],
  },
  {
    id: 'fields.E340',
    object: 'shop.A.people',
    message: 'its table of links, shop_person, is that of shop.Person too',
    hint: "Give the field another dbTable: '…'.",
    classes: a({ people: ManyToManyField('Person', { dbTable: 'shop_person' }) }, {}, Person),
  },
  {
    id: 'fields.E347',
    object: 'shop.B.a',
    message: 'shop.A has a primary key of several fields, which no relation can point at',
    hint: 'Name another unique field of it with toField.',
    classes: [
      define('A', { a: integer, b: integer, pk: CompositePrimaryKey(['a', 'b']) }),
      define('B', { a: ForeignKey('A', cascade) }),
    ],
  },
  {
    id: 'fields.W342',
    object: 'shop.A.person',
    message: 'a unique foreign key is a one-to-one relation',
    hint: 'Use OneToOneField.',
    classes: a({ person: ForeignKey('Person', { ...cascade, unique: true }) }, {}, Person),
  },
  {
    id: 'models.E004',
    object: 'shop.A',
    message: '"id" can only be the name of the primary key',
    hint: 'Add primaryKey: true to it, or give it another name.',
    classes: a({ key: BigAutoField(), id: integer }),
  },
  {
    id: 'models.E006',
    object: 'shop.Boss.name',
    message: 'shop.Person, which the model extends, has a field of the same name',
    classes: [Person, define('Boss', { name: integer }, {}, Person)],
  },
  {
    id: 'models.E007',
    object: 'shop.A.released_on',
    message: 'its column released_on is that of releasedOn too',
    hint: "Give one of them a dbColumn: '…' of its own.",
    classes: a({ releasedOn: integer, released_on: integer }),
  },
  {
    id: 'models.E012',
    object: 'shop.A',
    message: 'uniqueTogether names sise, which is no field of the model',
    hint: 'Did you mean size?',
    classes: a({ size: integer }, { uniqueTogether: ['size', 'sise'] }),
  },
  {
    id: 'models.E012',
    object: 'shop.A',
    message: 'the index by_size names sise, which is no field of the model',
    hint: 'Did you mean size?',
    classes: a({ size: integer }, { indexes: [Index({ fields: ['-sise'], name: 'by_size' })] }),
  },
  {
    id: 'models.E012',
    object: 'shop.A',
    message: 'the constraint positive names sise, which is no field of the model',
    hint: 'Did you mean size?',
    classes: a(
      { size: integer },
      { constraints: [CheckConstraint({ condition: Q({ sise__gte: 0 }), name: 'positive' })] },
    ),
  },
  {
    id: 'models.E012',
    object: 'shop.A',
    message: 'orderWithRespectTo names persn, which is no field of the model',
    hint: 'Did you mean person?',
    classes: a({ person: ForeignKey('Person', cascade) }, { orderWithRespectTo: 'persn' }, Person),
  },
  {
    id: 'models.E013',
    object: 'shop.A',
    message: 'uniqueTogether names people, a many-to-many field, which is no column',
    classes: a({ people: ManyToManyField('Person') }, { uniqueTogether: ['people'] }, Person),
  },
  {
    id: 'models.E016',
    object: 'shop.Boss',
    message: 'uniqueTogether names name, whose column is in the table of a model that this one extends',
    classes: [Person, define('Boss', {}, { uniqueTogether: ['name'] }, Person)],
  },
  {
    id: 'models.E015',
    object: 'shop.A',
    message: 'ordering: shop.A has no field "sise"',
    hint: 'Did you mean size?',
    classes: a({ size: integer }, { ordering: ['-sise'] }),
  },
  {
    id: 'models.E015',
    object: 'shop.A',
    message: 'getLatestBy: shop.Person has no field "nme" (in "person__nme")',
    hint: 'Did you mean name?',
    classes: a({ person: ForeignKey('Person', cascade) }, { getLatestBy: 'person__nme' }, Person),
  },
  {
    id: 'models.E017',
    object: 'shop.Stand',
    message: 'a proxy has no fields of its own, and this one declares extra',
    classes: [Person, define('Stand', { extra: text }, { proxy: true }, Person)],
  },
  {
    id: 'strata.E004',
    object: 'shop.A',
    message: 'a proxy extends the model whose rows it stands for, and this one extends none',
    classes: a({}, { proxy: true }),
  },
  {
    id: 'models.E018',
    object: 'shop.A.size',
    message: `the column name ${long} is longer than 63 bytes, and PostgreSQL would cut it`,
    hint: "Give the field a shorter dbColumn: '…'.",
    classes: a({ size: IntegerField({ dbColumn: long }) }),
  },
  {
    id: 'models.E019',
    object: 'shop.A.people',
    message: `the table name ${long} is longer than 63 bytes, and PostgreSQL would cut it`,
    classes: a({ people: ManyToManyField('Person', { dbTable: long }) }, {}, Person),
  },
  {
    id: 'strata.E005',
    object: 'shop.A',
    message: `the table name ${long} is longer than 63 bytes, and PostgreSQL would cut it`,
    classes: a({}, { dbTable: long }),
  },
  {
    id: 'models.E021',
    object: 'shop.A',
    message: 'ordering and orderWithRespectTo exclude each other',
    classes: a({ person: ForeignKey('Person', cascade) }, { ordering: ['id'], orderWithRespectTo: 'person' }, Person),
  },
  {
    id: 'models.E023',
    object: 'shop.A_',
    message: 'the name of a model cannot begin or end with an underscore',
    classes: a({}, { name: 'A_' }),
  },
  {
    id: 'models.E024',
    object: 'shop.A__B',
    message: 'the name of a model cannot contain "__", which separates lookups',
    classes: a({}, { name: 'A__B' }),
  },
  {
    id: 'models.E026',
    object: 'shop.A',
    message: 'the model has several primary keys: a, b',
    hint: 'Leave primaryKey: true on one of them.',
    classes: a({ a: IntegerField({ primaryKey: true }), b: BigAutoField() }),
  },
  {
    id: 'models.E028',
    object: 'shop.A',
    message: 'its table shop_person is that of shop.Person too',
    hint: "Give one of them another dbTable: '…'.",
    classes: a({}, { dbTable: 'shop_person' }, Person),
  },
  {
    id: 'models.E029',
    object: 'shop.A',
    message: "two of the model's index names are by_size",
    classes: a(
      { size: integer },
      { indexes: [Index({ fields: ['size'], name: 'by_size' }), Index({ fields: ['-size'], name: 'by_size' })] },
    ),
  },
  {
    id: 'models.E030',
    object: 'shop.A',
    message: 'the index name by_size is used by shop.B too',
    hint: "In an abstract model, make it part of the name: '%(app_label)s_%(class)s_…'.",
    classes: a(
      { size: integer },
      { indexes: [Index({ fields: ['size'], name: 'by_size' })] },
      define('B', { size: integer }, { indexes: [Index({ fields: ['size'], name: 'by_size' })] }),
    ),
  },
  {
    id: 'models.E031',
    object: 'shop.A',
    message: "two of the model's constraint names are one",
    classes: a(
      { size: integer },
      {
        constraints: [
          UniqueConstraint({ fields: ['size'], name: 'one' }),
          CheckConstraint({ condition: Q({ size: 1 }), name: 'one' }),
        ],
      },
    ),
  },
  {
    id: 'models.E032',
    object: 'shop.A',
    message: 'the constraint name one is used by shop.B too',
    hint: "In an abstract model, make it part of the name: '%(app_label)s_%(class)s_…'.",
    classes: a(
      { size: integer },
      { constraints: [UniqueConstraint({ fields: ['size'], name: 'one' })] },
      define('B', { size: integer }, { constraints: [UniqueConstraint({ fields: ['size'], name: 'one' })] }),
    ),
  },
  {
    id: 'models.E033',
    object: 'shop.A',
    message: 'the name of the index _by_size cannot begin with an underscore or a digit',
    classes: a({ size: integer }, { indexes: [Index({ fields: ['size'], name: '_by_size' })] }),
  },
  {
    id: 'models.E034',
    object: 'shop.A',
    message: `the name of the index ${long} is longer than 63 bytes, and PostgreSQL would cut it`,
    classes: a({ size: integer }, { indexes: [Index({ fields: ['size'], name: long })] }),
  },
  {
    id: 'strata.E006',
    object: 'shop.A',
    message: 'the name of the constraint 1st cannot begin with an underscore or a digit',
    classes: a({ size: integer }, { constraints: [UniqueConstraint({ fields: ['size'], name: '1st' })] }),
  },
  {
    id: 'strata.E007',
    object: 'shop.A',
    message: `the name of the constraint ${long} is longer than 63 bytes, and PostgreSQL would cut it`,
    classes: a({ size: integer }, { constraints: [UniqueConstraint({ fields: ['size'], name: long })] }),
  },
  {
    id: 'strata.E008',
    object: 'shop.A.person',
    message: 'relatedName "save" would hide what every model has',
    classes: a({ person: ForeignKey('Person', { ...cascade, relatedName: 'save' }) }, {}, Person),
  },
]

describe('the checks report', () => {
  for (const { id, object, message, hint, classes } of cases) {
    test(`${id}: ${message}`, () => {
      const level = id.includes('.W') || id === 'fields.E010' ? 'warning' : 'error'
      assert.deepEqual(messages(...classes), [{ level, id, object, message, hint }])
    })
  }

  test('a property that is declared with another type than its field has', () => {
    class Count {
      declare size: number
    }
    const Counted = define('Counted', { size: IntegerField({ null: true }) }, {}, Count)
    Reflect.defineMetadata('design:type', String, Counted.prototype, 'size')
    assert.deepEqual(messages(Counted), [
      {
        level: 'error',
        id: 'strata.E002',
        object: 'shop.Counted.size',
        message: 'IntegerField holds a number, but the property is declared as string',
        hint: 'Declare it as size!: number | null, or use another field.',
      },
    ])
  })
})

test('what is right is not reported', () => {
  const Place = define('Place', { name: text }, { ordering: ['name'] })
  const classes = [
    Person,
    Place,
    define('Restaurant', { seats: integer }, { ordering: ['name', '-seats'] }, Place),
    define('Stand', {}, { proxy: true }, Place),
    define(
      'Visit',
      {
        place: ForeignKey('Place', cascade),
        person: ForeignKey('Person', { ...cascade, relatedName: 'visits' }),
        next: OneToOneField('self', { onDelete: 'SET_NULL', null: true }),
        party: ManyToManyField('Person', { relatedName: 'parties' }),
        made: DateField({ default: () => new Date() }),
      },
      { ordering: ['place__name', '-person', 'person_id', 'pk'], uniqueTogether: ['place', 'person'] },
    ),
    define('Log', { visit: ForeignKey('Visit', cascade) }, { orderWithRespectTo: 'visit' }),
    define('Room', { a: integer, b: integer, pk: CompositePrimaryKey(['a', 'b']) }),
  ]
  assert.deepEqual(messages(...classes), [])
})
