import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { equal } from '../../../src/base/equal'
import { valueText } from '../../../src/codegen/value-text'
import { type Condition, type Expression, node } from '../../../src/sql/expression'
import * as sql from '../../../src/sql/functions'
import { Q } from '../../../src/sql/q'
import { importValue } from '../../support/codegen-import'

const { F, Func, Value } = sql

/** By the constructor that each begins with: one for every function that makes an expression. */
const expressions: Readonly<Record<string, readonly (readonly [Expression, string])[]>> = {
  F: [[F('author__name'), "F('author__name')"]],
  Value: [
    [Value('a'), "Value('a')"],
    [Value({ a: [1, 2] }), 'Value({ a: [1, 2] })'],
    [Value(F('a')), "Value(F('a'))"],
  ],
  Func: [
    [Func('date_trunc', 'day', F('at')), "Func('date_trunc', 'day', F('at'))"],
    [Func('now'), "Func('now')"],
    [Func('LOWER', F('a'), F('b')), "Func('LOWER', F('a'), F('b'))"],
    [Func('f', null, [1], Value(F('a'))), "Func('f', null, [1], Value(F('a')))"],
  ],
  RawSQL: [[sql.RawSQL("'a' || b"), `RawSQL("'a' || b")`]],
  Lower: [
    [sql.Lower('title'), "Lower('title')"],
    [sql.Lower(Value('title')), "Lower(Value('title'))"],
    [Func('LOWER', F('title')), "Lower('title')"],
  ],
  Upper: [[sql.Upper(sql.Trim('title')), "Upper(Trim('title'))"]],
  Length: [[sql.Length('title'), "Length('title')"]],
  Abs: [[sql.Abs(sql.subtract(F('a'), F('b'))), "Abs(subtract(F('a'), F('b')))"]],
  Trim: [[sql.Trim('title'), "Trim('title')"]],
  Coalesce: [[sql.Coalesce('nick', 'name', Value('?')), "Coalesce('nick', 'name', Value('?'))"]],
  Concat: [
    [sql.Concat('a', Value(' '), 'b'), "Concat('a', Value(' '), 'b')"],
    [sql.Concat(sql.Concat('a', 'b'), sql.Concat('c', 'd')), "Concat(Concat('a', 'b'), Concat('c', 'd'))"],
  ],
  Now: [[sql.Now(), 'Now()']],
  RandomUUID: [[sql.RandomUUID(), 'RandomUUID()']],
  Cast: [[sql.Cast('a', 'text'), "Cast('a', 'text')"]],
  Collate: [[sql.Collate('a', 'C'), "Collate('a', 'C')"]],
  OpClass: [[sql.OpClass(sql.Upper('a'), 'text_pattern_ops'), "OpClass(Upper('a'), 'text_pattern_ops')"]],
  Case: [
    [sql.Case([{ when: Q({ a: 1 }), then: 'x' }]), "Case([{ when: Q({ a: 1 }), then: 'x' }])"],
    [sql.Case([{ when: Q({ a: 1 }), then: F('b') }], 0), "Case([{ when: Q({ a: 1 }), then: F('b') }], 0)"],
    [
      sql.Case([{ when: Q({ a: 1 }), then: undefined }], Value(undefined)),
      'Case([{ when: Q({ a: 1 }), then: undefined }], Value(undefined))',
    ],
  ],
  asc: [[sql.asc('a'), "asc('a')"]],
  desc: [
    [sql.desc('a', { nulls: 'last' }), "desc('a', { nulls: 'last' })"],
    [sql.desc(sql.Lower('a')), "desc(Lower('a'))"],
  ],
  add: [[sql.add(F('stock'), 1), "add(F('stock'), 1)"]],
  subtract: [[sql.subtract(1n, F('a')), "subtract(1n, F('a'))"]],
  multiply: [[sql.multiply(F('price'), sql.add(F('a'), 0.5)), "multiply(F('price'), add(F('a'), 0.5))"]],
  divide: [[sql.divide(F('a'), 2), "divide(F('a'), 2)"]],
  modulo: [[sql.modulo(F('a'), 2), "modulo(F('a'), 2)"]],
  power: [[sql.power(F('a'), 2), "power(F('a'), 2)"]],
}

/** Helpers of the file that make no expression of their own. */
const helpers = ['column']

test('each function that makes an expression is written by its name', () => {
  assert.deepEqual(
    Object.keys(expressions).sort(),
    Object.keys(sql)
      .filter((name) => !helpers.includes(name))
      .sort(),
  )
})

for (const [name, cases] of Object.entries(expressions)) {
  for (const [value, text] of cases) {
    test(`${name}: ${text}`, () => {
      const source = valueText(value)
      assert.equal(source.text, text)
      assert.ok(text.startsWith(name) || text.startsWith('Lower'))
      assert.ok(equal(importValue(source), value))
    })
  }
}

test('an operator that no function makes is not written as something else', () => {
  const joined = node({ kind: 'binary', operator: '||', left: F('a'), right: F('b') })
  assert.throws(() => valueText(joined), { code: 'codegen.cannot-serialize', message: /^value: the operator \|\| / })
})

describe('conditions', () => {
  const a = Q({ a: 1 })
  const cases: readonly (readonly [Condition, string])[] = [
    [a, 'Q({ a: 1 })'],
    [Q({ price__gte: 0, currency: 'EUR' }), "Q({ price__gte: 0, currency: 'EUR' })"],
    [Q({}), 'Q({})'],
    [Q({ a: F('b'), c: undefined }), "Q({ a: F('b'), c: undefined })"],
    [Q.or({ a: 1 }, { b: 2 }), 'Q.or({ a: 1 }, { b: 2 })'],
    [Q.not({ a: 1, b: 2 }), 'Q.not({ a: 1, b: 2 })'],
    [Q.not(Q.or({ a: 1 }, Q.not({ b: 2 }))), 'Q.not(Q.or({ a: 1 }, Q.not({ b: 2 })))'],
    // As one object these would say something else.
    [Q.and({ a: 1 }), 'Q.and({ a: 1 })'],
    [Q.and({ a: 1 }, { a: 2 }), 'Q.and({ a: 1 }, { a: 2 })'],
    [Q.and({ b: 1 }, { 0: 2 }), "Q.and({ b: 1 }, { '0': 2 })"],
    [Q.and({ a: 1 }, { b: 2, c: 3 }), 'Q.and({ a: 1 }, { b: 2, c: 3 })'],
    [Q.and({ a: 1 }, { b: 2 }), 'Q({ a: 1, b: 2 })'],
    [Q.or(), 'Q.or()'],
  ]
  for (const [value, text] of cases) {
    test(text, () => {
      const source = valueText(value)
      assert.equal(source.text, text)
      assert.ok(equal(importValue(source), value))
    })
  }
})
