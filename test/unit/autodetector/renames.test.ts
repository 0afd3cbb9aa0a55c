import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Hint } from '../../../src/autodetector'
import { CheckConstraint, Index } from '../../../src/constraints'
import type { NamedIndex } from '../../../src/constraints/db-index'
import {
  CharField,
  DateField,
  DecimalField,
  ForeignKey,
  IntegerField,
  ManyToManyField,
  TextField,
  UUIDField,
} from '../../../src/fields'
import type { Field } from '../../../src/fields/field'
import { Q } from '../../../src/sql/q'
import type { ModelState } from '../../../src/state/model-state'
import { answers, described, detect, type ModelExtras, model, reached, state } from '../../support/build'

const text = CharField({ maxLength: 10 })
const number = IntegerField({ null: true })
const to = (key: string) => ForeignKey(key, { onDelete: 'CASCADE' })
const book = (fields: Parameters<typeof model>[1], options: ModelExtras['options'] = {}): ModelState =>
  model('lib.Book', fields, { options })

interface Case {
  readonly claim: string
  readonly from: readonly ModelState[]
  readonly to: readonly ModelState[]
  /** Keys answered with yes. */
  readonly yes?: readonly string[]
  readonly hints?: Readonly<Record<string, Hint>>
  readonly asked?: readonly string[]
  readonly operations: readonly string[]
}

const fieldCases: readonly Case[] = [
  {
    claim: 'a field that is the same under another name may be renamed',
    from: [book({ title: text })],
    to: [book({ name: text })],
    yes: ['rename:lib.Book.title=name'],
    operations: ['Rename field title on Book to name'],
  },
  {
    claim: 'or not',
    from: [book({ title: text })],
    to: [book({ name: CharField({ maxLength: 10, default: 'x' }) })],
    asked: ['rename:lib.Book.title=name'],
    operations: ['Remove field title from Book', 'Add field name to Book'],
  },
  {
    claim: 'a rename and a change in one go are a rename and an alteration',
    from: [book({ title: text })],
    to: [book({ name: CharField({ maxLength: 99 }) })],
    yes: ['rename:lib.Book.title=name'],
    operations: ['Rename field title on Book to name', 'Alter field name on Book'],
  },
  {
    claim: 'another type is asked about if the names are alike',
    from: [book({ price: IntegerField() })],
    to: [book({ unitPrice: DecimalField({ maxDigits: 8, decimalPlaces: 2 }) })],
    yes: ['rename:lib.Book.price=unitPrice'],
    operations: ['Rename field price on Book to unitPrice', 'Alter field unitPrice on Book'],
  },
  {
    claim: 'nothing is asked where nothing is alike',
    from: [book({ pages: number, friends: ManyToManyField('lib.Book'), made: DateField() })],
    to: [
      book({ title: TextField({ null: true }), owner: ForeignKey('lib.Book', { onDelete: 'CASCADE', null: true }) }),
    ],
    asked: [],
    operations: [
      'Remove field pages from Book',
      'Remove field friends from Book',
      'Remove field made from Book',
      'Add field title to Book',
      'Add field owner to Book',
    ],
  },
  {
    claim: 'the likeliest is asked first, and each old field is used once',
    from: [book({ cost: text, price: text })],
    to: [book({ priceNow: text, body: text })],
    yes: ['rename:lib.Book.price=priceNow', 'rename:lib.Book.cost=body'],
    operations: ['Rename field price on Book to priceNow', 'Rename field cost on Book to body'],
  },
  {
    claim: 'a field that says its former name is not asked about',
    from: [book({ title: UUIDField() })],
    to: [book({ words: TextField() })],
    hints: { 'lib.Book.words': { renamedFrom: 'title' } },
    asked: [],
    operations: ['Rename field title on Book to words', 'Alter field words on Book'],
  },
  {
    claim: 'a column that keeps its name is not renamed there and back',
    from: [book({ title: text })],
    to: [book({ name: CharField({ maxLength: 10, dbColumn: 'title' }) })],
    yes: ['rename:lib.Book.title=name'],
    operations: ['Alter field title on Book', 'Rename field title on Book to name'],
  },
  {
    claim: 'a foreign key to a renamed model is the same',
    from: [model('lib.Author'), book({ author: to('lib.Author') })],
    to: [book({ writer: to('lib.Writer') }), model('lib.Writer')],
    yes: ['rename:lib.Author=Writer', 'rename:lib.Book.author=writer'],
    operations: ['Rename model Author to Writer', 'Rename field author on Book to writer'],
  },
  {
    claim: 'what speaks of a renamed field follows; an index named after it is renamed',
    from: [
      book(
        { title: text },
        {
          ordering: ['-title'],
          uniqueTogether: [['id', 'title']],
          indexes: [Index({ fields: ['title'], name: 'book_title_1' })] as NamedIndex[],
          constraints: [CheckConstraint({ name: 'c', condition: Q({ title__gt: '' }) })],
        },
      ),
    ],
    to: [
      book(
        { name: text },
        {
          ordering: ['-name'],
          uniqueTogether: [['id', 'name']],
          indexes: [Index({ fields: ['name'], name: 'book_name_2' })] as NamedIndex[],
          constraints: [CheckConstraint({ name: 'c', condition: Q({ name__gt: '' }) })],
        },
      ),
    ],
    yes: ['rename:lib.Book.title=name'],
    operations: ['Rename field title on Book to name', 'Rename index book_title_1 on Book to book_name_2'],
  },
]

const modelCases: readonly Case[] = [
  {
    claim: 'a model that is the same under another name may be renamed, and relations follow',
    from: [model('lib.Author', { name: text, self: to('lib.Author') }), book({ by: to('lib.Author') })],
    to: [book({ by: to('lib.Writer') }), model('lib.Writer', { name: text, self: to('lib.Writer') })],
    yes: ['rename:lib.Author=Writer'],
    operations: ['Rename model Author to Writer'],
  },
  {
    claim: 'or not',
    from: [model('lib.Author', { name: text })],
    to: [model('lib.Writer', { name: text })],
    asked: ['rename:lib.Author=Writer'],
    operations: ['Create model Writer', 'Delete model Author'],
  },
  {
    claim: 'a rename and a change in one go are a rename and the rest',
    from: [model('lib.Author', { name: text, age: number, born: DateField() })],
    to: [model('lib.Writer', { name: text, age: number, book: TextField({ null: true }) })],
    yes: ['rename:lib.Author=Writer'],
    operations: ['Rename model Author to Writer', 'Remove field born from Writer', 'Add field book to Writer'],
  },
  {
    claim: 'a rename in case only is asked about, whatever else is different',
    from: [model('lib.author', { name: text })],
    to: [model('lib.Author', { age: number })],
    yes: ['rename:lib.author=Author'],
    operations: ['Rename model author to Author', 'Remove field name from Author', 'Add field age to Author'],
  },
  {
    claim: 'two models that were renamed at once and refer to each other',
    from: [model('lib.A', { b: to('lib.B'), x: text }), model('lib.B', { a: to('lib.A'), y: number })],
    to: [model('lib.C', { b: to('lib.D'), x: text }), model('lib.D', { a: to('lib.C'), y: number })],
    yes: ['rename:lib.A=C', 'rename:lib.B=D'],
    operations: ['Rename model A to C', 'Rename model B to D'],
  },
  {
    claim: 'nothing is asked where nothing is alike, nor across apps',
    from: [model('lib.Author', { name: text })],
    to: [model('lib.Stone', { weight: number }), model('shop.Author', { name: text })],
    asked: [],
    operations: ['Create model Stone', 'Delete model Author', 'Create model Author'],
  },
  {
    claim: 'a model that says its former name is not asked about',
    from: [model('lib.Author', { name: text })],
    to: [model('lib.Stone', { weight: number })],
    hints: { 'lib.Stone': { renamedFrom: 'Author' } },
    asked: [],
    operations: ['Rename model Author to Stone', 'Remove field name from Stone', 'Add field weight to Stone'],
  },
  {
    claim: 'a table that keeps its name is not renamed there and back',
    from: [model('lib.Author', { name: text })],
    to: [model('lib.Writer', { name: text }, { options: { dbTable: 'lib_author' } })],
    yes: ['rename:lib.Author=Writer'],
    operations: ['Rename table for Author to lib_author', 'Rename model Author to Writer'],
  },
  {
    claim: 'a new model may take the old name of a renamed one',
    from: [model('lib.Order', { a: text, b: text })],
    to: [model('lib.Order', { a: text, b: text }), model('lib.Sale', { a: text, b: text })],
    asked: [],
    operations: ['Create model Sale'],
  },
]

for (const [kind, cases] of Object.entries({ fields: fieldCases, models: modelCases })) {
  describe(`renamed ${kind}`, () => {
    for (const { claim, from, to: after, yes = [], hints = {}, asked = yes, operations } of cases) {
      test(claim, () => {
        const { migrations, questions } = detect(
          { from: state(...from), to: state(...after), hints: new Map(Object.entries(hints)) },
          answers(Object.fromEntries(yes.map((key) => [key, true]))),
        )
        assert.deepEqual(
          questions.filter(({ kind }) => kind.startsWith('renamed')).map(({ key }) => key),
          asked,
        )
        assert.deepEqual(
          migrations.flatMap((each) => each.operations.map((operation) => operation.describe())),
          operations,
        )
        assert.ok(reached(state(...from), migrations).equals(state(...after)))
      })
    }
  })
}

test('a rename comes after the history of other apps that speak of the old name', () => {
  const { migrations } = detect(
    {
      from: state(model('lib.Author', { name: text }), model('shop.Book', { by: to('lib.Author') })),
      to: state(model('lib.Writer', { name: text }), model('shop.Book', { by: to('lib.Writer'), second: number })),
      leaves: new Map([
        ['lib', '0003_x'],
        ['shop', '0007_y'],
      ]),
    },
    answers({ 'rename:lib.Author=Writer': true }),
  )
  assert.deepEqual(described(migrations), [
    'lib.0004_rename_author_writer: Rename model Author to Writer',
    'shop.0008_book_second: Add field second to Book',
  ])
  assert.deepEqual(migrations[0]?.dependencies, [
    ['lib', '0003_x'],
    ['shop', '0007_y'],
  ])
})

test('a renamed field that another app links by comes after that app', () => {
  const genres = ManyToManyField('shop.Genre', { through: 'lib.Tag', throughFields: ['book', 'genre'] })
  const renamed = ManyToManyField('shop.Genre', { through: 'lib.Tag', throughFields: ['work', 'genre'] })
  const shop = (field: Field) => [model('shop.Book', { genres: field }), model('shop.Genre')]
  const tag = (name: string) => model('lib.Tag', { [name]: to('shop.Book'), genre: to('shop.Genre') })
  const { migrations } = detect(
    {
      from: state(...shop(genres), tag('book')),
      to: state(...shop(renamed), tag('work')),
      leaves: new Map([
        ['lib', '0003_x'],
        ['shop', '0007_y'],
      ]),
    },
    answers({ 'rename:lib.Tag.book=work': true }),
  )
  assert.deepEqual(described(migrations), ['lib.0004_rename_book_tag_work: Rename field book on Tag to work'])
  assert.deepEqual(migrations[0]?.dependencies, [
    ['lib', '0003_x'],
    ['shop', '0007_y'],
  ])
})

test('a foreign key to a renamed model waits for the rename', () => {
  const { migrations } = detect(
    {
      from: state(model('lib.Author', { name: text }), model('blog.Post')),
      to: state(
        model('lib.Writer', { name: text }),
        model('blog.Post', { by: ForeignKey('lib.Writer', { onDelete: 'CASCADE', null: true }) }),
      ),
    },
    answers({ 'rename:lib.Author=Writer': true }),
  )
  assert.deepEqual(
    migrations.map(({ app, dependencies }) => ({ app, dependencies })),
    [
      { app: 'lib', dependencies: [] },
      { app: 'blog', dependencies: [['lib', '0001_initial']] },
    ],
  )
})
