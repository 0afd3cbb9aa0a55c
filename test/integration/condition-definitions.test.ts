import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renderTerm, renderTest } from '../../src/backends/postgres/compiler'
import { BigAutoField, CharField, DateTimeField, DecimalField, IntegerField, TextField } from '../../src/fields'
import { resolveCondition, resolveExpression } from '../../src/query/resolve'
import { tableScope } from '../../src/query/table-scope'
import type { Condition, Expression } from '../../src/sql/expression'
import { add, F, Lower, Upper } from '../../src/sql/functions'
import { Q } from '../../src/sql/q'
import { statement } from '../../src/sql/statement'
import { ModelState } from '../../src/state/model-state'
import { ProjectState } from '../../src/state/project-state'
import { variants } from '../support/database'

const t = new ModelState({
  app: 'lib',
  name: 'T',
  fields: [
    ['id', BigAutoField({ primaryKey: true })],
    ['a', IntegerField()],
    ['b', CharField({ maxLength: 100 })],
    ['c', TextField()],
    ['d', DateTimeField({ null: true })],
    ['price', DecimalField({ maxDigits: 6, decimalPlaces: 2 })],
  ],
})
const scope = tableScope(ProjectState.of([t]), t)
const TABLE = `CREATE TABLE lib_t (id bigint PRIMARY KEY, a integer NOT NULL, b varchar(100) NOT NULL, c text NOT NULL,
  d timestamptz, price numeric(6, 2) NOT NULL)`

/** What PostgreSQL makes of the checks that Django writes for the same conditions. */
const checks: readonly (readonly [Condition, string])[] = [
  [Q({ a__gte: 0 }), '((a >= 0))'],
  [Q.or({ a__lt: 10 }, { b: 'x' }), "(((a < 10) OR ((b)::text = 'x'::text)))"],
  [Q.not({ b: '' }), "((NOT ((b)::text = ''::text)))"],
  [Q({ a__gt: F('id') }), '((a > id))'],
  [
    Q({ b__in: ['x', 'y', "it's"] }),
    "(((b)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying, 'it''s'::character varying])::text[])))",
  ],
  [Q({ b__startswith: '50%_' }), "(((b)::text ~~ '50\\%\\_%'::text))"],
  [Q({ d__isnull: false }), '((d IS NOT NULL))'],
  [Q({ a__range: [1, 9] }), '(((a >= 1) AND (a <= 9)))'],
  [Q({ b__regex: '^[a-z]+$' }), "(((b)::text ~ '^[a-z]+$'::text))"],
  [Q({ price__gte: '0.50' }), '((price >= 0.50))'],
  [
    Q.not({ d: new Date('2020-01-01T00:00:00Z') }),
    "((NOT ((d = '2020-01-01 00:00:00+00'::timestamp with time zone) AND (d IS NOT NULL))))",
  ],
]

/** And of the conditions and expressions of indexes. */
const indexes: readonly (readonly [string, string])[] = [
  [`(a) WHERE ${where(Q({ a__gt: 5 }))}`, '(a) WHERE (a > 5)'],
  [`((${term(Lower('b'))}))`, '(lower((b)::text))'],
  [`((${term(Upper('b'))}) DESC, a)`, '(upper((b)::text) DESC, a)'],
  [`((${term(add(F('a'), 1))}))`, '(((a + 1)))'],
  [`(b) WHERE ${where(Q.or({ a__lt: 3 }, { d__isnull: true }))}`, '(b) WHERE ((a < 3) OR (d IS NULL))'],
  [
    `(a) WHERE ${where(Q.and({ b__in: ['x', "it's"] }, Q.not({ c: '' })))}`,
    "(a) WHERE (((b)::text = ANY ((ARRAY['x'::character varying, 'it''s'::character varying])::text[])) AND (NOT (c = ''::text)))",
  ],
]

variants(({ open }) => {
  test('a condition in a check has the definition that Django gives it', async () => {
    const connection = await open()
    await connection.script(TABLE)
    for (const [condition, definition] of checks) {
      await connection.script(`ALTER TABLE lib_t ADD CONSTRAINT c CHECK (${where(condition)})`)
      const { rows } = await connection.run(
        statement("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'c'"),
      )
      assert.equal(rows[0]?.[0], `CHECK ${definition}`)
      await connection.script('ALTER TABLE lib_t DROP CONSTRAINT c')
    }
  })

  test('an index has the definition that Django gives it', async () => {
    const connection = await open()
    await connection.script(TABLE)
    for (const [written, definition] of indexes) {
      await connection.script(`CREATE INDEX i ON lib_t ${written}`)
      const { rows } = await connection.run(statement("SELECT pg_get_indexdef('i'::regclass)"))
      assert.equal(rows[0]?.[0], `CREATE INDEX i ON public.lib_t USING btree ${definition}`)
      await connection.script('DROP INDEX i')
    }
  })
})

function where(condition: Condition): string {
  return renderTest(resolveCondition(condition, scope))
}

function term(expression: Expression): string {
  return renderTerm(resolveExpression(expression, scope))
}
