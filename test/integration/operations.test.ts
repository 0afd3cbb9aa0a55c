import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { CheckConstraint, GinIndex, Index, UniqueConstraint } from '../../src/constraints'
import {
  ArrayField,
  BigAutoField,
  BigIntegerField,
  BooleanField,
  CharField,
  CompositePrimaryKey,
  DateTimeField,
  DecimalField,
  ForeignKey,
  GeneratedField,
  IntegerField,
  ManyToManyField,
  OneToOneField,
  PositiveIntegerField,
  SlugField,
  TextField,
  UUIDField,
} from '../../src/fields'
import type { Field } from '../../src/fields/field'
import {
  AddConstraint,
  AddField,
  AddIndex,
  AlterField,
  AlterModelOptions,
  AlterModelTable,
  AlterModelTableComment,
  AlterOrderWithRespectTo,
  AlterUniqueTogether,
  CreateModel,
  DeleteModel,
  RemoveConstraint,
  RemoveField,
  RemoveIndex,
  RenameField,
  RenameIndex,
  RenameModel,
  SeparateDatabaseAndState,
} from '../../src/operations'
import type { Operation } from '../../src/operations/operation'
import { add, F, Lower, Now } from '../../src/sql/functions'
import { Q } from '../../src/sql/q'
import type { ModelOptions } from '../../src/state/model-options'
import { ModelState } from '../../src/state/model-state'
import { ProjectState } from '../../src/state/project-state'
import { catalog, variants } from '../support/database'
import { applied, createAll, runSteps, stepsBackwards, stepsForwards } from '../support/schema'

function model(
  name: string,
  fields: Record<string, Field>,
  options: ModelOptions = {},
  bases: string[] = [],
): ModelState {
  return new ModelState({ app: 'shop', name, fields: Object.entries(fields), options, bases })
}

const id = BigAutoField()
const author = model('Author', {
  id,
  name: CharField({ maxLength: 100, unique: true }),
  pen: CharField({ maxLength: 20, null: true }),
})
const tag = model('Tag', { id, label: SlugField() })
const book = model(
  'Book',
  {
    id,
    title: CharField({ maxLength: 100, dbIndex: true }),
    price: PositiveIntegerField({ default: 5 }),
    stock: IntegerField({ null: true }),
    author: ForeignKey('shop.Author', { onDelete: 'CASCADE', relatedName: 'books' }),
    editor: ForeignKey('shop.Author', { onDelete: 'SET_NULL', null: true, relatedName: 'edited' }),
    tags: ManyToManyField('shop.Tag'),
    similar: ManyToManyField('shop.Book'),
  },
  {
    indexes: [Index({ fields: ['title', '-price'], name: 'book_title_price' })],
    constraints: [
      CheckConstraint({ condition: Q({ price__lt: 1000 }), name: 'book_cheap' }),
      UniqueConstraint({ fields: ['title'], condition: Q({ stock__gt: 0 }), name: 'book_in_stock' }),
    ],
    uniqueTogether: [['author', 'title']],
  },
)
const passport = model('Passport', {
  author: OneToOneField('shop.Author', { onDelete: 'CASCADE', primaryKey: true }),
  number: TextField(),
})
const library = [author, tag, book, passport]

interface Case {
  readonly models?: readonly ModelState[]
  readonly operations: readonly Operation[]
  /** Undone, the database is as before in all but what is said here. */
  readonly lost?: string
}

/** Every operation, in the situations in which its SQL differs. */
const cases: Readonly<Record<string, Case>> = {
  'CreateModel with relations to itself and others': {
    models: [author],
    operations: [
      new CreateModel({
        name: 'Note',
        fields: {
          id,
          text: TextField({ dbComment: "it's" }),
          parent: ForeignKey('shop.Note', { null: true, onDelete: 'CASCADE' }),
          authors: ManyToManyField('shop.Author'),
        },
        options: { dbTableComment: 'notes', ordering: ['text'] },
      }),
    ],
  },
  'CreateModel with a composite key': {
    models: [],
    operations: [
      new CreateModel({
        name: 'Seat',
        fields: { pk: CompositePrimaryKey(['row', 'place']), row: IntegerField(), place: IntegerField() },
      }),
    ],
  },
  'CreateModel of a proxy makes no table': {
    operations: [new CreateModel({ name: 'Poet', fields: {}, options: { proxy: true }, bases: ['shop.Author'] })],
  },
  'DeleteModel with its tables of links': { models: library, operations: [new DeleteModel({ name: 'Book' })] },
  'RenameModel of one that others refer to': {
    operations: [new RenameModel({ oldName: 'Author', newName: 'Writer' })],
  },
  'RenameModel of one with links to itself': {
    operations: [new RenameModel({ oldName: 'Book', newName: 'PrintedBook' })],
  },
  'RenameModel in case only': { operations: [new RenameModel({ oldName: 'Author', newName: 'AUTHOR' })] },
  'AlterModelTable and back to the default': {
    operations: [
      new AlterModelTable({ name: 'Book', dbTable: 'Old "Books"' }),
      new AlterModelTable({ name: 'Author', dbTable: 'people' }),
      new AlterModelTable({ name: 'Book', dbTable: undefined }),
    ],
  },
  AlterModelTableComment: {
    operations: [new AlterModelTableComment({ name: 'Book', dbTableComment: '100% "it\'s"' })],
  },
  AlterModelOptions: { operations: [new AlterModelOptions({ name: 'Book', options: { ordering: ['title'] } })] },
  'AlterModelOptions: managed no longer, and again': {
    operations: [
      new AlterModelOptions({ name: 'Passport', options: { managed: false } }),
      new AlterModelOptions({ name: 'Passport', options: {} }),
    ],
  },
  AlterOrderWithRespectTo: {
    operations: [new AlterOrderWithRespectTo({ name: 'Book', orderWithRespectTo: 'author' })],
  },
  'AlterUniqueTogether: one more, one less': {
    operations: [
      new AlterUniqueTogether({
        name: 'Book',
        uniqueTogether: [
          ['author', 'title'],
          ['price', 'stock'],
        ],
      }),
      new AlterUniqueTogether({ name: 'Book', uniqueTogether: [] }),
    ],
  },
  'AddField: plain, with default, expression, comment': {
    operations: [
      new AddField({ model: 'Book', name: 'pages', field: IntegerField({ null: true }) }),
      new AddField({
        model: 'Book',
        name: 'language',
        field: CharField({ maxLength: 5, default: "e'n", dbComment: 'iso' }),
      }),
      new AddField({ model: 'Book', name: 'added', field: DateTimeField({ dbDefault: Now() }) }),
      new AddField({ model: 'Book', name: 'isbn', field: CharField({ maxLength: 13 }), oneOffDefault: '' }),
      new AddField({ model: 'Book', name: 'reprice', field: IntegerField(), oneOffDefault: add(F('price'), 1) }),
      new AddField({
        model: 'Book',
        name: 'tagsets',
        field: ArrayField(CharField({ maxLength: 5 }), { default: ['a'] }),
      }),
    ],
  },
  'AddField: unique, indexed, relations': {
    operations: [
      new AddField({ model: 'Book', name: 'code', field: UUIDField({ unique: true, null: true }) }),
      new AddField({ model: 'Book', name: 'slug', field: SlugField({ null: true }) }),
      new AddField({
        model: 'Book',
        name: 'translator',
        field: ForeignKey('shop.Author', { onDelete: 'PROTECT', null: true }),
      }),
      new AddField({
        model: 'Book',
        name: 'cover',
        field: OneToOneField('shop.Tag', { onDelete: 'SET_NULL', null: true }),
      }),
      new AddField({ model: 'Book', name: 'readers', field: ManyToManyField('shop.Author', { relatedName: 'read' }) }),
    ],
  },
  'AddField: generated': {
    operations: [
      new AddField({
        model: 'Book',
        name: 'double',
        field: GeneratedField({ expression: add(F('price'), F('price')), outputField: IntegerField() }),
      }),
    ],
  },
  'RemoveField: column, foreign key, links': {
    operations: [
      new RemoveField({ model: 'Author', name: 'pen' }),
      new RemoveField({ model: 'Book', name: 'editor' }),
      new RemoveField({ model: 'Book', name: 'tags' }),
    ],
  },
  'AlterField: longer, nullable, default, comment': {
    operations: [
      new AlterField({
        model: 'Book',
        name: 'title',
        field: CharField({ maxLength: 200, null: true, dbComment: 'x', dbIndex: true }),
      }),
      new AlterField({ model: 'Book', name: 'price', field: PositiveIntegerField({ dbDefault: 7 }) }),
    ],
  },
  'AlterField: not null with a value for old rows': {
    operations: [
      new AlterField({ model: 'Book', name: 'stock', field: IntegerField(), oneOffDefault: 0 }),
      new AlterField({ model: 'Author', name: 'pen', field: CharField({ maxLength: 20, default: '' }) }),
    ],
  },
  'AlterField: type, positive, index, unique': {
    operations: [
      new AlterField({ model: 'Book', name: 'stock', field: BigIntegerField({ null: true, unique: true }) }),
      new AlterField({ model: 'Book', name: 'price', field: IntegerField({ dbIndex: true }) }),
      new AlterField({ model: 'Author', name: 'name', field: TextField({ dbIndex: true }) }),
    ],
  },
  'AlterField: type of a key that others refer to': {
    models: [
      model('Country', { code: CharField({ maxLength: 2, primaryKey: true }) }),
      model('City', {
        id,
        country: ForeignKey('shop.Country', { onDelete: 'CASCADE' }),
        twins: ManyToManyField('shop.Country'),
      }),
      model('Flag', { country: OneToOneField('shop.Country', { onDelete: 'CASCADE', primaryKey: true }) }),
      model('Pole', { id, flag: ForeignKey('shop.Flag', { onDelete: 'CASCADE' }) }),
    ],
    operations: [
      new AlterField({ model: 'Country', name: 'code', field: CharField({ maxLength: 3, primaryKey: true }) }),
      new AlterField({ model: 'Country', name: 'code', field: TextField({ primaryKey: true }) }),
    ],
  },
  'AlterField: integer key becomes serial and back': {
    models: [model('Thing', { id: IntegerField({ primaryKey: true }) })],
    operations: [
      new AlterField({ model: 'Thing', name: 'id', field: BigAutoField() }),
      new AlterField({ model: 'Thing', name: 'id', field: IntegerField({ primaryKey: true }) }),
    ],
  },
  'AlterField: foreign key to another model, to unique, without constraint': {
    operations: [
      new AlterField({
        model: 'Book',
        name: 'editor',
        field: ForeignKey('shop.Tag', { onDelete: 'CASCADE', null: true }),
      }),
      new AlterField({
        model: 'Book',
        name: 'editor',
        field: OneToOneField('shop.Tag', { onDelete: 'CASCADE', null: true }),
      }),
      new AlterField({
        model: 'Book',
        name: 'editor',
        field: ForeignKey('shop.Tag', { onDelete: 'CASCADE', null: true, dbConstraint: false, dbIndex: false }),
      }),
    ],
  },
  'AlterField: column name, collation': {
    operations: [
      new AlterField({
        model: 'Author',
        name: 'name',
        field: CharField({ maxLength: 100, unique: true, dbColumn: 'Name "x"', dbCollation: 'C' }),
      }),
      new AlterField({ model: 'Author', name: 'name', field: CharField({ maxLength: 100, unique: true }) }),
    ],
  },
  'AlterField: decimal places': {
    models: [model('Sum', { id, amount: DecimalField({ maxDigits: 8, decimalPlaces: 2, default: '1.50' }) })],
    operations: [
      new AlterField({
        model: 'Sum',
        name: 'amount',
        field: DecimalField({ maxDigits: 10, decimalPlaces: 4, default: '1.5' }),
      }),
    ],
  },
  'AlterField: default of another type': {
    models: [model('Flag', { id, on: CharField({ maxLength: 5, default: 'true' }) })],
    operations: [new AlterField({ model: 'Flag', name: 'on', field: BooleanField({ default: true }) })],
  },
  'RenameField: indexes, constraints, relations follow': {
    operations: [
      new RenameField({ model: 'Book', oldName: 'price', newName: 'cost' }),
      new RenameField({ model: 'Book', oldName: 'author', newName: 'writer' }),
      new RenameField({ model: 'Book', oldName: 'tags', newName: 'labels' }),
      new RenameField({ model: 'Author', oldName: 'id', newName: 'key' }),
    ],
  },
  'AddIndex, RenameIndex, RemoveIndex': {
    operations: [
      new AddIndex({
        model: 'Book',
        index: Index({
          expressions: [Lower('title')],
          name: 'book_lower',
          condition: Q({ price__gte: 1 }),
          include: ['price'],
        }),
      }),
      new AddIndex({
        model: 'Book',
        index: Index({ fields: ['title'], opclasses: ['varchar_pattern_ops'], name: 'book_pattern' }),
      }),
      new RenameIndex({ model: 'Book', oldName: 'book_title_price', newName: 'book_tp' }),
      new RemoveIndex({ model: 'Book', name: 'book_pattern' }),
    ],
  },
  'AddIndex of another method with parameters': {
    models: [model('Doc', { id, words: ArrayField(TextField()) })],
    operations: [
      new AddIndex({ model: 'Doc', index: GinIndex({ fields: ['words'], name: 'doc_words', fastupdate: false }) }),
    ],
  },
  'AddConstraint, RemoveConstraint': {
    operations: [
      new AddConstraint({
        model: 'Book',
        constraint: UniqueConstraint({ fields: ['price', 'stock'], name: 'u1', deferrable: 'deferred' }),
      }),
      new AddConstraint({
        model: 'Book',
        constraint: CheckConstraint({ condition: Q.or({ stock: null }, { stock__lt: F('price') }), name: 'c1' }),
      }),
      new RemoveConstraint({ model: 'Book', name: 'book_cheap' }),
      new RemoveConstraint({ model: 'Book', name: 'book_in_stock' }),
    ],
  },
  'SeparateDatabaseAndState with the same on both sides': {
    operations: [
      new SeparateDatabaseAndState({
        databaseOperations: [
          new AddField({ model: 'Book', name: 'a', field: IntegerField({ null: true }) }),
          new RenameField({ model: 'Book', oldName: 'a', newName: 'b' }),
        ],
        stateOperations: [new AddField({ model: 'Book', name: 'b', field: IntegerField({ null: true }) })],
      }),
    ],
  },
}

/** Where a column stands in its table is left to the history. */
async function schemaOf(connection: Parameters<typeof catalog>[0]): Promise<unknown> {
  return catalog(connection)
}

variants((variant) => {
  describe('operations', () => {
    for (const [title, { models = library, operations }] of Object.entries(cases)) {
      test(`${title}: migrated is fresh, undone is before`, async () => {
        const connection = await variant.open()
        const start = ProjectState.of(models)
        const steps = applied('shop', start, operations)
        const end = steps.at(-1)?.to ?? start

        await createAll(connection, end)
        const fresh = await schemaOf(connection)
        await connection.script('DROP SCHEMA public CASCADE; CREATE SCHEMA public')

        await createAll(connection, start)
        const before = await schemaOf(connection)
        for (const step of steps) await runSteps(connection, stepsForwards('shop', step))
        assert.deepEqual(await schemaOf(connection), fresh, 'migrated is not fresh')
        for (const step of [...steps].reverse()) await runSteps(connection, stepsBackwards('shop', step))
        assert.deepEqual(await schemaOf(connection), before, 'undone is not before')
      })
    }
  })
})
