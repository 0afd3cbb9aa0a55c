import { CheckConstraint, ExclusionConstraint, Index, UniqueConstraint } from '../../src/constraints'
import type { Constraint } from '../../src/constraints/constraint'
import {
  ArrayField,
  BigAutoField,
  BigIntegerField,
  CharField,
  DateTimeField,
  DecimalField,
  FloatField,
  ForeignKey,
  GeneratedField,
  IntegerField,
  JSONField,
  SmallAutoField,
  SmallIntegerField,
  TextField,
  UUIDField,
} from '../../src/fields'
import type { Field } from '../../src/fields/field'
import {
  AddConstraint,
  AddConstraintNotValid,
  AddField,
  AddIndex,
  AddIndexConcurrently,
  AlterField,
  AlterModelTable,
  AlterModelTableComment,
  AlterOrderWithRespectTo,
  CreateModel,
  DeleteModel,
  RemoveConstraint,
  RemoveField,
  RemoveIndex,
  RemoveIndexConcurrently,
  RenameField,
  RenameIndex,
  ValidateConstraint,
} from '../../src/operations'
import type { Operation } from '../../src/operations/operation'
import { add, F, Func, Now, RandomUUID, RawSQL } from '../../src/sql/functions'
import { Q } from '../../src/sql/q'
import type { ModelOptions } from '../../src/state/model-options'
import { ModelState } from '../../src/state/model-state'
import { ProjectState } from '../../src/state/project-state'

/** Enough for a scan to be seen. */
const ROWS = 1500
const id = BigAutoField()

function model(name: string, fields: Record<string, Field>, options: ModelOptions = {}): ModelState {
  return new ModelState({ app: 'shop', name, fields: Object.entries(fields), options })
}

const author = model('Author', { id, name: CharField({ maxLength: 50 }) })
const book = model(
  'Book',
  {
    id,
    title: CharField({ maxLength: 50 }),
    slug: CharField({ maxLength: 50, dbIndex: true }),
    checked: CharField({ maxLength: 50 }),
    price: DecimalField({ maxDigits: 10, decimalPlaces: 2 }),
    stock: IntegerField({ null: true }),
    note: TextField({ null: true }),
    tags: ArrayField(CharField({ maxLength: 10 }), { null: true }),
    data: JSONField({ null: true }),
    at: DateTimeField({ dbDefault: Now() }),
    author: ForeignKey('shop.Author', { onDelete: 'CASCADE' }),
    editor: ForeignKey('shop.Author', { onDelete: 'CASCADE', dbConstraint: false, relatedName: '+' }),
  },
  {
    indexes: [Index({ fields: ['note'], name: 'book_note' })],
    constraints: [CheckConstraint({ condition: Q({ checked__gt: '' }), name: 'book_checked' })],
  },
)
/** Without a key of its own kind: what an identity is added to. */
const code = model('Code', { number: IntegerField({ primaryKey: true }), label: TextField({ null: true }) })

export const FILL = `
INSERT INTO shop_author (name) SELECT 'a' || n FROM generate_series(1, ${ROWS}) n;
INSERT INTO shop_book (at, title, slug, checked, price, stock, note, author_id, editor_id)
  SELECT '2026-01-01', 't' || n, 's' || n, 'c' || n, n, n, 'x' || n, n, n FROM generate_series(1, ${ROWS}) n;
INSERT INTO shop_code SELECT n FROM generate_series(1, ${ROWS}) n;
ANALYZE`

const alter = (name: string, field: Field, more: { oneOffDefault?: unknown } = {}): Operation =>
  new AlterField({ model: 'Book', name, field, ...more })
const column = (name: string, field: Field, more: { oneOffDefault?: unknown } = {}): Operation =>
  new AddField({ model: 'Book', name, field, ...more })
const constraint = (added: Constraint): Operation => new AddConstraint({ model: 'Book', constraint: added })

/** Every change of a table that stands, in the situations in which PostgreSQL does something else. */
export const changes: Readonly<Record<string, Operation | readonly Operation[]>> = {
  'add a column': column('x', IntegerField({ null: true })),
  'add a column with a constant': column('x', CharField({ maxLength: 5, default: 'x' })),
  'add a column with a value for old rows only': column('x', IntegerField(), { oneOffDefault: 3 }),
  'add a column with a stable default': column('x', DateTimeField({ dbDefault: Now() })),
  'add a column with a stable default in raw SQL': column('x', TextField({ dbDefault: RawSQL(`md5(now()::text)`) })),
  'add a column with a volatile default': column('x', UUIDField({ dbDefault: RandomUUID() })),
  'add a column with a volatile default in raw SQL': column('x', FloatField({ dbDefault: RawSQL('random() * 2') })),
  'add a column with a volatile argument': column('x', FloatField({ dbDefault: Func('FLOOR', Func('RANDOM')) })),
  'add a column computed for old rows': column('x', IntegerField(), { oneOffDefault: add(F('stock'), 1) }),
  'add a stored generated column': column(
    'x',
    GeneratedField({ expression: add(F('stock'), 1), outputField: IntegerField() }),
  ),
  'add a unique column': column('x', IntegerField({ null: true, unique: true })),
  'add an indexed column with a comment': column('x', IntegerField({ null: true, dbIndex: true, dbComment: 'x' })),
  'add a foreign key': alter('editor', ForeignKey('shop.Author', { onDelete: 'CASCADE', relatedName: '+' })),
  'drop a column': new RemoveField({ model: 'Book', name: 'title' }),
  'drop an indexed column': new RemoveField({ model: 'Book', name: 'slug' }),
  'drop a foreign key': new RemoveField({ model: 'Book', name: 'author' }),
  'rename a column': new RenameField({ model: 'Book', oldName: 'slug', newName: 'label' }),
  'rename a key': new RenameField({ model: 'Author', oldName: 'id', newName: 'key' }),
  'rename a table': new AlterModelTable({ name: 'Book', dbTable: 'books' }),
  'comment on a table': new AlterModelTableComment({ name: 'Book', dbTableComment: 'x' }),
  'create a table that refers to one': new CreateModel({
    name: 'Note',
    fields: { id, book: ForeignKey('shop.Book', { onDelete: 'CASCADE' }) },
  }),
  'drop a table that refers to one': new DeleteModel({ name: 'Book' }),
  'longer varchar': alter('title', CharField({ maxLength: 60 })),
  'longer varchar, indexed': alter('slug', CharField({ maxLength: 60, dbIndex: true })),
  'longer varchar, checked': alter('checked', CharField({ maxLength: 60 })),
  'shorter varchar': alter('title', CharField({ maxLength: 20 })),
  'varchar to text': alter('title', TextField()),
  'varchar to text, indexed': alter('slug', TextField({ dbIndex: true })),
  'varchar to text, checked': alter('checked', TextField()),
  'text to varchar of a length': alter('note', CharField({ maxLength: 50, null: true })),
  collation: alter('title', CharField({ maxLength: 50, dbCollation: 'C' })),
  'collation, indexed': alter('slug', CharField({ maxLength: 50, dbIndex: true, dbCollation: 'C' })),
  'larger numeric': alter('price', DecimalField({ maxDigits: 12, decimalPlaces: 2 })),
  'numeric of another scale': alter('price', DecimalField({ maxDigits: 12, decimalPlaces: 4 })),
  'smaller numeric': alter('price', DecimalField({ maxDigits: 8, decimalPlaces: 2 })),
  'integer to bigint': alter('stock', BigIntegerField({ null: true })),
  'integer to smallint': alter('stock', SmallIntegerField({ null: true })),
  'integer to text': alter('stock', TextField({ null: true })),
  'array of longer items': alter('tags', ArrayField(CharField({ maxLength: 20 }), { null: true })),
  'array of text': alter('tags', ArrayField(TextField(), { null: true })),
  'array of a size': alter('tags', ArrayField(CharField({ maxLength: 10 }), { null: true, size: 3 })),
  'jsonb to text': alter('data', TextField({ null: true })),
  'type of a key that others refer to': new AlterField({
    model: 'Author',
    name: 'id',
    field: IntegerField({ primaryKey: true }),
  }),
  'type and default': alter('title', TextField({ default: 'x' })),
  'not null': alter('stock', IntegerField()),
  'not null with a value': alter('stock', IntegerField(), { oneOffDefault: 0 }),
  null: alter('title', CharField({ maxLength: 50, null: true })),
  default: alter('title', CharField({ maxLength: 50, default: 'x' })),
  'comment on a column': alter('title', CharField({ maxLength: 50, dbComment: 'x' })),
  identity: new AlterField({ model: 'Code', name: 'number', field: BigAutoField() }),
  'no identity': new AlterField({ model: 'Book', name: 'id', field: BigIntegerField({ primaryKey: true }) }),
  'identity always': new AlterField({ model: 'Book', name: 'id', field: BigAutoField({ identity: 'always' }) }),
  check: constraint(CheckConstraint({ condition: Q({ stock__gt: 0 }), name: 'c' })),
  'check, not valid, then validated': [
    new AddConstraintNotValid({
      model: 'Book',
      constraint: CheckConstraint({ condition: Q({ stock__gt: 0 }), name: 'c' }),
    }),
    new ValidateConstraint({ model: 'Book', name: 'c' }),
  ],
  unique: constraint(UniqueConstraint({ fields: ['title'], name: 'u' })),
  'unique with a condition': constraint(
    UniqueConstraint({ fields: ['title'], condition: Q({ stock__gt: 5 }), name: 'u' }),
  ),
  exclusion: constraint(
    ExclusionConstraint({ name: 'e', expressions: [[RawSQL('int4range(stock, stock + 1)'), '&&']] }),
  ),
  'drop a check': new RemoveConstraint({ model: 'Book', name: 'book_checked' }),
  index: new AddIndex({ model: 'Book', index: Index({ fields: ['title'], name: 'i' }) }),
  'drop an index': new RemoveIndex({ model: 'Book', name: 'book_note' }),
  'rename an index': new RenameIndex({ model: 'Book', oldName: 'book_note', newName: 'i' }),
  'order of rows': new AlterOrderWithRespectTo({ name: 'Book', orderWithRespectTo: 'author' }),
}

export const outside: Readonly<Record<string, Operation>> = {
  'index concurrently': new AddIndexConcurrently({ model: 'Book', index: Index({ fields: ['title'], name: 'i' }) }),
  'drop an index concurrently': new RemoveIndexConcurrently({ model: 'Book', name: 'book_note' }),
}

export const start = ProjectState.of([author, book, code])

/** More of those that take several steps beside readers and writers. */
export const onlineChanges: Readonly<Record<string, Operation | readonly Operation[]>> = {
  'a key that others refer to, of a larger type': [
    new AlterField({ model: 'Author', name: 'id', field: IntegerField({ primaryKey: true }) }),
    new AlterField({ model: 'Author', name: 'id', field: BigAutoField() }),
    new AlterField({ model: 'Author', name: 'id', field: SmallAutoField() }),
    new AlterField({ model: 'Author', name: 'id', field: BigAutoField() }),
  ],
  'a key that others refer to, longer': [
    new CreateModel({ name: 'Country', fields: { code: CharField({ maxLength: 2, primaryKey: true }) } }),
    new CreateModel({ name: 'City', fields: { id, country: ForeignKey('shop.Country', { onDelete: 'CASCADE' }) } }),
    new AlterField({ model: 'Country', name: 'code', field: CharField({ maxLength: 3, primaryKey: true }) }),
  ],
  'a foreign key of another type': alter('author', IntegerField()),
  'a foreign key to another model, of another type': alter('author', ForeignKey('shop.Code', { onDelete: 'CASCADE' })),
  'type, no NULL and a value for it': alter('stock', BigIntegerField(), { oneOffDefault: 7 }),
  'type of a unique column': [
    alter('stock', IntegerField({ null: true, unique: true })),
    alter('stock', BigIntegerField({ null: true, unique: true, dbComment: 'x' })),
  ],
  'type of a column in a check, of another kind': [
    constraint(CheckConstraint({ condition: Q({ stock__gt: 0 }), name: 'c' })),
    alter('stock', DecimalField({ maxDigits: 10, decimalPlaces: 0, null: true })),
  ],
  'type of an indexed column with a default': [
    alter('slug', CharField({ maxLength: 50, dbIndex: true, default: 'x' })),
    alter('slug', CharField({ maxLength: 20, dbIndex: true, default: 'y' })),
  ],
  'a deferrable unique constraint with columns beside': constraint(
    UniqueConstraint({ fields: ['title', 'stock'], name: 'u', deferrable: 'deferred' }),
  ),
  'a value for rows without a primary key': [
    new AlterField({ model: 'Code', name: 'number', field: IntegerField() }),
    new AddField({ model: 'Code', name: 'id', field: UUIDField({ primaryKey: true, dbDefault: RandomUUID() }) }),
  ],
}
