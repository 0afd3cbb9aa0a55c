import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { StrataError } from '../../../src/base/errors'
import { Index, UniqueConstraint } from '../../../src/constraints'
import type { NamedIndex } from '../../../src/constraints/db-index'
import {
  CharField,
  ForeignKey,
  GeneratedField,
  IntegerField,
  ManyToManyField,
  OneToOneField,
} from '../../../src/fields'
import { CreateModel } from '../../../src/operations'
import { F, Lower } from '../../../src/sql/functions'
import type { ModelState } from '../../../src/state/model-state'
import { answers, described, detect, model, onlyOperation, reached, state } from '../../support/build'

const to = (key: string, nullable = false) => ForeignKey(key, { onDelete: 'CASCADE', null: nullable })
const linkModel = model('lib.Credit', { book: to('lib.Book'), author: to('lib.Author') })

interface Case {
  readonly claim: string
  readonly from?: readonly ModelState[]
  readonly to?: readonly ModelState[]
  readonly operations: readonly string[]
}

const cases: readonly Case[] = [
  {
    claim: 'models come in the order in which they need each other, each as a whole',
    to: [
      model('lib.Alone'),
      model('lib.Book', { genres: ManyToManyField('lib.Genre'), author: to('lib.Writer') }),
      model('lib.Genre'),
      model('lib.Writer'),
    ],
    operations: [
      'lib.0001_initial: Create model Alone',
      'lib.0001_initial: Create model Genre',
      'lib.0001_initial: Create model Writer',
      'lib.0001_initial: Create model Book',
    ],
  },
  {
    claim: 'a model that refers to itself is created as a whole',
    to: [model('lib.Node', { parent: to('lib.Node', true) })],
    operations: ['lib.0001_initial: Create model Node'],
  },
  {
    claim: 'two models of an app that refer to each other leave one field for later',
    to: [model('lib.A', { b: to('lib.B') }), model('lib.B', { a: to('lib.A') })],
    operations: [
      'lib.0001_initial: Create model A',
      'lib.0001_initial: Create model B',
      'lib.0001_initial: Add field b to A',
    ],
  },
  {
    claim: 'two models of two apps that refer to each other make three migrations',
    to: [model('one.A', { b: to('two.B') }), model('two.B', { a: to('one.A') })],
    operations: [
      'one.0001_initial: Create model A',
      'two.0001_initial: Create model B',
      'one.0002_initial: Add field b to A',
    ],
  },
  {
    claim: 'a many-to-many field is added after the model of its links',
    to: [
      model('lib.Author'),
      model('lib.Book', { authors: ManyToManyField('lib.Author', { through: 'lib.Credit' }) }),
      linkModel,
    ],
    operations: [
      'lib.0001_initial: Create model Author',
      'lib.0001_initial: Create model Book',
      'lib.0001_initial: Create model Credit',
      'lib.0001_initial: Add field authors to Book',
    ],
  },
  {
    claim: 'a proxy and a child come after their base',
    to: [
      model('lib.Abbot', {}, { id: false, options: { proxy: true }, bases: ['lib.Monk'] }),
      model(
        'lib.Elder',
        { monk: OneToOneField('lib.Monk', { onDelete: 'CASCADE', primaryKey: true, parentLink: true }) },
        { id: false, bases: ['lib.Monk'] },
      ),
      model('lib.Monk'),
    ],
    operations: [
      'lib.0001_initial: Create model Monk',
      'lib.0001_initial: Create proxy model Abbot',
      'lib.0001_initial: Create model Elder',
    ],
  },
  {
    claim: 'a deleted model goes after those that refer to it',
    from: [model('lib.Author'), model('lib.Book', { author: to('lib.Author') })],
    operations: ['lib.0001_initial: Delete model Book', 'lib.0001_initial: Delete model Author'],
  },
  {
    claim: 'deleted models that refer to each other let go first',
    from: [
      model('lib.A', { b: to('lib.B') }, { options: { uniqueTogether: [['b', 'id']] } }),
      model('lib.B', { a: to('lib.A') }),
    ],
    operations: [
      'lib.0001_initial: Alter uniqueTogether for A (0 constraints)',
      'lib.0001_initial: Remove field b from A',
      'lib.0001_initial: Delete model B',
      'lib.0001_initial: Delete model A',
    ],
  },
  {
    claim: 'deleted models of two apps that refer to each other make three migrations',
    from: [model('one.A', { b: to('two.B') }), model('two.B', { a: to('one.A') })],
    operations: [
      'one.0001_initial: Remove field b from A',
      'two.0001_initial: Delete model B',
      'one.0002_initial: Delete model A',
    ],
  },
  {
    claim: 'a foreign key leaves a deleted model before it goes',
    from: [model('lib.Author'), model('shop.Book', { author: to('lib.Author') })],
    to: [model('lib.Person'), model('shop.Book', { author: to('lib.Person') })],
    operations: [
      'lib.0001_initial: Create model Person',
      'shop.0001_initial: Alter field author on Book',
      'lib.0002_initial: Delete model Author',
    ],
  },
  {
    claim: 'a table has to be free for a new model',
    from: [model('lib.Old', { a: IntegerField() }, { options: { dbTable: 'things' } })],
    to: [model('lib.Another', { b: CharField() }, { options: { dbTable: 'things' } })],
    operations: ['lib.0001_initial: Delete model Old', 'lib.0001_initial: Create model Another'],
  },
  {
    claim: 'what was a proxy and has a table now is made anew',
    from: [model('lib.A'), model('lib.P', {}, { id: false, options: { proxy: true }, bases: ['lib.A'] })],
    to: [model('lib.A'), model('lib.P')],
    operations: ['lib.0001_initial: Delete model P', 'lib.0001_initial: Create model P'],
  },
  {
    claim: 'a child waits until its base has no field of that name any more',
    from: [model('lib.Base', { title: CharField() })],
    to: [
      model('lib.Base'),
      model(
        'lib.Child',
        { base: OneToOneField('lib.Base', { onDelete: 'CASCADE', primaryKey: true }), title: CharField() },
        { id: false, bases: ['lib.Base'] },
      ),
    ],
    operations: ['lib.0001_initial: Remove field title from Base', 'lib.0001_initial: Create model Child'],
  },
]

describe('models', () => {
  for (const { claim, from = [], to = [], operations } of cases) {
    test(claim, () => {
      const { migrations } = detect({ from: state(...from), to: state(...to) })
      assert.deepEqual(described(migrations), operations)
      assert.ok(reached(state(...from), migrations).equals(state(...to)))
    })
  }

  test('a new model keeps the order of its declaration, indexes and constraints inside', () => {
    const order = model(
      'shop.Order',
      {
        buyer: to('shop.Person'),
        note: CharField({ maxLength: 10 }),
        code: GeneratedField({ expression: Lower(F('buyer')), outputField: CharField() }),
      },
      {
        options: {
          indexes: [Index({ fields: ['note'], name: 'i1' }), Index({ fields: ['buyer'], name: 'i2' })] as NamedIndex[],
          constraints: [UniqueConstraint({ fields: ['buyer'], name: 'u1' })],
          uniqueTogether: [['buyer', 'note']],
          orderWithRespectTo: 'buyer',
        },
      },
    )
    const { migrations } = detect({ from: state(model('shop.Person')), to: state(model('shop.Person'), order) })
    const created = onlyOperation(migrations)
    assert.ok(created instanceof CreateModel)
    assert.deepEqual(Object.keys(created.args.fields), ['id', 'buyer', 'note', 'code'])
    assert.deepEqual(created.args.options, order.options)
  })

  test('whole apps are one migration where nothing forces them apart, with the dependencies that they have', () => {
    const { migrations } = detect({
      from: state(model('auth.User')),
      to: state(
        model('auth.User'),
        model('blog.Post', { author: to('auth.User'), shop: to('shop.Shop') }),
        model('shop.Shop', { owner: to('auth.User') }),
      ),
      leaves: new Map([['auth', '0007_more']]),
    })
    assert.deepEqual(
      migrations.map(({ app, name, dependencies, initial }) => ({ app, name, dependencies, initial })),
      [
        { app: 'shop', name: '0001_initial', dependencies: [['auth', '0007_more']], initial: true },
        {
          app: 'blog',
          name: '0001_initial',
          dependencies: [
            ['auth', '0007_more'],
            ['shop', '0001_initial'],
          ],
          initial: true,
        },
      ],
    )
  })

  test('an app without migrations is depended on as a whole', () => {
    const { migrations } = detect({
      from: state(model('auth.User')),
      to: state(model('auth.User'), model('blog.Post', { author: to('auth.User') })),
      apps: ['blog'],
    })
    assert.deepEqual(migrations[0]?.dependencies, [['auth', '__first__']])
  })

  test('the migrations of one app in one run follow each other', () => {
    const { migrations } = detect({
      from: state(),
      to: state(model('one.A', { b: to('two.B') }), model('two.B', { a: to('one.A') })),
      leaves: new Map([['one', '0004_old']]),
    })
    assert.deepEqual(
      migrations.map(({ app, name, dependencies, initial }) => [app, name, dependencies, initial]),
      [
        ['one', '0005_a', [['one', '0004_old']], undefined],
        ['two', '0001_initial', [['one', '0005_a']], true],
        [
          'one',
          '0006_a_b',
          [
            ['one', '0005_a'],
            ['two', '0001_initial'],
          ],
          undefined,
        ],
      ],
    )
  })

  test('an app that only waits is not cut where others form the circle', () => {
    const { migrations } = detect({
      from: state(),
      to: state(
        model('a.Late', { b: to('b.B') }),
        model('a.Side'),
        model('b.B', { c: to('c.C') }),
        model('c.C', { b: to('b.B') }),
      ),
    })
    assert.deepEqual(
      migrations.map(({ app, name }) => `${app}.${name}`),
      ['b.0001_initial', 'a.0001_initial', 'c.0001_initial', 'b.0002_initial'],
    )
  })

  test('what speaks of a field waits for it, whatever else the app can do already', () => {
    const options = {
      indexes: [Index({ fields: ['b'], name: 'i' }) as NamedIndex],
      constraints: [UniqueConstraint({ fields: ['b'], name: 'u' })],
      uniqueTogether: [['b', 'id']],
      orderWithRespectTo: 'b',
    }
    const { migrations } = detect({
      from: state(model('a.A')),
      to: state(model('a.A', { b: to('b.B', true) }, { options }), model('a.C'), model('b.B', { c: to('a.C') })),
      leaves: new Map([
        ['a', '0001_initial'],
        ['b', '0001_initial'],
      ]),
    })
    assert.deepEqual(
      migrations.map(({ name, operations }) => [name, ...operations.map((operation) => operation.describe())]),
      [
        ['0002_c', 'Create model C'],
        ['0002_b', 'Create model B'],
        [
          '0003_a_b_alter_a_order_with_respect_to_and_more',
          'Add field b to A',
          'Set orderWithRespectTo on A to b',
          'Alter uniqueTogether for A (1 constraint)',
          'Create index i on field(s) b of model A',
          'Create constraint u on model A',
        ],
      ],
    )
  })

  test('labels keep their apps and those that these depend on', () => {
    const { migrations } = detect({
      from: state(),
      to: state(model('a.A', { b: to('b.B') }), model('b.B', { c: to('c.C') }), model('c.C'), model('d.D')),
      only: ['b'],
    })
    assert.deepEqual(
      migrations.map(({ app }) => app),
      ['c', 'b'],
    )
  })

  test('apps that are not watched change nothing', () => {
    const { migrations } = detect({ from: state(model('a.A')), to: state(model('b.B')), apps: ['c'] })
    assert.deepEqual(migrations, [])
  })

  test('a name that is given is the name of all', () => {
    const { migrations } = detect({ from: state(), to: state(model('a.A'), model('b.B')), name: 'start' })
    assert.deepEqual(
      migrations.map(({ name }) => name),
      ['0001_start', '0001_start'],
    )
  })

  test('changes that need each other in a circle are an error', () => {
    const from = state(model('lib.author'), model('lib.Book', { author: to('lib.author') }))
    const after = state(model('lib.Author'), model('lib.Book', { author: to('lib.Author') }))
    assert.throws(() => detect({ from, to: after }, answers()), {
      code: 'makemigrations.circular-change',
      message: /Create model Author.*Delete model author|Delete model author.*Create model Author/,
    })
  })

  test('another tablespace is an option like others', () => {
    const child = model('lib.Child', { a: IntegerField() })
    const { migrations } = detect({ from: state(child), to: state(child.withOptions({ dbTablespace: 'fast' })) })
    assert.deepEqual(described(migrations), ['lib.0001_initial: Change Meta options on Child'])
  })

  test('other bases are refused, not overlooked', () => {
    const base = model('lib.Base')
    const child = model('lib.Child', { a: IntegerField() })
    for (const [before, after, hint] of [
      [child, child.with({ bases: ['lib.Base'] }), /a OneToOneField to lib.Base instead of extending it/],
      [child.with({ bases: ['lib.Base'] }), child, /Keep extending lib.Base/],
    ] as const) {
      assert.throws(
        () => detect({ from: state(base, before), to: state(base, after) }),
        (error: StrataError) => {
          assert.equal(error.code, 'makemigrations.unsupported-change')
          return hint.test(error.hint ?? '')
        },
      )
    }
  })
})
