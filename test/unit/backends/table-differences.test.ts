import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tableDifferences } from '../../../src/backends/postgres/catalog/table-differences'
import type { TableThere } from '../../../src/backends/postgres/catalog/tables-there'

type Parts = { readonly [part in 'constraints' | 'indexes']?: Readonly<Record<string, string>> } & {
  readonly columns?: Readonly<Record<string, string>>
}

/** A column is `type`, `type NULL` or `type | where its value comes from`. */
function table({ columns = {}, constraints = {}, indexes = {} }: Parts): TableThere {
  return {
    columns: new Map(
      Object.entries(columns).map(([name, text]) => {
        const [type = '', value = ''] = text.replace(' NULL', '').split(' | ')
        return [name, { type, nullable: text.includes(' NULL'), value }]
      }),
    ),
    constraints: new Map(Object.entries(constraints)),
    indexes: new Map(Object.entries(indexes)),
  }
}

const cases: readonly (readonly [there: Parts | undefined, meant: Parts | undefined, said: readonly string[]])[] = [
  [{}, {}, []],
  [undefined, undefined, []],
  [undefined, {}, ['table t is missing']],
  [{}, undefined, ['table t is there, the models have none']],
  [
    { columns: { a: 'varchar(50)' } },
    { columns: { a: 'varchar(100)' } },
    ['t.a is varchar(50), the models say varchar(100)'],
  ],
  [{ columns: { a: 'int NULL' } }, { columns: { a: 'int' } }, ['t.a may be NULL, the models say NOT NULL']],
  [{ columns: { a: 'int' } }, { columns: { a: 'int NULL' } }, ['t.a is NOT NULL, the models say NULL']],
  [{ columns: { a: 'int | DEFAULT 1' } }, { columns: { a: 'int' } }, ['t.a has DEFAULT 1, the models say none']],
  [{ columns: { a: 'int' } }, { columns: { a: 'int | DEFAULT 1' } }, ['t.a has no default, the models say DEFAULT 1']],
  [{ columns: { a: 'int' } }, { columns: { b: 'int' } }, ['t.b is missing', 't.a is there, the models have none']],
  [
    { constraints: { c: 'CHECK (a)' } },
    { constraints: { c: 'CHECK (b)' } },
    ['constraint c of t is CHECK (a), the models say CHECK (b)'],
  ],
  [
    { constraints: { c: 'CHECK (a)' } },
    { constraints: { d: 'CHECK (a)' } },
    ['constraint c of t is called so, the models say d'],
  ],
  [{}, { indexes: { i: 'btree (a)' } }, ['index i of t is missing: btree (a)']],
  [{ indexes: { i: 'btree (a)' } }, {}, ['index i of t is there, the models have none: btree (a)']],
  [
    { indexes: { i: 'btree (a)' } },
    { indexes: { j: 'btree (a)', k: 'btree (a)' } },
    ['index i of t is called so, the models say j', 'index k of t is missing: btree (a)'],
  ],
]

for (const [there, meant, said] of cases) {
  test(said.join('; ') || (there === undefined ? 'no table where none is meant' : 'the same'), () => {
    assert.deepEqual(tableDifferences('t', there && table(there), meant && table(meant)), said)
  })
}
