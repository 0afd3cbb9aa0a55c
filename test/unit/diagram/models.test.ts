import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { changedModels } from '../../../src/diagram/changed-models'
import { modelNodes, relationEdges } from '../../../src/diagram/model-node'
import { modelsLayout } from '../../../src/diagram/models-layout'
import { modelsSvg } from '../../../src/diagram/models-svg'
import { page } from '../../../src/diagram/page'
import { CharField, DateTimeField, ForeignKey, IntegerField, ManyToManyField } from '../../../src/fields'
import type { Field } from '../../../src/fields/field'
import { Now } from '../../../src/sql/functions'
import { ModelState } from '../../../src/state/model-state'
import { ProjectState } from '../../../src/state/project-state'
import { overlaps } from './boxes'

const id = IntegerField({ primaryKey: true })

function model(key: string, fields: Readonly<Record<string, Field>> = {}): ModelState {
  const [app = '', name = ''] = key.split('.')
  return new ModelState({ app, name, fields: Object.entries({ id, ...fields }) })
}

function to(key: string): Field {
  return ForeignKey(key, { onDelete: 'CASCADE' })
}

const library = ProjectState.of([
  model('people.Author', { name: CharField({ maxLength: 9, default: '</script>' }) }),
  model('books.Genre', { parent: to('books.Genre') }),
  model('books.Book', {
    author: to('people.Author'),
    genres: ManyToManyField('books.Genre'),
    printedAt: DateTimeField({ null: true, dbDefault: Now() }),
  }),
])

describe('of a model is drawn', () => {
  const nodes = modelNodes(library, ['people', 'books'])
  const book = nodes.find(({ name }) => name === 'Book')

  test('its table and its fields, with what is to be known of them', () => {
    assert.equal(book?.table, 'books_book')
    assert.deepEqual(
      book?.fields.map(({ name, column, notes }) => [name, column, notes.join(', ')]),
      [
        ['id', 'id', 'primary key'],
        ['author', 'author_id', 'to people.Author, on delete CASCADE'],
        ['genres', undefined, 'to books.Genre'],
        ['printedAt', 'printed_at', 'null, database default of an expression'],
      ],
    )
  })

  test('a line to each model that it points at, as far as that is shown', () => {
    const lines = (apps: readonly string[]) =>
      relationEdges(modelNodes(library, apps)).map(({ from, field, to }) => `${from}.${field} ${to}`)
    const within = ['books.Genre.parent books.Genre', 'books.Book.genres books.Genre']
    assert.deepEqual(lines(['books']), within)
    assert.deepEqual(lines(['people', 'books']).sort(), [...within, 'books.Book.author people.Author'].sort())
  })
})

describe('the entity diagram', () => {
  test('has what is pointed at on the left, apps and models alike', () => {
    const nodes = modelNodes(library, ['people', 'books'])
    const { apps, boxes } = modelsLayout(nodes, relationEdges(nodes))
    assert.deepEqual(
      apps.map(({ label }) => label),
      ['people', 'books'],
    )
    assert.ok((boxes.get('books.Genre')?.x ?? 0) < (boxes.get('books.Book')?.x ?? 0))
  })

  test('has no box upon another, each within its app, however many there are', () => {
    const many = Array.from({ length: 200 }, (_, index) => {
      const fields = Array.from({ length: index % 9 }, (_, place) => [`field${place}`, to(key(index * place))] as const)
      return model(key(index), Object.fromEntries(fields))
    })
    const nodes = modelNodes(ProjectState.of(many), [...'abcdefgh'])
    const { apps, boxes, width, height } = modelsLayout(nodes, relationEdges(nodes))
    assert.equal(boxes.size, 200)
    assert.deepEqual(overlaps([...boxes.values()]), [])
    assert.deepEqual(overlaps(apps), [])
    for (const { model, ...box } of boxes.values()) {
      const area = apps.find(({ label }) => label === model.app)
      assert.ok(area && box.x > area.x && box.y > area.y && box.x + box.width < area.x + area.width)
      assert.ok(box.y + box.height < area.y + area.height)
    }
    assert.ok(width / height > 0.8 && width / height < 3.2, `${width} × ${height}`)
  })

  test('is a picture where there is nothing', () => {
    assert.match(modelsSvg([], []), /^<svg [^>]*width="20"/)
  })

  function key(index: number): string {
    return `${'abcdefgh'[index % 8]}.Model${index % 200}`
  }
})

test('what a migration changes is told by model and field', () => {
  const before = ProjectState.of([model('a.Same'), model('a.Old'), model('a.Kept', { x: id, y: IntegerField() })])
  const after = ProjectState.of([model('a.Same'), model('a.New'), model('a.Kept', { y: CharField(), z: id })])
  assert.deepEqual(changedModels(before, after), [
    {
      model: 'a.Kept',
      becomes: 'other',
      fields: [
        { name: 'x', becomes: 'gone' },
        { name: 'y', becomes: 'other' },
        { name: 'z', becomes: 'new' },
      ],
    },
    { model: 'a.New', becomes: 'new', fields: [] },
    { model: 'a.Old', becomes: 'gone', fields: [] },
  ])
})

test('nothing in a project can break out of its page', () => {
  const models = modelNodes(library, ['people'])
  const title = '<b>&"'
  const text = page({ models, relations: [], migrations: [] }, { title, style: '', script: '' })
  assert.equal(text.match(/<\/script>/g)?.length, 2)
  assert.ok(text.includes('\\u003c/script>'))
  assert.ok(text.includes('<title>&#60;b&#62;&#38;&#34;</title>'))
  const [, json = ''] = /<script id="data"[^>]*>(.*?)<\/script>/s.exec(text) ?? []
  assert.deepEqual(JSON.parse(json).models[0].fields[1].notes, ['default "</script>"'])
})
