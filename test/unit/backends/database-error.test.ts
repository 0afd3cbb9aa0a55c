import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DatabaseError, databaseError } from '../../../src/backends/postgres/database-error'

function report(code: string, fields: Readonly<Record<string, string>> = {}): Error {
  return Object.assign(new Error('words of PostgreSQL'), { severity: 'ERROR', code, ...fields })
}

test("a server's report becomes an error with its facts", () => {
  const cause = report('23505', {
    detail: 'Key (id)=(1) already exists.',
    table: 't',
    constraint: 't_pkey',
    position: '8',
  })
  const error = databaseError(cause, 'INSERT')
  assert(error instanceof DatabaseError)
  assert.equal(error.code, 'database.unique_violation')
  assert.equal(error.message, 'words of PostgreSQL')
  assert.equal(error.sqlstate, '23505')
  assert.equal(error.constraint, 't_pkey')
  assert.equal(error.cause, cause)
  assert.deepEqual(error.facts, {
    sqlstate: '23505',
    message: 'words of PostgreSQL',
    detail: 'Key (id)=(1) already exists.',
    position: 8,
    table: 't',
    constraint: 't_pkey',
    sql: 'INSERT',
  })
})

test('a state without a name is database.error', () => {
  assert.equal((databaseError(report('99999'), '') as DatabaseError).code, 'database.error')
})

for (const [sqlstate, retryable] of [
  ['40001', true],
  ['40P01', true],
  ['55P03', true],
  ['57P01', true],
  ['08006', true],
  ['23505', false],
  ['57014', false],
] as const) {
  test(`${sqlstate} is ${retryable ? '' : 'not '}worth another try`, () => {
    assert.equal((databaseError(report(sqlstate), '') as DatabaseError).retryable, retryable)
  })
}

test('an error that is not the server’s stays what it is', () => {
  const error = Object.assign(new Error('no'), { code: 'EPIPE' })
  assert.equal(databaseError(error, ''), error)
})
