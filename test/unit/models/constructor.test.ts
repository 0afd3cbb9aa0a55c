import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CharField, ForeignKey } from '../../../src/fields'
import type { One } from '../../../src/fields/relation'
import { Model } from '../../../src/models/model'

abstract class Named extends Model {
  @CharField({ maxLength: 9 }) name!: string
}

class Person extends Named {
  @ForeignKey('self', { onDelete: 'CASCADE', null: true }) mentor!: One<Person> | null
}

test('an object takes the fields of its class before its project is open', () => {
  assert.deepEqual({ ...new Person({ id: 1, name: 'Ada', mentor_id: 2 }) }, { id: 1, name: 'Ada', mentor_id: 2 })
  assert.deepEqual({ ...new Person() }, {})
})

test('an object takes no other names', () => {
  assert.throws(() => new Person({ nme: 'Ada' }), {
    code: 'query.unknown-field',
    message: 'Person has no field "nme"',
    hint: 'Did you mean name?',
  })
})
