import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { valueText } from '../../../src/codegen/value-text'
import * as constraints from '../../../src/constraints'
import { defineIndex } from '../../../src/constraints/db-index'
import * as fields from '../../../src/fields'
import { defineField } from '../../../src/fields/define'
import { AddField, DeleteModel, RunCode, RunSQL, SeparateDatabaseAndState } from '../../../src/operations'
import { F, Lower } from '../../../src/sql/functions'
import { Q } from '../../../src/sql/q'
import { importValue } from '../../support/codegen-import'

/** `again` is what the text makes, where that is not quite the value. */
type Case = readonly [value: unknown, text: string, again?: unknown]

const plainValues: Readonly<Record<string, readonly Case[]>> = {
  'nothing, booleans': [
    [null, 'null'],
    [undefined, 'undefined'],
    [true, 'true'],
    [false, 'false'],
  ],
  strings: [
    ['', "''"],
    ['plain', "'plain'"],
    ["it's", `"it's"`],
    ['say "no"', `'say "no"'`],
    [`it's "no"`, `'it\\'s "no"'`],
    [`''it's "no"`, `"''it's \\"no\\""`],
    ['a\\b', "'a\\\\b'"],
    ['\n\r\t', "'\\n\\r\\t'"],
    ['\0', "'\\x00'"],
    ['\x001\x1b', "'\\x001\\x1b'"],
    ['é, 漢字, 👩‍🚀, e\u0301', "'é, 漢字, 👩‍🚀, e\u0301'"],
    ['\u2028\u2029', "'\\u2028\\u2029'"],
    ['\ud83d', "'\\ud83d'"],
    ['\ude00\ud83d', "'\\ude00\\ud83d'"],
    ['😀\ude00', "'😀\\ude00'"],
    ['\u00a0\u200b\ufeff\u202e\u{e0001}', "'\\xa0\\u200b\\ufeff\\u202e\\u{e0001}'"],
    ['`$' + '{x}`', "'`$" + "{x}`'"],
  ],
  numbers: [
    [0, '0'],
    [-0, '-0'],
    [-1.5, '-1.5'],
    [1e21, '1e21'],
    [1e-7, '1e-7'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
    [10n, '10n'],
    [-(2n ** 64n), '-18446744073709551616n'],
  ],
  'dates, bytes, patterns': [
    [new Date('2026-11-22'), "new Date('2026-11-22T00:00:00.000Z')"],
    [new Date(Date.UTC(12026, 0)), "new Date('+012026-01-01T00:00:00.000Z')"],
    [new Uint8Array(), 'Uint8Array.of()'],
    [Uint8Array.of(1, 255), 'Uint8Array.of(1, 255)'],
    [Buffer.from('0123456789'), "Buffer.from('30313233343536373839', 'hex')"],
    [/^a\/b$/gi, '/^a\\/b$/gi'],
    [/(?:)/, '/(?:)/'],
    [/a\nb/, '/a\\nb/'],
    [new RegExp(String.fromCharCode(9)), "new RegExp('\\t')"],
    [/é/u, "new RegExp('é', 'u')"],
  ],
  'lists, objects, maps, sets': [
    [[], '[]'],
    [[1, 'a', [null]], "[1, 'a', [null]]"],
    [new Array(2), '[undefined, undefined]', [undefined, undefined]],
    [{}, '{}'],
    [{ a: 1, 'b-c': 2, class: 3, 1: 4, für: 5 }, "{ '1': 4, a: 1, 'b-c': 2, class: 3, für: 5 }"],
    [JSON.parse('{"__proto__":1}'), "{ ['__proto__']: 1 }"],
    [{ a: 1, gone: undefined }, '{ a: 1 }', { a: 1 }],
    [Object.assign(Object.create(null), { a: 1 }), '{ a: 1 }', { a: 1 }],
    [new Map(), 'new Map()'],
    [new Map([['a', { b: 1 }]]), "new Map([['a', { b: 1 }]])"],
    [new Set(), 'new Set()'],
    [new Set(['b', 'a']), "new Set(['b', 'a'])"],
    [{ kind: 'field', path: 'x' }, "{ kind: 'field', path: 'x' }"],
  ],
}

for (const [kind, cases] of Object.entries(plainValues)) {
  describe(kind, () => {
    for (const [value, text, again = value] of cases) {
      test(text, () => {
        assert.deepEqual(valueText(value), { text, imports: '' })
        assert.deepEqual(importValue({ text, imports: '' }), again)
      })
    }
  })
}

describe('what our package makes', () => {
  const field = fields.CharField({ maxLength: 20 })
  const cases: readonly Case[] = [
    [fields.BigAutoField(), 'BigAutoField()'],
    [field, 'CharField({ maxLength: 20 })'],
    [fields.IntegerField({ null: true, default: 3 }), 'IntegerField({ null: true, default: 3 })'],
    [
      fields.ForeignKey('people.Director', { onDelete: 'CASCADE' }),
      "ForeignKey('people.Director', { onDelete: 'CASCADE' })",
    ],
    [
      fields.OneToOneField('self', { onDelete: 'SET_NULL', null: true }),
      "OneToOneField('self', { onDelete: 'SET_NULL', null: true })",
    ],
    [fields.ManyToManyField('movies.Genre'), "ManyToManyField('movies.Genre')"],
    [fields.ArrayField(field), 'ArrayField(CharField({ maxLength: 20 }))'],
    [fields.ArrayField(field, { size: 3 }), 'ArrayField(CharField({ maxLength: 20 }), { size: 3 })'],
    [fields.CompositePrimaryKey(['room', 'day']), "CompositePrimaryKey(['room', 'day'])"],
    [constraints.Index({ fields: ['title'], name: 'a_idx' }), "Index({ fields: ['title'], name: 'a_idx' })"],
    [
      constraints.Index({ expressions: ['a', Lower('b')], name: 'i' }),
      "Index({ name: 'i', expressions: [F('a'), Lower('b')] })",
    ],
    [constraints.BTreeIndex({ fields: ['a'], fillfactor: 70 }), "BTreeIndex({ fields: ['a'], fillfactor: 70 })"],
    [constraints.BloomIndex({ fields: ['a'], length: 80 }), "BloomIndex({ fields: ['a'], length: 80 })"],
    [
      constraints.BrinIndex({ fields: ['a'], autosummarize: true }),
      "BrinIndex({ fields: ['a'], autosummarize: true })",
    ],
    [constraints.GistIndex({ fields: ['a'], buffering: true }), "GistIndex({ fields: ['a'], buffering: true })"],
    [constraints.HashIndex({ fields: ['a'], fillfactor: 70 }), "HashIndex({ fields: ['a'], fillfactor: 70 })"],
    [constraints.SpGistIndex({ fields: ['a'], fillfactor: 70 }), "SpGistIndex({ fields: ['a'], fillfactor: 70 })"],
    [constraints.GinIndex({ fields: ['a'], fastupdate: false }), "GinIndex({ fields: ['a'], fastupdate: false })"],
    [
      constraints.CheckConstraint({ condition: Q({ price__gte: 0 }), name: 'c' }),
      "CheckConstraint({ condition: Q({ price__gte: 0 }), name: 'c' })",
    ],
    [
      constraints.UniqueConstraint({ fields: ['a', 'b'], name: 'u' }),
      "UniqueConstraint({ fields: ['a', 'b'], name: 'u' })",
    ],
    [
      constraints.ExclusionConstraint({ name: 'e', expressions: [['room', '=']] }),
      "ExclusionConstraint({ name: 'e', expressions: [[F('room'), '=']] })",
    ],
    [
      new AddField({ model: 'Movie', name: 'title', field: fields.TextField() }),
      "new AddField({ model: 'Movie', name: 'title', field: TextField() })",
    ],
    [
      new RunSQL({ sql: 'SELECT 1', stateOperations: [new DeleteModel({ name: 'A' })] }),
      "new RunSQL({ sql: 'SELECT 1', stateOperations: [new DeleteModel({ name: 'A' })] })",
    ],
    [
      new SeparateDatabaseAndState({ databaseOperations: [new RunSQL({ sql: '' })] }),
      "new SeparateDatabaseAndState({ databaseOperations: [new RunSQL({ sql: '' })] })",
    ],
    [new RunCode({ code: RunCode.noop }), 'new RunCode({ code: RunCode.noop })'],
  ]
  for (const [value, text] of cases) {
    test(text, () => {
      const source = valueText(value)
      assert.equal(source.text, text)
      assert.deepEqual(valueText(importValue(source)), source)
    })
  }
})

describe('names', () => {
  const slug = (): string => 'slug'
  const colour = defineField({ name: 'ColourField', columnType: () => ({ kind: 'text' }) })
  const exports = [
    { value: slug, name: 'slug', from: '../models' },
    { value: colour.type, name: 'ColourField', from: '../colour' },
  ]

  test('a function is imported from the module that exports it', () => {
    const { text, imports } = valueText([randomUUID, Date.now, slug], { exports })
    assert.equal(text, '[randomUUID, Date.now, slug]')
    assert.equal(imports, "import { randomUUID } from 'node:crypto'\nimport { slug } from '../models'\n")
  })

  test('a field type of the project is imported from its module', () => {
    const { text, imports } = valueText(colour(), { exports })
    assert.equal(text, 'ColourField()')
    assert.equal(imports, "import { ColourField } from '../colour'\n")
  })

  test('two exports of one name get different names in the file, and none hides a global', () => {
    const named = (name: string, from: string) => ({ value: () => from, name, from })
    const made = [named('slug', './a'), named('slug', './b'), named('Date', './c')]
    const { text, imports } = valueText(
      made.map(({ value }) => value),
      { exports: made },
    )
    assert.equal(text, '[slug, slug2, Date2]')
    const lines = ["{ slug } from './a'", "{ slug as slug2 } from './b'", "{ Date as Date2 } from './c'"]
    assert.equal(imports, lines.map((line) => `import ${line}\n`).join(''))
  })

  test('all come from the package that was named', () => {
    assert.equal(valueText(Q({ a: F('b') }), { module: '../src' }).imports, "import { F, Q } from '../src'\n")
  })
})

describe('what cannot be written', () => {
  class Money {}
  const itself: Record<string, unknown> = {}
  itself.again = [itself]
  const cases: readonly (readonly [value: unknown, message: string])[] = [
    [() => 1, 'value: a function cannot be written into a file'],
    [{ slug: function makeSlug() {} }, 'value.slug: the function makeSlug cannot be written into a file'],
    [[1, { 'a b': Symbol('x') }], "value[1]['a b']: a symbol cannot be written into a file"],
    [{ price: new Money() }, 'value.price: an instance of Money cannot be written into a file'],
    [new Map([['a', new WeakMap()]]), 'value[0][1]: an instance of WeakMap cannot be written into a file'],
    [Promise.resolve(), 'value: an instance of Promise cannot be written into a file'],
    [Q.not({ a: () => 1 }), 'value.a: a function cannot be written into a file'],
    [itself, 'value.again[0]: a value that holds itself cannot be written into a file'],
    [
      defineField({ name: 'OddField', columnType: () => undefined })(),
      'value: the field type OddField cannot be written into a file',
    ],
    [defineIndex('OddIndex', 'gin', {})({ name: 'i' }), 'value: the index type OddIndex cannot be written into a file'],
    [new (class Odd extends DeleteModel {})({ name: 'A' }), 'value: the operation Odd cannot be written into a file'],
  ]
  for (const [value, message] of cases) {
    test(message, () => {
      assert.throws(() => valueText(value), { name: 'CannotSerializeError', code: 'codegen.cannot-serialize', message })
    })
  }

  test('the same value twice is not a value that holds itself', () => {
    const shared = { a: 1 }
    assert.equal(valueText([shared, shared]).text, '[{ a: 1 }, { a: 1 }]')
  })
})
