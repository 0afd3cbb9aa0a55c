import assert from 'node:assert/strict'
import { test } from 'node:test'
import { displayWidth } from '../../../src/codegen/display-width'
import { valueText } from '../../../src/codegen/value-text'
import { CharField, ForeignKey, JSONField } from '../../../src/fields'
import { CreateModel } from '../../../src/operations'
import { F, Func, Now } from '../../../src/sql/functions'
import { Q } from '../../../src/sql/q'

const cases: Readonly<Record<string, readonly [value: unknown, lines: readonly string[]]>> = {
  'what fits is on one line, with room for the comma that follows': [
    { a: [1, 2], b: 'x'.repeat(19) },
    ["{ a: [1, 2], b: 'xxxxxxxxxxxxxxxxxxx' }"],
  ],
  'what does not fit is one entry a line, with a comma after the last': [
    { a: [1, 2], b: 'x'.repeat(20) },
    ['{', '  a: [1, 2],', "  b: 'xxxxxxxxxxxxxxxxxxxx',", '}'],
  ],
  'an only argument opens on the line of its call': [
    CharField({ maxLength: 100, dbComment: 'what it is called' }),
    ['CharField({', '  maxLength: 100,', "  dbComment: 'what it is called',", '})'],
  ],
  'a last argument too, if those before it fit': [
    ForeignKey('people.Director', { onDelete: 'CASCADE', null: true }),
    ["ForeignKey('people.Director', {", "  onDelete: 'CASCADE',", '  null: true,', '})'],
  ],
  'arguments that do not fit are one a line': [
    Func('date_trunc', 'month', F('releasedOn'), F('a')),
    ['Func(', "  'date_trunc',", "  'month',", "  F('releasedOn'),", "  F('a'),", ')'],
  ],
  'objects side by side are one a line': [
    Q.or({ name__startswith: 'a' }, { name__endswith: 'z' }),
    ['Q.or(', "  { name__startswith: 'a' },", "  { name__endswith: 'z' },", ')'],
  ],
  'rows of several columns are one a line even if they fit': [
    [
      [1, 2],
      [3, 4],
    ],
    ['[', '  [1, 2],', '  [3, 4],', ']'],
  ],
  'rows of one column are not': [[[1], [2]], ['[[1], [2]]']],
  'numbers fill their lines': [
    Array.from({ length: 12 }, (_, i) => 1000 + i),
    ['[', '  1000, 1001, 1002, 1003, 1004, 1005,', '  1006, 1007, 1008, 1009, 1010, 1011,', ']'],
  ],
  'a string goes below its key if it does not fit beside it': [
    { comment: 'what it is called on the poster' },
    ['{', '  comment:', "    'what it is called on the poster',", '}'],
  ],
  'but not below a short one': [{ name: 'x'.repeat(40) }, ['{', `  name: '${'x'.repeat(40)}',`, '}']],
  'what is empty does not open on the line of its call': [
    Func('jsonb_all_', F('released_on'), {}),
    ['Func(', "  'jsonb_all_',", "  F('released_on'),", '  {},', ')'],
  ],
  'a call that breaking would not narrow goes below its key': [
    { ['k'.repeat(36)]: Now() },
    ['{', `  ${'k'.repeat(36)}:`, '    Now(),', '}'],
  ],
  'the fields of a model are one a line however short': [
    new CreateModel({ name: 'A', fields: { a: JSONField() } }),
    ['new CreateModel({', "  name: 'A',", '  fields: {', '    a: JSONField(),', '  },', '})'],
  ],
  'what is empty is no lines': [{ a: {}, b: [], c: new Map() }, ['{ a: {}, b: [], c: new Map() }']],
}

for (const [claim, [value, lines]] of Object.entries(cases)) {
  test(claim, () => assert.deepEqual(valueText(value, { width: 40 }).text.split('\n'), lines))
}

test('imports are sorted by letter, Node’s first, and one a line where they do not fit', () => {
  const long = Q.or({ a: F('b') }, { a: Now() })
  assert.equal(valueText(long).imports, "import { F, Now, Q } from 'strata-orm'\n")
  assert.equal(valueText(long, { width: 20 }).imports, "import {\n  F,\n  Now,\n  Q,\n} from 'strata-orm'\n")
  assert.equal(valueText(F('a'), { width: 20 }).imports, "import { F } from 'strata-orm'\n")
})

test('the width of a text is what the eye sees', () => {
  const widths = ['abc', 'é', 'e\u0301', '漢字', '😀', '👩‍🚀', '🇩🇪', '❤️'].map(displayWidth)
  assert.deepEqual(widths, [3, 1, 1, 4, 2, 2, 2, 2])
})
