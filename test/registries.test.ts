import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { type Entry, entriesOf, type Registry, unlisted, unnamed } from './support/registry'

interface Listed extends Registry {
  /** What stands in front of an entry where it is used: `title__gte`. */
  readonly after?: '__'
}

const REGISTRIES: readonly Listed[] = [
  {
    folder: 'src/fields',
    list: 'src/fields/index.ts',
    docs: 'docs/fields.md',
    calledBy: 'export',
    notEntries: [
      'array-text',
      'dates',
      'define',
      'errors',
      'field',
      'identity',
      'importable',
      'max-length',
      'numbers',
      'range',
      'relation',
    ],
  },
  {
    folder: 'src/constraints',
    list: 'src/constraints/index.ts',
    docs: 'docs/constraints.md',
    calledBy: 'export',
    notEntries: ['constraint', 'db-index'],
  },
  {
    folder: 'src/operations',
    list: 'src/operations/index.ts',
    docs: 'docs/operations.md',
    calledBy: 'export',
    notEntries: [
      'arguments',
      'field-change',
      'fold-into-create',
      'kind-change',
      'lost-code',
      'model-change',
      'model-key-change',
      'operation',
      'references',
    ],
  },
  {
    folder: 'src/objects',
    list: 'src/objects/index.ts',
    docs: 'docs/objects.md',
    calledBy: 'export',
    notEntries: ['database-object', 'declared-object'],
  },
  {
    folder: 'src/operations/objects',
    list: 'src/operations/index.ts',
    docs: 'docs/objects.md',
    calledBy: 'export',
    notEntries: ['enum-change', 'enum-errors', 'object-change', 'speaks-of'],
  },
  {
    folder: 'src/query/lookups',
    list: 'src/query/lookups/index.ts',
    docs: 'docs/queries.md',
    calledBy: 'file',
    after: '__',
    notEntries: ['compare', 'lookup', 'text'],
  },
  {
    folder: 'src/cli/commands',
    list: 'src/cli/program.ts',
    docs: 'docs/commands.md',
    calledBy: 'file',
    notEntries: [],
  },
  {
    folder: 'src/autodetector/detectors',
    list: 'src/autodetector/detectors/index.ts',
    docs: 'docs/architecture.md',
    calledBy: 'export',
    notEntries: [],
  },
  { folder: 'src/lint/rules', list: 'src/lint/rules/index.ts', calledBy: 'export', notEntries: [] },
]

const root = join(__dirname, '..')

for (const registry of REGISTRIES) {
  const missing = [registry.folder, registry.list].find((path) => !existsSync(join(root, path)))
  describe(registry.folder, { skip: missing && `there is no ${missing} yet` }, () => {
    test('each file is listed', () => {
      assert.deepEqual(unlisted(entries(registry), text(registry.list)), [])
    })

    test('each entry is named by a test', () => {
      assert.deepEqual(unnamed(used(registry), testTexts().map(partsApart)), [])
    })

    const { docs } = registry
    if (docs !== undefined) {
      test(`each entry is named in ${docs}`, {
        skip: !existsSync(join(root, docs)) && `there is no ${docs} yet`,
      }, () => {
        assert.deepEqual(unnamed(entries(registry), [text(docs)]), [])
      })
    }
  })
}

describe('the check finds', () => {
  const registry: Registry = { folder: 'src/pets', list: 'src/pets/index.ts', calledBy: 'export', notEntries: ['pet'] }
  const list = `export { type Soft, Cat, tail } from './cat'`
  const files = ['index', 'pet', 'cat', 'dog']

  test('entries by what the list takes from them or by their file', () => {
    const names = (one: Registry) => entriesOf(one, files, list).map(({ name }) => name)
    assert.deepEqual(names(registry), ['Cat', 'dog'])
    assert.deepEqual(names({ ...registry, calledBy: 'file' }), ['cat', 'dog'])
  })

  test('a file that is not listed', () => {
    assert.deepEqual(unlisted(entriesOf(registry, files, list), list), ['dog'])
  })

  test('an entry that is named only as a part of a word', () => {
    assert.deepEqual(unnamed(entriesOf(registry, files, list), ['the dog', 'Category']), ['Cat'])
  })
})

function entries(registry: Registry): readonly Entry[] {
  const names = readdirSync(join(root, registry.folder)).filter((name) => name.endsWith('.ts'))
  const files = names.map((name) => name.replace(/\.ts$/, ''))
  return entriesOf(registry, files, text(registry.list))
}

/** Entries as they are written where they are used. */
function used(registry: Listed): readonly Entry[] {
  return entries(registry).map(({ file, name }) => ({ file, name: `${registry.after ?? ''}${name}` }))
}

/** A word for each lookup: `director__name__in` has `__in`. */
function partsApart(source: string): string {
  return source.replace(/\w+(?=__[a-z]+\b)/g, ' ')
}

/** Tests and scenarios. Cases made from elsewhere name everything and prove nothing; this file would name itself. */
function testTexts(): readonly string[] {
  return readdirSync(join(root, 'test'), { encoding: 'utf8', recursive: true })
    .filter((name) => /(\.test\.ts|scenarios.*\.txt)$/.test(name))
    .filter((name) => name !== 'registries.test.ts')
    .map((name) => text(`test/${name}`))
}

function text(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}
