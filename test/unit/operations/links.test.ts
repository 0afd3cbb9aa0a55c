import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { equal } from '../../../src/base/equal'
import { migrationFile } from '../../../src/codegen/migration-file'
import { BigAutoField, CharField, ForeignKey, ManyToManyField } from '../../../src/fields'
import { placed } from '../../../src/migrations/migration'
import { optimize } from '../../../src/migrations/optimizer'
import { AddField, DeleteModel, LinksToModel, ModelToLinks, MoveModel } from '../../../src/operations'
import { model, state } from '../../support/build'
import { importMigration } from '../../support/codegen-import'

const to = (key: string, options: object = {}) => ForeignKey(key, { onDelete: 'CASCADE', ...options })
const plain = ManyToManyField('lib.Author')
const through = (key: string) => ManyToManyField('lib.Author', { through: key })
const ends = { id: BigAutoField(), book: to('lib.Book'), author: to('lib.Author') }
const before = state(model('lib.Author'), model('lib.Book', { authors: plain, title: CharField() }))

const toModel = (field = through('lib.Credit'), fields: LinksToModel['args']['fields'] = ends, name = 'authors') =>
  new LinksToModel({ model: 'Book', name, field, fields })
const toLinks = (field = plain) => new ModelToLinks({ model: 'Book', name: 'authors', field })

describe('links that become a model', () => {
  test('are one, and links again', () => {
    const after = toModel().apply('lib', before)
    assert.deepEqual([...after.model('lib.Credit').fields.keys()], ['id', 'book', 'author'])
    assert.ok(toLinks().apply('lib', after).equals(before))
  })

  const refused = {
    'of a field without a table of links': [toModel(through('lib.Credit'), ends, 'title'), before],
    'in another app': [toModel(through('shop.Credit')), before],
    'without saying which': [toModel(plain), before],
    'without an end': [toModel(through('lib.Credit'), { id: ends.id, book: ends.book }), before],
    'with an end that may be missing': [
      toModel(through('lib.Credit'), { ...ends, author: to('lib.Author', { null: true }) }),
      before,
    ],
    'back, where they are none': [toLinks(), before],
    'back, to a field that has another model': [toLinks(through('lib.Other')), toModel().apply('lib', before)],
  } as const
  for (const [title, [operation, of]] of Object.entries(refused)) {
    test(`are refused: ${title}`, () => assert.throws(() => operation.apply('lib', of), { code: 'operation.links' }))
  }

  test('let nothing pass them', () => {
    const operations = [
      toModel(),
      new AddField({ model: 'Book', name: 'x', field: CharField() }),
      new DeleteModel({ name: 'Book' }),
    ]
    assert.deepEqual(
      optimize(operations, 'lib').map((each) => each.describe()),
      ['Make the links of Book.authors the model Credit', 'Delete model Book'],
    )
    const back = [new DeleteModel({ name: 'Old' }), toLinks()]
    assert.deepEqual(optimize(back, 'lib'), back)
  })
})

test('what moves and exchanges tables is written to a file, and read again the same', () => {
  const operations = [toModel(), toLinks(), new MoveModel({ name: 'Book', fromApp: 'shop' })]
  assert.deepEqual(
    operations.map((each) => each.nameFragment()),
    ['book_authors_through', 'book_authors_without_through', 'move_book_from_shop'],
  )
  const { text } = migrationFile(placed('lib', '0002_x', { operations }), { folder: '' })
  const read = placed('lib', '0002_x', importMigration(text)).operations
  const kinds = (all: typeof read): readonly string[] => all.map((each) => each.constructor.name)
  assert.deepEqual(kinds(read), kinds(operations))
  assert.ok(
    equal(
      read.map(({ args }) => args),
      operations.map(({ args }) => args),
    ),
  )
})
