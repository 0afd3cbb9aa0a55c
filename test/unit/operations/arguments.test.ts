import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { IntegerField } from '../../../src'
import * as operations from '../../../src/operations'
import { argumentsOf } from '../../../src/operations/arguments'
import type { Operation } from '../../../src/operations/operation'

type Class = (new (args: unknown) => Operation) & Pick<typeof Operation, 'takes'>
const classes = Object.values(operations) as unknown as Class[]

describe('an operation whose arguments nobody has checked the types of', () => {
  const field = IntegerField()

  test('says which one is misspelt', () => {
    assert.throws(() => new operations.RunSQL({ sql: 'SELECT 1', reverseSQL: 'SELECT 2' } as never), {
      code: 'option.unknown',
      message: 'RunSQL has no option "reverseSQL"',
      hint: 'Did you mean reverseSql?',
    })
    // One that makes something else of its arguments.
    assert.throws(
      () => new operations.AddField({ model: 'Movie', name: 'stars', field, preserveDefault: 1 } as never),
      {
        code: 'option.unknown',
      },
    )
  })

  test('says which one is missing', () => {
    assert.throws(() => new operations.AddField({ model: 'Movie', name: 'stars' } as never), {
      code: 'operation.argument-missing',
      message: 'AddField is not given the argument "field"',
      hint: 'Write: new AddField({ model: …, name: …, field: … })',
    })
  })

  test('takes no arguments in a row', () => {
    const given = 'SELECT 1' as never
    assert.throws(() => new operations.RunSQL(given), { message: 'RunSQL is not given the argument "sql"' })
  })

  for (const operation of classes) {
    test(`${operation.name} says itself what it takes`, () => {
      assert.ok(Object.hasOwn(operation, 'takes'))
      assert.throws(() => new operation({ nme: 'b' }), { code: 'option.unknown' })
      const missing = { code: 'operation.argument-missing' }
      if (operation.takes?.required.length)
        for (const none of [undefined, {}]) assert.throws(() => new operation(none), missing)
    })
  }
})

describe('an operation of one’s own', () => {
  test('takes what it likes', () => {
    class Vacuum extends operations.RunSQL {
      constructor(args: { readonly table: string; readonly sql: string }) {
        super(args)
      }
    }
    assert.deepEqual(new Vacuum({ table: 'movies_movie', sql: 'VACUUM' }).args, {
      table: 'movies_movie',
      sql: 'VACUUM',
    })
  })

  test('is checked if it says what it takes', () => {
    class Vacuum extends operations.RunSQL {
      static override readonly takes = argumentsOf<operations.RunSQL['args'] & { readonly table: string }>({
        ...{ sql: 'required', reverseSql: 'optional', stateOperations: 'optional' },
        ...{ elidable: 'optional', atomic: 'optional', table: 'required' },
      })
    }
    assert.throws(() => new Vacuum({ sql: 'VACUUM' }), { code: 'operation.argument-missing' })
  })
})

test('a name that is left out, added or mistaken does not compile', () => {
  interface Args {
    readonly name: string
    readonly comment?: string
  }
  // @ts-expect-error: without the comment
  argumentsOf<Args>({ name: 'required' })
  // @ts-expect-error: one that there is not
  argumentsOf<Args>({ name: 'required', comment: 'optional', condition: 'optional' })
  // @ts-expect-error: a name is required
  argumentsOf<Args>({ name: 'optional', comment: 'optional' })
  assert.deepEqual(argumentsOf<Args>({ name: 'required', comment: 'optional' }).required, ['name'])
})

test('a constraint that is missing is not taken for one of the wrong kind', () => {
  assert.throws(() => new operations.AddConstraintNotValid({ model: 'Movie', constraint: undefined as never }), {
    code: 'operation.argument-missing',
  })
})
