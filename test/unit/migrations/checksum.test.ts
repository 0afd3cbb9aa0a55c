import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { AddField, CharField, CreateModel, IntegerField, RunCode, RunSQL } from '../../../src/index'
import { checksumOf } from '../../../src/migrations/checksum'

const operations = [
  new CreateModel({ name: 'Movie', fields: { title: CharField({ maxLength: 100 }) } }),
  new AddField({ model: 'Movie', name: 'rating', field: IntegerField({ null: true }) }),
]
const TEXT = `import { AddField } from 'strata-orm'\nexport default migration({ operations })\n`
const data = checksumOf(TEXT, operations)

describe('the checksum of operations that are data', () => {
  test('is that of the operations, however the file says them', () => {
    const other = `import {AddField} from "strata-orm"; /* why */\nexport default migration({ dependencies: [], operations })`
    assert.equal(checksumOf(other, operations), data)
    assert.equal(checksumOf(`'use strict'\nconst { migration } = require('strata-orm')\n`, operations), data)
  })

  test('is another when an operation is', () => {
    const [create] = operations
    assert.ok(create !== undefined)
    const rating = new AddField({ model: 'Movie', name: 'rating', field: IntegerField({ null: false }) })
    assert.notEqual(checksumOf(TEXT, [create, rating]), data)
    assert.notEqual(checksumOf(TEXT, [create]), data)
    assert.notEqual(checksumOf(TEXT, [...operations].reverse()), data)
  })

  test('stays the same from version to version: the databases have recorded it', () => {
    assert.equal(data, '65a69a8370cc69e17b93038777f925638c88568bfd59a5a096902b6aebff122f')
  })
})

/** Files that have to speak for themselves: for code, and for what is taken from elsewhere. */
const code = [new RunCode({ code: async () => {}, reverseCode: RunCode.noop })]
const CODE = `import { migration, RunCode } from 'strata-orm'

export default migration({
  dependencies: [['movies', '0001_initial'], ['people', '0003_x']],
  operations: [
    new RunCode({ code: async ({ db }) => db.script('UPDATE a  SET b = 1') }),
  ],
})
`
const change = (from: string | RegExp, to: string): string => {
  const text = CODE.replace(from, to)
  assert.notEqual(text, CODE)
  return text
}

describe('the checksum of a file with code', () => {
  const same = {
    'other dependencies': change(`['people', '0003_x']`, `['people', '0001_squashed'], ['shop', '0001_initial'],`),
    'no dependencies': change(/ {2}dependencies.*\n/, ''),
    'what it replaces': change(
      'operations: [',
      `replaces: [\n    ['movies', '0002_a'], // of old\n  ],\n  operations: [`,
    ),
    comments: change('operations: [', '// they do\n  operations: [ /* nothing */'),
    'another layout': change('db.script(', 'db.script(\n        '),
    'a trailing comma': change(/\['people', '0003_x'\]\],/, `['people', '0003_x'],\n  ],`),
    'other line ends': change(/\n/g, '\r\n'),
  }
  for (const [what, text] of Object.entries(same)) {
    test(`does not see ${what}`, () => assert.equal(checksumOf(text, code), checksumOf(CODE, code)))
  }

  const other = {
    'another statement': change('b = 1', 'b = 2'),
    'space in a string': change('a  SET', 'a SET'),
    'what looks like a comment in a string': change('b = 1', 'b = 1 // 2'),
    'one more operation': change('operations: [', 'operations: [new RunSQL({ sql: [] }),'),
    'words that become one': change('export default', 'exportdefault'),
  }
  for (const [what, text] of Object.entries(other)) {
    test(`sees ${what}`, () => assert.notEqual(checksumOf(text, code), checksumOf(CODE, code)))
  }
})

test('what a file takes from elsewhere is not always the same, and does not count', () => {
  const text = `import { sql } from './_sql'\n`
  const [one, two] = ['SELECT 1', 'SELECT 2'].map((sql) => checksumOf(text, [new RunSQL({ sql })]))
  assert.equal(one, two)
})
