import { BigAutoField } from '../fields/big-auto'
import type { Field } from '../fields/field'
import { optionsOf, plain } from '../fields/field'
import { F } from '../sql/functions'
import { fieldIndexName, foreignKeyName, primaryKeyName, sequenceName, uniqueTogetherName } from '../sql/names'
import type { ModelState } from '../state/model-state'
import type { ProjectState } from '../state/project-state'
import {
  columnOf,
  columnTypeOf,
  concreteModel,
  linkColumns,
  linkTableOf,
  manyToManyOptions,
  primaryKeyFields,
  tableOf,
  targetKey,
  valueField,
} from '../state/relations'
import type { Column, Foreign, Table, TableIndex } from './table'

/** The table of links of a many-to-many field: a key of its own, and a foreign key to either side. */
export function linkTable(state: ProjectState, owner: ModelState, name: string, field: Field): Table {
  const table = linkTableOf(owner, name, field)
  const named = state.model(targetKey(field))
  const target = concreteModel(state, named)
  const [ownColumn, targetColumn] = linkColumns(owner, named)
  const ends = [end(state, table, 'from', owner, ownColumn), end(state, table, 'to', target, targetColumn)]
  const tablespace = owner.options.dbTablespace
  const constrained = manyToManyOptions(field).dbConstraint !== false
  return {
    key: `${owner.key}.${name}`,
    name: table,
    columns: [
      {
        key: 'id',
        name: 'id',
        type: { kind: 'bigint' },
        nullable: false,
        identity: { sequence: sequenceName(table, 'id'), always: false },
        holds: plain(BigAutoField()),
      },
      ...ends.map(({ column }) => column),
    ],
    constraints: [
      { kind: 'primary', role: 'primary', name: primaryKeyName(table), columns: ['id'], tablespace },
      {
        kind: 'unique',
        role: 'together:from,to',
        name: uniqueTogetherName(
          table,
          ends.map(({ column }) => column.name),
        ),
        columns: ['from', 'to'],
      },
      ...(constrained ? ends.map(({ foreign }) => foreign) : []),
    ],
    indexes: ends.map(({ index }) => ({ ...index, tablespace })),
    tablespace,
  }
}

interface End {
  readonly column: Column
  readonly foreign: Foreign
  readonly index: TableIndex
}

function end(state: ProjectState, table: string, key: 'from' | 'to', model: ModelState, name: string): End {
  const [keyField] = primaryKeyFields(model)
  if (keyField === undefined) throw new Error(`${model.key} has no primary key`)
  const held = model.field(keyField)
  const type = columnTypeOf(state, held)
  if (type === undefined) throw new Error(`the primary key of ${model.key} has no column`)
  const targetColumn = columnOf(keyField, held)
  const holding = valueField(state, held)
  return {
    column: { key, name, type, nullable: false, collation: optionsOf(holding).dbCollation, holds: holding },
    foreign: {
      kind: 'foreign',
      role: `foreign:${key}`,
      name: foreignKeyName(table, name, tableOf(model), targetColumn),
      columns: [key],
      target: { model: model.key, fields: [keyField] },
      targetNames: { table: tableOf(model), columns: [targetColumn] },
      onDelete: 'CASCADE',
      deferrable: 'deferred',
    },
    index: {
      role: `index:${key}`,
      name: fieldIndexName(table, name),
      unique: false,
      method: 'btree',
      parts: [{ expression: F(key), descending: false }],
      parameters: {},
    },
  }
}
