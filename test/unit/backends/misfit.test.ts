import assert from 'node:assert/strict'
import { test } from 'node:test'
import { misfit } from '../../../src/backends/postgres/ddl/misfit'
import type { ColumnType } from '../../../src/sql/column-type'

const varchar = (length: number): ColumnType => ({ kind: 'varchar', length })
const numeric = (precision: number, scale: number): ColumnType => ({ kind: 'numeric', precision, scale })
const of = (from: ColumnType, to: ColumnType, version = 18) => misfit(from, to, '"x"', version)

test('a type that holds more asks nothing of the rows', () => {
  assert.equal(of(varchar(20), varchar(20)), undefined)
  assert.equal(of(varchar(20), { kind: 'text' }), undefined)
  assert.equal(of({ kind: 'smallint' }, { kind: 'integer' }), undefined)
  assert.equal(of(numeric(8, 2), numeric(10, 4)), undefined)
  assert.equal(of({ kind: 'integer' }, { kind: 'text' }), undefined)
})

test('a type that holds less asks for what it can hold', () => {
  assert.equal(of(varchar(50), varchar(20)), `char_length(rtrim("x"::text, ' ')) > 20`)
  assert.equal(of({ kind: 'text' }, varchar(20)), `char_length(rtrim("x"::text, ' ')) > 20`)
  assert.equal(
    of({ kind: 'bigint' }, { kind: 'integer' }),
    'round("x"::numeric) NOT BETWEEN -2147483648 AND 2147483647',
  )
  assert.equal(of(numeric(10, 2), numeric(8, 2)), 'abs(round("x"::numeric, 2)) >= 10::numeric ^ 6')
  // Rounded up, 999.99 has a digit more.
  assert.equal(of(numeric(5, 2), numeric(4, 1)), 'abs(round("x"::numeric, 1)) >= 10::numeric ^ 3')
})

test('texts are asked since PostgreSQL can tell', () => {
  assert.equal(of({ kind: 'text' }, { kind: 'integer' }), `NOT pg_input_is_valid("x"::text, 'integer')`)
  assert.equal(of({ kind: 'text' }, { kind: 'date' }, 15), undefined)
})
