import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { test } from 'node:test'
import { type MigrationFileOptions, migrationFile } from '../../../src/codegen/migration-file'
import { CheckConstraint, Index } from '../../../src/constraints'
import {
  BigAutoField,
  CharField,
  ForeignKey,
  IntegerField,
  JSONField,
  ManyToManyField,
  UUIDField,
} from '../../../src/fields'
import { type MigrationDefinition, placed } from '../../../src/migrations/migration'
import {
  AddField,
  AddIndex,
  CreateModel,
  DeleteModel,
  RunCode,
  SeparateDatabaseAndState,
} from '../../../src/operations'
import { desc } from '../../../src/sql/functions'
import { Q } from '../../../src/sql/q'

const written = (definition: MigrationDefinition, options: Partial<MigrationFileOptions> = {}): string =>
  migrationFile(placed('movies', '0002_movie_rating', definition), { folder: 'migrations', ...options }).text

const rating = new AddField({ model: 'Movie', name: 'rating', field: IntegerField({ null: true }) })

test('a migration is written as the design shows it', () => {
  const migration = placed('movies', '0002_movie_rating', {
    dependencies: [['movies', '0001_initial']],
    operations: [rating],
  })
  assert.deepEqual(migrationFile(migration, { folder: join('apps', 'movies', 'migrations') }), {
    path: join('apps', 'movies', 'migrations', '0002_movie_rating.ts'),
    text: `import { AddField, IntegerField, migration } from 'strata-orm'

export default migration({
  dependencies: [['movies', '0001_initial']],
  operations: [
    new AddField({ model: 'Movie', name: 'rating', field: IntegerField({ null: true }) }),
  ],
})
`,
  })
})

test('a first migration has a model with all that is its own', () => {
  const movie = new CreateModel({
    name: 'Movie',
    fields: {
      id: BigAutoField(),
      title: CharField({ maxLength: 100 }),
      code: UUIDField({ default: randomUUID, unique: true }),
      director: ForeignKey('people.Director', { onDelete: 'CASCADE', relatedName: 'movies', dbComment: 'who made it' }),
      genres: ManyToManyField('movies.Genre'),
    },
    options: {
      ordering: ['-title'],
      constraints: [CheckConstraint({ condition: Q.not({ title: '' }), name: 'movie_title_given' })],
    },
  })
  const index = Index({ expressions: [desc('title', { nulls: 'last' }), 'code'], name: 'movie_title_idx' })
  const operations = [movie, new AddIndex({ model: 'Movie', index })]
  const dependencies = [['people', '0001_initial']] as const
  assert.equal(
    written({ initial: true, dependencies, operations }),
    `import { randomUUID } from 'node:crypto'
import {
  AddIndex,
  BigAutoField,
  CharField,
  CheckConstraint,
  CreateModel,
  desc,
  F,
  ForeignKey,
  Index,
  ManyToManyField,
  migration,
  Q,
  UUIDField,
} from 'strata-orm'

export default migration({
  initial: true,
  dependencies: [['people', '0001_initial']],
  operations: [
    new CreateModel({
      name: 'Movie',
      fields: {
        id: BigAutoField(),
        title: CharField({ maxLength: 100 }),
        code: UUIDField({ default: randomUUID, unique: true }),
        director: ForeignKey('people.Director', {
          onDelete: 'CASCADE',
          relatedName: 'movies',
          dbComment: 'who made it',
        }),
        genres: ManyToManyField('movies.Genre'),
      },
      options: {
        ordering: ['-title'],
        constraints: [
          CheckConstraint({ condition: Q.not({ title: '' }), name: 'movie_title_given' }),
        ],
      },
    }),
    new AddIndex({
      model: 'Movie',
      index: Index({
        name: 'movie_title_idx',
        expressions: [desc('title', { nulls: 'last' }), F('code')],
      }),
    }),
  ],
})
`,
  )
})

test('what is said of the migration itself comes in one order, sorted where order means nothing', () => {
  const text = written({
    operations: [],
    atomic: false,
    replaces: [
      ['movies', '0002_b'],
      ['movies', '0001_a'],
    ],
    runBefore: [['shop', '0001_initial']],
    dependencies: [
      ['people', '0002_b'],
      ['movies', '0001_initial'],
      ['people', '0001_a'],
    ],
    initial: false,
  })
  assert.equal(
    text,
    `import { migration } from 'strata-orm'

export default migration({
  initial: false,
  dependencies: [
    ['movies', '0001_initial'],
    ['people', '0001_a'],
    ['people', '0002_b'],
  ],
  runBefore: [['shop', '0001_initial']],
  replaces: [
    ['movies', '0002_b'],
    ['movies', '0001_a'],
  ],
  atomic: false,
  operations: [],
})
`,
  )
})

test('operations are one a line however short', () => {
  const operations = [new DeleteModel({ name: 'Movie' })]
  assert.equal(
    written({ operations }),
    `import { DeleteModel, migration } from 'strata-orm'

export default migration({
  operations: [
    new DeleteModel({ name: 'Movie' }),
  ],
})
`,
  )
})

test('a header is a comment above the file', () => {
  const text = written({}, { header: 'Written by strata 0.1\n\nfor the movies' })
  assert.ok(
    text.startsWith(`// Written by strata 0.1\n//\n// for the movies\n\nimport { migration } from 'strata-orm'\n`),
  )
})

test('the width of a line and the package to import from can be others', () => {
  const text = written({ operations: [rating] }, { width: 50, module: '../src' })
  assert.equal(
    text,
    `import {
  AddField,
  IntegerField,
  migration,
} from '../src'

export default migration({
  operations: [
    new AddField({
      model: 'Movie',
      name: 'rating',
      field: IntegerField({ null: true }),
    }),
  ],
})
`,
  )
})

test('a value that cannot be written is named by its place in the migration', () => {
  class Money {}
  const priced = new AddField({ model: 'Movie', name: 'price', field: JSONField({ default: { now: new Money() } }) })
  const model = new CreateModel({ name: 'Movie', fields: { price: priced.args.field } })
  const index = Index({ fields: ['a'], name: 'i', condition: Q.or({ a: 1 }, { b: () => 1 }) })
  const code = new RunCode({ code: async function fillSlugs() {} })
  const split = new SeparateDatabaseAndState({ stateOperations: [rating, priced] })
  const cases = [
    [[rating, priced], 'operations[1].field.default.now: an instance of Money'],
    [[model], 'operations[0].fields.price.default.now: an instance of Money'],
    [[new AddIndex({ model: 'Movie', index })], 'operations[0].index.condition.b: a function'],
    [[code], 'operations[0].code: the function fillSlugs'],
    [[split], 'operations[0].stateOperations[1].field.default.now: an instance of Money'],
  ] as const
  for (const [operations, where] of cases) {
    const message = `movies 0002_movie_rating: ${where} cannot be written into a file`
    assert.throws(() => written({ operations }), { code: 'codegen.cannot-serialize', message })
  }
})

test('the same migration gives the same bytes', () => {
  const make = (): string => written({ operations: [rating, new DeleteModel({ name: 'Movie' })] })
  assert.equal(make(), make())
})
