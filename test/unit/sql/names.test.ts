import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  byteLength,
  clip,
  columnName,
  fieldIndexName,
  foreignKeyName,
  linkTableName,
  metaIndexName,
  primaryKeyName,
  sequenceName,
  tableName,
  temporaryName,
  uniqueName,
  uniqueTogetherName,
} from '../../../src/sql/names'

const plain = (name: string) => ({ name, descending: false })

/** Names that Django 5.2 gave on PostgreSQL 15. */
const given: readonly (readonly [string, string])[] = [
  [fieldIndexName('a_p', 'f'), 'a_p_f_5be7b9a7'],
  [foreignKeyName('a_p', 'f_id', 'a_author', 'id'), 'a_p_f_id_dd1c708f_fk_a_author_id'],
  [uniqueTogetherName('a_p', ['a', 'b']), 'a_p_a_b_fe68a4b2_uniq'],
  [uniqueTogetherName('asym_tbl', ['from_book_id', 'to_book_id']), 'asym_tbl_from_book_id_to_book_id_df2ffc9c_uniq'],
  [
    foreignKeyName(`b_${'long'.repeat(13)}`, 'parent_id_id', 'a_größe', 'id'),
    'b_longlonglonglonglo_parent_id_id_229838c3_fk_a_größe_i',
  ],
  [
    uniqueTogetherName('Odd__Name__name', ['größe_id', `${'long'.repeat(13)}_id`]),
    'Odd__Name__name_größe_id_longlonglonglon_583b3d0b_uniq',
  ],
  [metaIndexName('fields_idx', [plain('a')], 'idx'), 'fields_idx_a_77cd46_idx'],
  [metaIndexName('fields_idx', [plain('a'), { name: 'b', descending: true }], 'idx'), 'fields_idx_a_6eabf8_idx'],
  [metaIndexName('fields_idx', [plain('arr')], 'gin'), 'fields_idx_arr_0f60d2_gin'],
]

describe('names are those of a fresh Django database', () => {
  for (const [ours, django] of given) test(django, () => assert.equal(ours, django))

  test('a table is named after app and model, a property becomes a snake_case column', () => {
    assert.equal(tableName('shop', 'LineItem'), 'shop_lineitem')
    assert.equal(linkTableName('shop_lineitem', 'relatedTags'), 'shop_lineitem_related_tags')
    const columns = {
      releasedOn: 'released_on',
      released_on: 'released_on',
      HTMLBody: 'html_body',
      utf8Name: 'utf8_name',
    }
    for (const [property, column] of Object.entries(columns)) assert.equal(columnName(property), column)
  })
})

describe('no name is longer than PostgreSQL keeps', () => {
  const long = 'ä'.repeat(60)
  const names = [
    tableName('app', long),
    linkTableName(tableName('app', long), long),
    fieldIndexName(long, long),
    foreignKeyName(long, long, long, long),
    uniqueTogetherName(long, [long, long]),
    primaryKeyName(long),
    uniqueName(long, long),
    sequenceName(long, long),
    temporaryName(long, long, 'check'),
  ]
  for (const name of names) test(name, () => assert.ok(byteLength(name) <= 63))

  test('a clipped name never ends inside a character', () => {
    assert.equal(clip('a😀b', 4), 'a')
    assert.equal(clip('a😀b', 5), 'a😀')
  })

  test('the longer of table and column gives way, as in PostgreSQL', () => {
    assert.equal(uniqueName('t'.repeat(60), 'c'), `${'t'.repeat(57)}_c_key`)
    assert.equal(sequenceName('t'.repeat(40), 'c'.repeat(40)), `${'t'.repeat(29)}_${'c'.repeat(29)}_seq`)
  })

  test('temporary names of columns that begin alike differ', () => {
    const [from, to] = ['left', 'right'].map((side) => temporaryName('table', `${'c'.repeat(60)}_${side}`, 'new'))
    assert.notEqual(from, to)
  })
})
