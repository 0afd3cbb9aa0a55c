import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { toDatabase } from '../../src/backends/postgres/database'
import { postgresSchema } from '../../src/backends/postgres/schema-editor'
import { CheckConstraint, Index } from '../../src/constraints'
import type { NamedIndex } from '../../src/constraints/db-index'
import {
  ArrayField,
  CharField,
  EnumField,
  ForeignKey,
  GeneratedField,
  HStoreField,
  IntegerField,
  TextField,
} from '../../src/fields'
import type { Migration } from '../../src/migrations/migration'
import type { Target } from '../../src/migrations/plan'
import { runMigrations } from '../../src/migrations/run-migrations'
import { type DatabaseObject, databaseObject } from '../../src/objects/database-object'
import { AddEnumValue, CreateEnum } from '../../src/operations'
import type { Connection } from '../../src/sql/connection'
import { Case as Choice, Value } from '../../src/sql/functions'
import { Q } from '../../src/sql/q'
import { statement } from '../../src/sql/statement'
import type { ModelState } from '../../src/state/model-state'
import { repointedObject } from '../../src/state/object-references'
import { ProjectState } from '../../src/state/project-state'
import { type Answering, answers, detect, model, reached } from '../support/build'
import { variants } from '../support/database'
import { objectCatalog } from '../support/object-catalog'
import { object as objectOf } from '../support/objects'
import { applied, runSteps, stepsBackwards, stepsForwards } from '../support/schema'

const object: typeof objectOf = (kind, name, options, dependsOn) => objectOf(kind, `shop.${name}`, options, dependsOn)

interface Side {
  readonly models?: readonly ModelState[]
  readonly objects?: readonly DatabaseObject[]
}

interface Case {
  readonly from: Side
  readonly to: Side
  /** Filled between the two. */
  readonly rows?: string
  /** What is read afterwards, and what it gives. */
  readonly read?: readonly [sql: string, rows: readonly (readonly unknown[])[]]
  readonly answer?: Answering
  /** SQL of the user's own that is made for the new names: PostgreSQL follows by itself. */
  readonly fresh?: (sql: string) => string
  /** PostgreSQL as PGlite is built has no such thing. */
  readonly notOnPglite?: true
}

const values = (...all: readonly string[]): DatabaseObject => object('enum', 'mood', { values: all })
const mood = values('sad', 'ok', 'happy')
const day = (field = EnumField('mood', { default: 'ok' })): ModelState =>
  model('shop.Day', { mood: field, note: CharField({ maxLength: 9, default: 'x' }) })

/** All that can be made of an enum: what compares it has to be made anew along with it. */
const moody = model(
  'shop.Day',
  {
    mood: EnumField('mood', { default: 'ok', dbIndex: true }),
    moods: ArrayField(EnumField('mood'), { null: true }),
    isFine: GeneratedField({
      expression: Choice([{ when: Q({ mood: 'happy' }), then: Value(1) }], Value(0)),
      outputField: IntegerField(),
    }),
  },
  {
    options: {
      indexes: [Index({ fields: ['mood'], name: 'fine', condition: Q({ mood: 'happy' }) }) as NamedIndex],
      constraints: [CheckConstraint({ name: 'not_sad', condition: Q.not({ mood: 'sad' }) })],
    },
  },
)

const book = model('shop.Book', { title: CharField({ maxLength: 50 }), price: IntegerField({ default: 1 }) })
const titles = (extra = ''): DatabaseObject =>
  object('view', 'titles', { sql: `SELECT id, title${extra} FROM shop_book` }, ['shop.Book'])
const viewsOfViews = [
  titles(),
  object('view', 'upper_titles', { sql: 'SELECT upper(title) AS t FROM titles' }, ['view shop.titles']),
  object(
    'materialized-view',
    'kept_titles',
    { sql: 'SELECT t FROM upper_titles', indexes: [{ name: 'kept_t', columns: ['t'], unique: true }] },
    ['view shop.upper_titles'],
  ),
]
const longTitle = model('shop.Book', { title: TextField(), price: IntegerField({ default: 1 }) })
const touch = object('function', 'touch', {
  returns: 'trigger',
  language: 'plpgsql',
  body: 'BEGIN NEW.price := NEW.price + 1; RETURN NEW; END',
})
const touching = (condition?: string): DatabaseObject =>
  object(
    'trigger',
    'on_touch',
    {
      on: 'shop.Book',
      when: 'BEFORE',
      events: ['INSERT', 'UPDATE'],
      forEach: 'ROW',
      condition,
      function: 'touch',
    } as never,
    ['function shop.touch'],
  )
const secured = model(
  'shop.Book',
  { title: CharField({ maxLength: 50 }), price: IntegerField({ default: 1 }) },
  {
    options: { rowLevelSecurity: 'force' },
  },
)
const own = (using: string): DatabaseObject => object('policy', 'own', { on: 'shop.Book', for: 'SELECT', using })

/** Quotes, capitals, signs that formats and drivers know, characters of four bytes, a name as long as one can be. */
const oddName = `Mood "%s" \\ ${'é'.repeat(24)}`
const odd = Object.assign(
  (values: readonly string[]): ModelState =>
    model(
      'shop.Odd',
      { mood: EnumField(oddName, { default: values[0] as string }) },
      {
        options: {
          dbTable: 'Odd "%s" ❤',
          constraints: [CheckConstraint({ name: 'odd', condition: Q.not({ mood: `it's` }) })],
        },
      },
    ),
  {
    values: [`it's`, '"', '\\', '100%', '$1', '❤👩‍🚀', 'select', ''.padEnd(3)],
    type: (values: readonly string[]): DatabaseObject => object('enum', oddName, { values }),
    others: [
      object('view', 'Select "x"', { sql: 'SELECT \'%\' AS "Ä $1"', columns: ['Order "by"'] }),
      object('function', 'Do "it"', {
        args: { 'Odd "arg"': 'text' },
        returns: 'text',
        body: `SELECT '$$' || '$body1$' || 'it''s' || $1`,
        settings: { search_path: 'pg_catalog' },
      }),
    ],
  },
)

const cases: Readonly<Record<string, Case>> = {
  'an enum comes and goes with its field': { from: {}, to: { models: [day()], objects: [mood] } },
  'an enum goes, its field stays as text': {
    from: { models: [day()], objects: [mood] },
    to: { models: [day(CharField({ maxLength: 9, default: 'ok' }) as never)] },
    rows: `INSERT INTO shop_day (mood) VALUES ('sad')`,
    read: ['SELECT mood FROM shop_day', [['sad']]],
  },
  'text becomes an enum': {
    from: { models: [day(CharField({ maxLength: 9, default: 'ok' }) as never)] },
    to: { models: [day()], objects: [mood] },
    rows: `INSERT INTO shop_day (mood) VALUES ('sad')`,
    read: ['SELECT mood::text FROM shop_day', [['sad']]],
  },
  'values are added at the beginning, in the middle and at the end': {
    from: { models: [moody], objects: [mood] },
    to: { models: [moody], objects: [values('awful', 'sad', 'meh', 'ok', 'happy', 'great')] },
    rows: `INSERT INTO shop_day (mood) VALUES ('happy')`,
    read: ['SELECT mood::text FROM shop_day', [['happy']]],
  },
  'a value goes, rows keep theirs and get another where it was': {
    from: { models: [moody], objects: [values('sad', 'meh', 'ok', 'happy')] },
    to: { models: [moody], objects: [mood] },
    rows: `INSERT INTO shop_day (mood, moods) VALUES ('happy', '{sad,meh}'), ('meh', NULL)`,
    read: [
      'SELECT mood::text, moods::text, is_fine FROM shop_day ORDER BY id',
      [
        ['happy', '{sad,ok}', 1],
        ['ok', null, 0],
      ],
    ],
    answer: answers({ 'replace:enum:shop.mood.meh': { kind: 'value', value: 'ok' } }),
  },
  'values change their order': {
    from: { models: [moody], objects: [mood] },
    to: { models: [moody], objects: [values('happy', 'ok', 'sad')] },
    rows: `INSERT INTO shop_day (mood) VALUES ('ok'), ('happy')`,
    read: ['SELECT mood::text FROM shop_day ORDER BY mood', [['happy'], ['ok']]],
  },
  'values come, go and change their order at once': {
    from: { models: [moody], objects: [values('a', 'ok', 'happy', 'sad', 'b')] },
    to: { models: [moody], objects: [values('sad', 'new', 'ok', 'happy')] },
    rows: `INSERT INTO shop_day (mood) VALUES ('happy')`,
    read: ['SELECT mood::text FROM shop_day', [['happy']]],
  },
  'a default is no longer the value that goes': {
    from: { models: [day(EnumField('mood', { default: 'meh' }) as never)], objects: [values('meh', 'ok')] },
    to: { models: [day()], objects: [values('ok')] },
  },
  'a value is renamed, and the default with it': {
    from: { models: [day()], objects: [mood] },
    to: { models: [day(EnumField('mood', { default: 'fine' }) as never)], objects: [values('sad', 'fine', 'happy')] },
    rows: `INSERT INTO shop_day (mood) VALUES ('ok')`,
    read: ['SELECT mood::text FROM shop_day', [['fine']]],
    answer: answers({ 'rename:enum:shop.mood.ok=fine': true }),
  },
  'an enum is renamed': {
    from: { models: [moody], objects: [mood] },
    to: {
      models: [
        moody.with({
          fields: [...moody.fields].map(([name, field]) => {
            if (name === 'mood') return [name, EnumField('feeling "2"', { default: 'ok', dbIndex: true })] as const
            return [name, name === 'moods' ? ArrayField(EnumField('feeling "2"'), { null: true }) : field] as const
          }),
        }),
      ],
      objects: [object('enum', 'feeling "2"', { values: ['sad', 'ok', 'happy'] })],
    },
    answer: answers({ 'rename:enum:shop.mood=feeling "2"': true }),
  },
  'a key that others refer to is an enum that loses a value': {
    from: {
      models: [
        model('shop.Kind', { kind: EnumField('mood', { primaryKey: true }) }, { id: false }),
        model('shop.Thing', { kind: ForeignKey('shop.Kind', { onDelete: 'CASCADE' }) }),
      ],
      objects: [values('sad', 'ok')],
    },
    to: {
      models: [
        model('shop.Kind', { kind: EnumField('mood', { primaryKey: true }) }, { id: false }),
        model('shop.Thing', { kind: ForeignKey('shop.Kind', { onDelete: 'CASCADE' }) }),
      ],
      objects: [values('ok')],
    },
    rows: `INSERT INTO shop_kind VALUES ('ok'); INSERT INTO shop_thing (kind_id) VALUES ('ok')`,
    read: ['SELECT kind_id::text FROM shop_thing', [['ok']]],
  },
  'a view comes and goes': { from: {}, to: { models: [book], objects: [titles()] } },
  'a view changes': {
    from: { models: [book], objects: [titles()] },
    to: { models: [book], objects: [titles(', price * 2 AS double')] },
  },
  'a view that says its columns gains one while another view reads it': {
    from: {
      models: [book],
      objects: [
        object('view', 'titles', { sql: 'SELECT id, title FROM shop_book', columns: ['a', 'b'] }, ['shop.Book']),
        object('view', 'more', { sql: 'SELECT a FROM titles' }, ['view shop.titles']),
      ],
    },
    to: {
      models: [book],
      objects: [
        object('view', 'titles', { sql: 'SELECT id, title, 1 FROM shop_book;', columns: ['a', 'b', 'c'] }, [
          'shop.Book',
        ]),
        object('view', 'more', { sql: 'SELECT a FROM titles' }, ['view shop.titles']),
      ],
    },
  },
  'views step aside while a column changes its type': {
    from: {
      models: [book],
      objects: viewsOfViews,
    },
    to: {
      models: [longTitle],
      objects: viewsOfViews,
    },
    rows: `INSERT INTO shop_book (title) VALUES ('x')`,
    read: ['SELECT t FROM kept_titles', [['X']]],
  },
  'a value is added while views read the column': {
    from: {
      models: [day()],
      objects: [
        values('sad', 'ok'),
        object('view', 'days', { sql: 'SELECT mood FROM shop_day' }, ['shop.Day']),
        object('materialized-view', 'a_day', { sql: 'SELECT mood FROM days' }, ['view shop.days']),
      ],
    },
    to: {
      models: [day()],
      objects: [
        values('sad', 'ok', 'new'),
        object('view', 'days', { sql: 'SELECT mood FROM shop_day' }, ['shop.Day']),
        object('materialized-view', 'a_day', { sql: 'SELECT mood FROM days' }, ['view shop.days']),
      ],
    },
  },
  'views step aside while an enum is made anew': {
    from: {
      models: [day()],
      objects: [values('sad', 'ok', 'x'), object('view', 'days', { sql: 'SELECT mood FROM shop_day' }, ['shop.Day'])],
    },
    to: {
      models: [day()],
      objects: [values('sad', 'ok'), object('view', 'days', { sql: 'SELECT mood FROM shop_day' }, ['shop.Day'])],
    },
  },
  'a view reads a column that comes in the same migration, another no longer one that goes': {
    from: {
      models: [book],
      objects: [titles(), object('view', 'prices', { sql: 'SELECT price FROM shop_book' }, ['shop.Book'])],
    },
    to: {
      models: [model('shop.Book', { title: CharField({ maxLength: 50 }), cost: TextField({ null: true }) })],
      objects: [titles(', cost'), object('view', 'prices', { sql: 'SELECT cost FROM shop_book' }, ['shop.Book'])],
    },
  },
  'a function, a trigger that calls it and one with a condition': {
    from: { models: [book] },
    to: { models: [book], objects: [touch, touching()] },
  },
  'a trigger with a condition steps aside while the column changes its type': {
    from: { models: [book], objects: [touch, touching(`NEW.title <> ''`)] },
    to: { models: [longTitle], objects: [touch, touching(`NEW.title <> ''`)] },
    rows: `INSERT INTO shop_book (title, price) VALUES ('x', 1)`,
    read: ['SELECT price FROM shop_book', [[2]]],
  },
  'a function changes its body, another its arguments': {
    from: {
      objects: [
        object('function', 'twice', {
          args: { n: 'integer' },
          returns: 'integer',
          body: 'SELECT n * 2',
          volatility: 'immutable',
        }),
        object('function', 'thrice', { args: { n: 'integer DEFAULT 1' }, returns: 'integer', body: 'SELECT n * 3' }),
      ],
    },
    to: {
      objects: [
        object('function', 'twice', {
          args: { n: 'integer' },
          returns: 'integer',
          body: 'SELECT n + n /* $$ */',
          volatility: 'immutable',
        }),
        object('function', 'thrice', {
          args: { n: 'bigint DEFAULT 1', m: 'text = NULL' },
          returns: 'bigint',
          body: 'SELECT n * 3',
          strict: true,
        }),
      ],
    },
  },
  'row level security and policies come': {
    from: { models: [book] },
    to: {
      models: [secured],
      objects: [
        own('price > 0'),
        object('policy', 'add', { on: 'shop.Book', for: 'INSERT', to: ['public'], check: 'true' }),
      ],
    },
  },
  'a policy changes; another steps aside': {
    from: { models: [secured], objects: [own(`title <> ''`)] },
    to: {
      models: [
        model(
          'shop.Book',
          { title: TextField(), price: IntegerField({ default: 1 }) },
          { options: { rowLevelSecurity: true } },
        ),
      ],
      objects: [own(`title <> ''`)],
    },
  },
  'a schema, a view in it and a domain': {
    from: {},
    to: {
      objects: [
        object('schema', 'Reporting', {}),
        object('view', 'Reporting.one', { sql: 'SELECT 1 AS one' }),
        object('sql-object', 'positive', {
          sql: 'CREATE DOMAIN positive AS integer CHECK (VALUE > 0)',
          dropSql: 'DROP DOMAIN positive',
        }),
      ],
    },
  },
  'an extension for a field of it': {
    from: {},
    to: { models: [model('shop.Bag', { data: HStoreField() })], objects: [object('extension', 'hstore', {})] },
  },
  'a collation for a field of it': {
    from: {},
    to: {
      models: [model('shop.Word', { word: CharField({ maxLength: 9, dbCollation: 'ci', unique: true }) })],
      objects: [object('collation', 'ci', { provider: 'icu', locale: 'und-u-ks-level2', deterministic: false })],
    },
    notOnPglite: true,
  },
  'names and values with everything in them': {
    from: { models: [odd(odd.values)], objects: [odd.type(odd.values), ...odd.others] },
    to: {
      models: [odd(odd.values)],
      objects: [odd.type([...odd.values, 'x'.repeat(63)].reverse().filter((value) => value !== '$1')), ...odd.others],
    },
    rows: `INSERT INTO "Odd ""%s"" ❤" (id, mood) VALUES (1, '100%')`,
    read: ['SELECT mood::text FROM "Odd ""%s"" ❤"', [['100%']]],
  },
  'a model is renamed under a view, a trigger and a policy': {
    from: { models: [secured], objects: [titles(), touch, touching(), own('price > 0')] },
    to: {
      models: [secured.with({ name: 'Tome' })],
      objects: [titles(), touch, touching(), own('price > 0')].map((each) =>
        repointedObject(each, 'shop.Book', 'shop.Tome'),
      ),
    },
    answer: answers({ 'rename:shop.Book=Tome': true }),
    fresh: (sql) => sql.replaceAll('shop_book', 'shop_tome'),
  },
  'a model goes with all that stands on it': {
    from: { models: [secured], objects: [titles(), touch, touching(), own('true')] },
    to: { objects: [] },
  },
}

function stateOf({ models = [], objects = [] }: Side): ProjectState {
  return ProjectState.of(models, objects)
}

function withSql(state: ProjectState, change: (sql: string) => string): ProjectState {
  return [...state.objects()].reduce((before, each) => {
    if (each.kind !== 'view') return before
    return before.withObject(databaseObject({ ...each, options: { ...each.options, sql: change(each.options.sql) } }))
  }, state)
}

async function migrate(
  connection: Connection,
  from: ProjectState,
  migrations: readonly Migration[],
): Promise<() => Promise<void>> {
  const steps = migrations.flatMap(({ app, operations }, i) => {
    const before = reached(from, migrations.slice(0, i))
    return applied(app, before, operations).map((step) => ({ app, step }))
  })
  for (const { app, step } of steps) await runSteps(connection, stepsForwards(app, step))
  return async () => {
    for (const { app, step } of [...steps].reverse()) await runSteps(connection, stepsBackwards(app, step))
  }
}

async function rowsOf(connection: Connection, sql: string): Promise<unknown> {
  return (await connection.run(statement(sql))).rows
}

/** Without the tables that a run keeps its records in. */
async function shopOf(connection: Connection): Promise<unknown> {
  const { columns, objects } = await objectCatalog(connection)
  return { columns: columns.filter(([table]) => table === 'shop_day'), enums: objects.enums }
}

const EMPTY = `DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS "Reporting" CASCADE; CREATE SCHEMA public`

variants((variant) => {
  describe('objects beside the tables', () => {
    for (const [title, { from, to, rows, read, answer, fresh: renamed, notOnPglite }] of Object.entries(cases)) {
      const skip = notOnPglite && variant.name === 'pglite' && 'PGlite has no such collations'
      test(`${title}: migrated is fresh, undone is before`, { skip }, async () => {
        const connection = await variant.open()
        const [start, end] = [stateOf(from), stateOf(to)]
        const made = renamed === undefined ? end : withSql(end, renamed)
        await migrate(connection, ProjectState.empty, detect({ from: ProjectState.empty, to: made }).migrations)
        const fresh = await objectCatalog(connection)
        await connection.script(EMPTY)

        await migrate(connection, ProjectState.empty, detect({ from: ProjectState.empty, to: start }).migrations)
        const before = await objectCatalog(connection)
        if (rows !== undefined) await connection.script(rows)
        const { migrations } = detect({ from: start, to: end }, answer)
        assert.ok(reached(start, migrations).equals(end), 'the operations do not lead to the state')
        assert.deepEqual(detect({ from: end, to: end }).migrations, [])
        const undo = await migrate(connection, start, migrations)
        assert.deepEqual(await objectCatalog(connection), fresh, 'migrated is not fresh')
        if (read !== undefined) assert.deepEqual(await rowsOf(connection, read[0]), read[1])
        await undo()
        assert.deepEqual(await objectCatalog(connection), before, 'undone is not before')
      })
    }

    test('a row that holds a value which goes stops the migration', async () => {
      const connection = await variant.open()
      const [start, end] = [
        stateOf({ models: [day()], objects: [mood] }),
        stateOf({ models: [day()], objects: [values('ok', 'happy')] }),
      ]
      await migrate(connection, ProjectState.empty, detect({ from: ProjectState.empty, to: start }).migrations)
      await connection.script(`INSERT INTO shop_day (mood) VALUES ('sad')`)
      const { migrations } = detect({ from: start, to: end })
      await assert.rejects(
        connection.transaction(() => migrate(connection, start, migrations)),
        /invalid input value for enum mood: "sad"/,
      )
      assert.deepEqual(await rowsOf(connection, 'SELECT mood::text FROM shop_day'), [['sad']])
    })

    test('a value that is used at once is added outside the transaction', async () => {
      const connection = await variant.open()
      const created = new CreateEnum({ name: 'mood', values: ['ok'] })
      const [{ step: made }] = applied('shop', ProjectState.empty, [created]).map((step) => ({ step })) as [
        { step: never },
      ]
      await runSteps(connection, stepsForwards('shop', made))
      const added = new AddEnumValue({ enum: 'mood', value: 'meh', before: 'ok', atomic: false })
      const state = created.apply('shop', ProjectState.empty)
      const steps = added.forwards({ app: 'shop', from: state, to: added.apply('shop', state), schema: postgresSchema })
      assert.deepEqual(
        steps.map((step) => [step.transactional, step.kind === 'sql' && step.sql]),
        [[false, `ALTER TYPE "mood" ADD VALUE IF NOT EXISTS 'meh' BEFORE 'ok'`]],
      )
      await runSteps(connection, steps)
      assert.deepEqual(await rowsOf(connection, 'SELECT enum_range(NULL::mood)::text'), [['{meh,ok}']])
    })

    test('a run adds a value and uses it, and goes back', async () => {
      const connection = await variant.open()
      const [start, end] = [
        stateOf({ models: [day()], objects: [mood] }),
        stateOf({
          models: [day(EnumField('mood', { default: 'meh' }))],
          objects: [values('sad', 'meh', 'ok', 'happy')],
        }),
      ]
      const first = detect({ from: ProjectState.empty, to: start }).migrations
      const leaves = new Map([['shop', '0001_initial']])
      const migrations = [...first, ...detect({ from: start, to: end, leaves }).migrations]
      const run = (target: Target) =>
        runMigrations({
          db: toDatabase(connection),
          set: { apps: ['shop'], migrations },
          targets: [target],
          schema: postgresSchema,
          lock: { timeoutMs: 10_000 },
        })
      await run({ kind: 'migration', app: 'shop', name: '0001' })
      const before = await shopOf(connection)
      await run({ kind: 'all' })
      await connection.script('INSERT INTO shop_day DEFAULT VALUES')
      assert.deepEqual(await rowsOf(connection, 'SELECT mood::text FROM shop_day'), [['meh']])
      await connection.script('DELETE FROM shop_day')
      await run({ kind: 'migration', app: 'shop', name: '0001' })
      assert.deepEqual(await shopOf(connection), before)
    })

    test('two apps may want one extension', async () => {
      const connection = await variant.open()
      const [one, two] = ['one', 'two'].map((app) => objectOf('extension', `${app}.hstore`, {}))
      const both = ProjectState.of([], [one, two] as DatabaseObject[])
      const undo = await migrate(
        connection,
        ProjectState.empty,
        detect({ from: ProjectState.empty, to: both }).migrations,
      )
      assert.equal(((await objectCatalog(connection)).objects.extensions ?? []).length, 1)
      await undo()
      assert.deepEqual((await objectCatalog(connection)).objects.extensions, [])
    })
  })
})
