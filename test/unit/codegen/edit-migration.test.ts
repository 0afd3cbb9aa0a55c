import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { editMigration, importsOf, type MigrationEdits } from '../../../src/codegen/edit-migration'

const renamed: MigrationEdits['renamed'] = new Map([
  ['a.0001', ['a', '0001_squashed_0002']],
  ['a.0002', ['a', '0001_squashed_0002']],
])

const cases: readonly (readonly [claim: string, before: string, after: string, edits?: MigrationEdits])[] = [
  [
    'other names where they stand, and nothing else',
    `// a.0001\nexport default migration({\n  dependencies: [["a", "0001"], /* kept */ ['b', '0001']], // ['a', '0001']\n  operations: [f(['a', '0001'])],\n})\n`,
    `// a.0001\nexport default migration({\n  dependencies: [["a", '0001_squashed_0002'], /* kept */ ['b', '0001']], // ['a', '0001']\n  operations: [f(['a', '0001'])],\n})\n`,
  ],
  [
    'each name once',
    `export default migration({\n  dependencies: [\n    ['a', '0001'],\n    ['a', '0002'],\n    ['c', '0001'],\n    ['a', '0001_squashed_0002'],\n  ],\n})\n`,
    `export default migration({\n  dependencies: [\n    ['a', '0001_squashed_0002'],\n    ['c', '0001'],\n  ],\n})\n`,
  ],
  [
    'in runBefore, in constants and in a migration of a name of its own',
    `const before = [['a', '0002']] as const\nconst m = migration({ 'runBefore': before })\nexport default m\n`,
    `const before = [['a', '0001_squashed_0002']] as const\nconst m = migration({ 'runBefore': before })\nexport default m\n`,
  ],
  [
    'no replaces',
    `export default migration({\n  initial: true,\n  replaces: [\n    ['a', '0001'],\n  ],\n  operations: [],\n})\n`,
    `export default migration({\n  initial: true,\n  operations: [],\n})\n`,
    { withoutReplaces: true },
  ],
  [
    'no replaces at the end or alone',
    `export default migration({ operations: [], replaces: [['a', '0001']] })\n`,
    `export default migration({ operations: [], })\n`,
    { withoutReplaces: true },
  ],
]

describe('an edited file has', () => {
  for (const [claim, before, after, edits = { renamed }] of cases) {
    test(claim, () => assert.equal(editMigration(before, edits), after))
  }

  test('the same text if there is nothing to change', () => {
    const text = `export default migration({ dependencies: [['a', '0003']] })\n`
    assert.equal(editMigration(text, { renamed, withoutReplaces: true }), text)
  })
})

test('the imports of a file are those that are written in it', () => {
  assert.deepEqual(importsOf(`import './a'\nimport { b } from "b"\nexport * from './c'\n// import 'd'\n`), [
    './a',
    'b',
    './c',
  ])
})
