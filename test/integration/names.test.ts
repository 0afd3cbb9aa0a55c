import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { toDatabase } from '../../src/backends/postgres/database'
import { postgresSchema } from '../../src/backends/postgres/schema-editor'
import { CheckConstraint, Index, UniqueConstraint } from '../../src/constraints'
import type { NamedIndex } from '../../src/constraints/db-index'
import { CharField, ForeignKey, IntegerField, ManyToManyField, PositiveIntegerField, TextField } from '../../src/fields'
import { namesIn } from '../../src/schema/names-in'
import { tablesOf } from '../../src/schema/tables-of'
import { byteLength } from '../../src/sql/names'
import { Q } from '../../src/sql/q'
import { statement } from '../../src/sql/statement'
import type { ModelState } from '../../src/state/model-state'
import type { ProjectState } from '../../src/state/project-state'
import { answers, described, model, state } from '../support/build'
import { variants } from '../support/database'
import { freshCatalog, MigratedProject } from '../support/migrated'

/** All that a name may be made of. */
interface Names {
  readonly model: string
  readonly newModel: string
  readonly field: string
  readonly newField: string
  readonly relation: string
  /** Of tables, columns, indexes, constraints: whatever PostgreSQL takes. */
  readonly given: string
}

const long = 'averyveryverylongnamethatgoesonandonandendsonlyafterall'

const cases: Readonly<Record<string, Names>> = {
  'reserved words': {
    model: 'Table',
    newModel: 'Select',
    field: 'order',
    newField: 'group',
    relation: 'user',
    given: 'references',
  },
  'upper case and digits': {
    model: 'HTTPServer2',
    newModel: 'HttpServer2',
    field: 'HTTPCode',
    newField: 'httpCode2XX',
    relation: 'IPv6Peer',
    given: 'MiXeD Case 2',
  },
  'quotes, percent signs and dots': {
    model: 'A$b',
    newModel: 'B$$c',
    field: 'a$b',
    newField: '$1',
    relation: 'c$',
    given: `it's "100%" \\ of %s -- ; $1 .`,
  },
  'letters of other scripts': {
    model: 'Größe',
    newModel: '商品',
    field: 'straße',
    newField: '价格',
    relation: 'Жанр',
    given: 'Ünïcödé — 名前',
  },
  emoji: { model: '🦊', newModel: '👩‍👩‍👧', field: '🍎', newField: '🍏🍏', relation: '🚀', given: '🐘 💾' },
  'more bytes than fit': {
    model: `Model${long}`,
    newModel: `Other${long}`,
    field: `f${long}`,
    newField: `g${long}`,
    relation: `r${long}`,
    given: `n${long}`,
  },
  'more bytes than fit, in letters of two and three': {
    model: `Ä${'ö'.repeat(40)}`,
    newModel: `価${'格'.repeat(25)}`,
    field: `ü${'ä'.repeat(24)}`,
    newField: `名${'前'.repeat(18)}`,
    relation: `ж${'ж'.repeat(24)}`,
    given: `${'😀'.repeat(15)}x`,
  },
}

const app = 'shop'
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** A model with one of everything that has a name, and another that refers to it. */
function models({ model: name, field, relation, given }: Names): readonly ModelState[] {
  const key = `${app}.${name}`
  const text = `${given} 'x' "y" %s %% \\n\n$1`
  const named = model(
    key,
    {
      [field]: CharField({ maxLength: 200, unique: true, default: text, dbComment: text }),
      [`${field.slice(0, 9)}2`]: PositiveIntegerField({ dbIndex: true, default: 0 }),
      [relation]: ForeignKey(key, { onDelete: 'CASCADE', null: true }),
      column: IntegerField({ dbColumn: given, null: true, unique: true, dbComment: given }),
    },
    {
      options: {
        dbTableComment: text,
        indexes: [
          Index({ fields: [field, '-column'], name: `i${given}`.slice(0, 60) }) as NamedIndex,
          Index({ fields: ['column'], name: `p${given}`.slice(0, 60), condition: Q({ [field]: text }) }) as NamedIndex,
        ],
        constraints: [
          CheckConstraint({ name: `c${given}`.slice(0, 60), condition: Q.not(Q({ [field]: `${text}!` })) }),
          UniqueConstraint({ name: `u${given}`.slice(0, 60), fields: ['column', relation] }),
        ],
        uniqueTogether: [[field, relation]],
      },
    },
  )
  return [
    named,
    model('shop.Referrer', {
      [relation]: ForeignKey(key, { onDelete: 'CASCADE' }),
      [field]: ManyToManyField(key, { relatedName: '+' }),
    }),
    model('shop.Named', { [field]: TextField({ default: text }) }, { options: { dbTable: given } }),
  ]
}

/** Adding: without the fields that come later. */
function withLess([named, ...others]: readonly ModelState[]): ProjectState {
  if (named === undefined) throw new Error('there is a model')
  const fields = [...named.fields].filter(([name]) => name === 'id')
  return state(named.with({ fields, options: {} }), ...others)
}

function assertNamesFit(of: ProjectState): void {
  const names = [...of.models()]
    .flatMap((each) => tablesOf(of, each))
    .flatMap((table) => [
      ...namesIn(table),
      ...table.columns.map(({ name }) => name),
      ...table.constraints.map(({ name }) => name),
    ])
  assert.deepEqual(
    names.filter((name) => byteLength(name) > 63),
    [],
  )
}

variants((variant) => {
  for (const [title, names] of Object.entries(cases)) {
    test(`${title}: made, added, renamed and back`, async () => {
      const db = toDatabase(await variant.open())
      const project = new MigratedProject(db)
      const whole = state(...models(names))
      const renamedField = state(...models({ ...names, field: names.newField }))
      const renamedModel = state(...models({ ...names, field: names.newField, model: names.newModel }))
      const path = [withLess(models(names)), whole, renamedField, renamedModel]
      path.forEach(assertNamesFit)
      const fresh = []
      for (const each of path) fresh.push(await freshCatalog(db, each))

      const yes = { answer: answers({}) }
      const renames = {
        answer: (question: { readonly kind: string }) =>
          question.kind.startsWith('renamed') || yes.answer(question as never),
      }
      for (const [at, each] of path.entries()) {
        const migrations = await project.to(each, at < 2 ? yes : renames)
        assert.deepEqual(
          await project.catalog(),
          fresh[at],
          `${described(migrations).join('\n')}: migrated is not fresh`,
        )
        assert.deepEqual(await project.detected(each), [])
        if (at === 0) await db.script(`INSERT INTO ${quoted(tableOf(each, names.model))} DEFAULT VALUES`)
      }
      assert.ok(project.migrations.at(-1)?.operations.some((each) => each.describe().startsWith('Rename model')))
      const held = await db.run(
        statement(
          `SELECT ${quoted(columnOf(renamedModel, names.newModel, names.newField))} FROM ${quoted(tableOf(renamedModel, names.newModel))}`,
        ),
      )
      assert.deepEqual(held.rows, [[`${names.given} 'x' "y" %s %% \\n\n$1`]])
      for (const before of fresh.slice(0, -1).reverse()) {
        await project.undo()
        assert.deepEqual(await project.catalog(), before, 'undone is not before')
      }
    })
  }
})

function tableOf(of: ProjectState, name: string): string {
  return tablesOf(of, of.model(`${app}.${name}`))[0]?.name ?? ''
}

function columnOf(of: ProjectState, name: string, field: string): string {
  return tablesOf(of, of.model(`${app}.${name}`))[0]?.columns.find(({ key }) => key === field)?.name ?? ''
}

describe('a name that PostgreSQL would cut', () => {
  const cut = 'x'.repeat(64)
  for (const [title, made] of Object.entries({
    column: model('shop.Book', { a: IntegerField({ dbColumn: cut }) }),
    table: model('shop.Book', {}, { options: { dbTable: cut } }),
    index: model(
      'shop.Book',
      { a: IntegerField() },
      { options: { indexes: [Index({ fields: ['a'], name: cut }) as NamedIndex] } },
    ),
    constraint: model(
      'shop.Book',
      { a: IntegerField() },
      { options: { constraints: [CheckConstraint({ name: '€'.repeat(22), condition: Q({ a: 1 }) })] } },
    ),
  })) {
    test(`is refused before it is used: ${title}`, () => {
      const change = { from: state(), to: state(made), models: ['shop.Book'] }
      assert.throws(() => postgresSchema.change(change), {
        code: 'schema.long-name',
        message: new RegExp(`^the ${title} name`),
      })
    })
  }
})
