import { CheckConstraint, Index, UniqueConstraint } from '../../../src/constraints'
import * as f from '../../../src/fields'
import type { Field } from '../../../src/fields/field'
import {
  AddConstraint,
  AddField,
  AddIndex,
  AlterField,
  AlterModelOptions,
  AlterModelTable,
  AlterModelTableComment,
  AlterUniqueTogether,
  CreateModel,
  DeleteModel,
  RemoveConstraint,
  RemoveField,
  RemoveIndex,
  RenameField,
  RenameModel,
} from '../../../src/operations'
import type { Operation } from '../../../src/operations/operation'
import { Q } from '../../../src/sql/q'
import { countStock, fillSlugs, firstPeople, firstReviews, prices } from './code'

/** One day of a project: somebody edits the models of an app, or writes a step of code for it. */
export type Day =
  | { readonly kind: 'edit'; readonly app: string; readonly edits: readonly Operation[] }
  | { readonly kind: 'code'; readonly app: string; readonly name: string; readonly source: string }

const id = f.BigAutoField({ primaryKey: true })
const create = (name: string, fields: Readonly<Record<string, Field>>): Operation =>
  new CreateModel({ name, fields: { id, ...fields } })
const add = (model: string, name: string, field: Field): Operation => new AddField({ model, name, field })
const alter = (model: string, name: string, field: Field): Operation => new AlterField({ model, name, field })
const drop = (model: string, name: string): Operation => new RemoveField({ model, name })
const rename = (model: string, oldName: string, newName: string): Operation =>
  new RenameField({ model, oldName, newName })
const index = (model: string, name: string, ...fields: readonly string[]): Operation =>
  new AddIndex({ model, index: Index({ name, fields }) })
const to = (key: string, options: { readonly null?: true; readonly relatedName?: string } = {}): Field =>
  f.ForeignKey(key, { onDelete: 'CASCADE', ...options })
const text = (maxLength: number): Field => f.CharField({ maxLength, default: '' })
const edit = (app: string, ...edits: readonly Operation[]): Day => ({ kind: 'edit', app, edits })
const code = (app: string, name: string, source: string): Day => ({ kind: 'code', app, name, source })

/** Four apps, each of which needs those before it: people, catalog, shop, reviews. */
export const script: readonly Day[] = [
  edit('people', create('Person', { name: f.CharField({ maxLength: 50 }) })),
  edit('catalog', create('Book', { title: f.CharField({ maxLength: 100 }), author: to('people.Person') })),
  edit('people', add('Person', 'born', f.DateField({ null: true }))),
  edit('people', alter('Person', 'name', f.CharField({ maxLength: 100 }))),
  code('people', 'first_people', firstPeople),
  edit('catalog', add('Book', 'pages', f.IntegerField({ null: true }))),
  edit('catalog', create('Genre', { name: f.CharField({ maxLength: 30, unique: true }) })),
  edit('catalog', add('Book', 'genres', f.ManyToManyField('catalog.Genre', { relatedName: 'books' }))),
  edit('shop', create('Shelf', { place: f.CharField({ maxLength: 10 }) })),
  edit('shop', create('Copy', { book: to('catalog.Book'), shelf: to('shop.Shelf', { null: true }) })),
  edit('people', create('Address', { person: to('people.Person'), street: text(80) })),
  edit('people', add('Address', 'city', text(40))),
  edit('people', index('Address', 'address_city', 'city')),
  edit('people', rename('Person', 'born', 'birthday')),
  edit('catalog', rename('Book', 'pages', 'length')),
  edit('catalog', add('Book', 'isbn', f.CharField({ maxLength: 13, null: true }))),
  edit(
    'catalog',
    new AddConstraint({ model: 'Book', constraint: UniqueConstraint({ name: 'one_isbn', fields: ['isbn'] }) }),
  ),
  edit('catalog', add('Book', 'slug', text(40))),
  code('catalog', 'fill_slugs', fillSlugs),
  edit('catalog', index('Book', 'book_slug', 'slug')),
  edit('catalog', new AlterModelOptions({ name: 'Book', options: { ordering: ['title'] } })),
  edit('shop', add('Copy', 'price', f.DecimalField({ maxDigits: 8, decimalPlaces: 2, default: '0' }))),
  edit('shop', add('Copy', 'sold', f.BooleanField({ default: false }))),
  code('shop', 'prices', prices),
  edit('shop', index('Copy', 'copy_price', 'price')),
  edit('shop', create('Receipt', { number: f.IntegerField(), printed: f.DateTimeField({ null: true }) })),
  edit('shop', add('Receipt', 'total', f.IntegerField({ default: 0 }))),
  edit('shop', new DeleteModel({ name: 'Receipt' })),
  edit('people', add('Person', 'nickname', text(20))),
  edit('people', alter('Person', 'nickname', text(30))),
  edit('people', new AlterUniqueTogether({ name: 'Address', uniqueTogether: [['person', 'street']] })),
  edit('people', add('Address', 'zip', f.CharField({ maxLength: 5, null: true }))),
  edit('people', alter('Address', 'zip', f.CharField({ maxLength: 10, null: true }))),
  edit('people', rename('Address', 'zip', 'postcode')),
  edit('reviews', create('Review', { book: to('catalog.Book', { relatedName: 'reviews' }), stars: f.IntegerField() })),
  edit('reviews', add('Review', 'body', f.TextField({ default: '' }))),
  edit('reviews', add('Review', 'by', to('people.Person', { null: true }))),
  code('reviews', 'first_reviews', firstReviews),
  edit(
    'reviews',
    new AddConstraint({
      model: 'Review',
      constraint: CheckConstraint({ name: 'few_stars', condition: Q({ stars__lte: 5 }) }),
    }),
  ),
  edit('reviews', index('Review', 'review_stars', 'stars')),
  edit('reviews', add('Review', 'helpful', f.PositiveIntegerField({ default: 0 }))),
  edit('reviews', rename('Review', 'by', 'author')),
  edit('reviews', new RemoveIndex({ model: 'Review', name: 'review_stars' })),
  edit('reviews', index('Review', 'review_stars_book', 'stars', 'book')),
  edit(
    'shop',
    create('Stock', {
      shelf: f.OneToOneField('shop.Shelf', { onDelete: 'CASCADE' }),
      books: f.IntegerField({ default: 0 }),
    }),
  ),
  code('shop', 'count_stock', countStock),
  edit('shop', rename('Stock', 'books', 'copies')),
  edit('shop', new RenameModel({ oldName: 'Stock', newName: 'Inventory' })),
  edit('shop', add('Inventory', 'counted', f.DateTimeField({ null: true }))),
  edit('shop', new AlterModelTableComment({ name: 'Shelf', dbTableComment: 'where copies stand' })),
  edit('shop', new AlterModelTable({ name: 'Copy', dbTable: 'shop_copies' })),
  edit('shop', add('Copy', 'note', f.TextField({ null: true }))),
  edit('shop', drop('Copy', 'note')),
  edit('catalog', create('Series', { title: f.CharField({ maxLength: 100 }) })),
  edit('catalog', add('Book', 'series', to('catalog.Series', { null: true }))),
  edit('catalog', add('Book', 'number', f.SmallIntegerField({ null: true }))),
  edit('catalog', new RemoveConstraint({ model: 'Book', name: 'one_isbn' })),
  edit('catalog', alter('Book', 'isbn', f.CharField({ maxLength: 17, null: true, unique: true }))),
  edit('catalog', add('Series', 'finished', f.BooleanField({ default: false }))),
  edit('catalog', index('Series', 'series_title', 'title')),
  edit('people', add('Person', 'settings', f.JSONField({ null: true }))),
  edit('people', index('Person', 'person_name', 'name', 'birthday')),
  edit('people', drop('Person', 'nickname')),
  edit('people', alter('Address', 'city', text(60))),
  edit('reviews', create('Reply', { review: to('reviews.Review'), body: f.TextField() })),
  edit('reviews', add('Reply', 'written', f.DateTimeField({ null: true }))),
  edit('reviews', new AlterModelOptions({ name: 'Reply', options: { ordering: ['-written'] } })),
  edit('reviews', drop('Review', 'helpful')),
]
