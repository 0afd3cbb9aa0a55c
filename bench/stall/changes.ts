import { CheckConstraint, Index, UniqueConstraint } from '../../src/constraints'
import {
  BigAutoField,
  BigIntegerField,
  CharField,
  DecimalField,
  ForeignKey,
  IntegerField,
  TextField,
  UUIDField,
} from '../../src/fields'
import { AddConstraint, AddField, AddIndex, AlterField, CreateModel } from '../../src/operations'
import type { Operation } from '../../src/operations/operation'
import { add, F, RandomUUID } from '../../src/sql/functions'
import { Q } from '../../src/sql/q'

/** The tables that are changed. */
export const tables: readonly Operation[] = [
  new CreateModel({ name: 'Author', fields: { id: BigAutoField() } }),
  new CreateModel({
    name: 'Book',
    fields: {
      id: BigAutoField(),
      stock: IntegerField(),
      sold: IntegerField({ null: true }),
      left: IntegerField({ null: true }),
      title: CharField({ maxLength: 50 }),
      slug: CharField({ maxLength: 50, dbIndex: true }),
      code: CharField({ maxLength: 50 }),
      price: DecimalField({ maxDigits: 10, decimalPlaces: 2 }),
      author: ForeignKey('shop.Author', { onDelete: 'CASCADE', dbConstraint: false, dbIndex: false }),
      pad: TextField(),
    },
    options: { constraints: [CheckConstraint({ condition: Q({ code__gt: '' }), name: 'book_code' })] },
  }),
]

export const authors = 1000

export function fill(rows: number): string {
  return `
    INSERT INTO shop_author SELECT generate_series(1, ${authors});
    INSERT INTO shop_book (stock, sold, "left", title, slug, code, price, author_id, pad)
      SELECT n, n, CASE WHEN n % 10 > 0 THEN n END, 't' || n, 's' || n, 'c' || n, n % 1000, n % ${authors} + 1, repeat('x', 80)
      FROM generate_series(1, ${rows}) n;
    VACUUM ANALYZE shop_book`
}

const alter = (name: string, field: ReturnType<typeof CharField>, more: { oneOffDefault?: unknown } = {}): Operation =>
  new AlterField({ model: 'Book', name, field, ...more })
const column = (name: string, field: ReturnType<typeof CharField>, more: { oneOffDefault?: unknown } = {}): Operation =>
  new AddField({ model: 'Book', name, field, ...more })

/** Changes that PostgreSQL's plain statement makes while others wait. */
export const changes: Readonly<Record<string, Operation>> = {
  'add a column, a value for each row': column('x', UUIDField({ dbDefault: RandomUUID() })),
  'add a column, computed for old rows': column('x', IntegerField(), { oneOffDefault: add(F('stock'), 1) }),
  'add a unique column': column('x', IntegerField({ null: true, unique: true })),
  'not null': alter('sold', IntegerField()),
  'not null, with a value for a tenth': alter('left', IntegerField(), { oneOffDefault: 0 }),
  'add a check': new AddConstraint({
    model: 'Book',
    constraint: CheckConstraint({ condition: Q({ stock__gte: 0 }), name: 'book_stock' }),
  }),
  'add a foreign key': alter('author', ForeignKey('shop.Author', { onDelete: 'CASCADE', dbIndex: false })),
  'add an index': new AddIndex({ model: 'Book', index: Index({ fields: ['title'], name: 'book_title' }) }),
  'add a unique constraint': new AddConstraint({
    model: 'Book',
    constraint: UniqueConstraint({ fields: ['title'], name: 'book_title' }),
  }),
  'integer to bigint': alter('stock', BigIntegerField()),
  'shorter varchar': alter('title', CharField({ maxLength: 20 })),
  'varchar to text, with a check': alter('code', TextField()),
  'numeric of another scale': alter('price', DecimalField({ maxDigits: 12, decimalPlaces: 4 })),
  'another collation, indexed': alter('slug', CharField({ maxLength: 50, dbIndex: true, dbCollation: 'C' })),
}
