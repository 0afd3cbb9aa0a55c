import type { Deferrable } from '../../../constraints/constraint'
import type { OnDelete } from '../../../fields/relation'
import type { Foreign, Table, TableConstraint } from '../../../schema/table'
import { columnOfTable } from '../../../schema/table'
import { quoteName } from '../compiler'
import { conditionSql, expressionSql } from './expression'

export function columnList(table: Table, keys: readonly string[]): string {
  return keys.map((key) => quoteName(columnOfTable(table, key).name)).join(', ')
}

/** `CONSTRAINT "name" …`, as CREATE TABLE and ADD take it. */
export function constraintDefinition(table: Table, constraint: TableConstraint): string {
  return `CONSTRAINT ${quoteName(constraint.name)} ${body(table, constraint)}`
}

function body(table: Table, constraint: TableConstraint): string {
  switch (constraint.kind) {
    case 'primary':
      return words(`PRIMARY KEY (${columnList(table, constraint.columns)})`, tablespace(constraint.tablespace))
    case 'unique':
      return words(
        'UNIQUE',
        constraint.nullsDistinct === false && 'NULLS NOT DISTINCT',
        `(${columnList(table, constraint.columns)})`,
        constraint.include && `INCLUDE (${columnList(table, constraint.include)})`,
        tablespace(constraint.tablespace),
        deferral(constraint.deferrable),
      )
    case 'check':
      return `CHECK (${conditionSql(constraint.condition, table)})`
    case 'exclusion':
      return words(
        `EXCLUDE USING ${constraint.method}`,
        `(${constraint.expressions.map(([of, operator]) => `${excludedSql(of, table)} WITH ${operator}`).join(', ')})`,
        constraint.include && `INCLUDE (${columnList(table, constraint.include)})`,
        constraint.condition && `WHERE (${conditionSql(constraint.condition, table)})`,
        deferral(constraint.deferrable),
      )
    case 'foreign':
      return words(`FOREIGN KEY (${columnList(table, constraint.columns)})`, references(constraint))
  }
}

function excludedSql(of: Parameters<typeof expressionSql>[0], table: Table): string {
  const opclass = of.kind === 'opclass' ? ` ${of.name}` : ''
  const expression = of.kind === 'opclass' ? of.expression : of
  const sql = expressionSql(expression, table)
  return (expression.kind === 'field' ? sql : `(${sql})`) + opclass
}

export function references({ targetNames, onDelete, deferrable }: Foreign): string {
  return words(
    `REFERENCES ${quoteName(targetNames.table)} (${targetNames.columns.map(quoteName).join(', ')})`,
    onDeleteSql[onDelete],
    deferrable === 'never' ? undefined : deferral(deferrable),
  )
}

/** NO ACTION, the default, is checked when the transaction ends if the key is deferred. */
const onDeleteSql: Readonly<Record<OnDelete, string | undefined>> = {
  CASCADE: 'ON DELETE CASCADE',
  PROTECT: 'ON DELETE RESTRICT',
  RESTRICT: undefined,
  SET_NULL: 'ON DELETE SET NULL',
  SET_DEFAULT: 'ON DELETE SET DEFAULT',
  DO_NOTHING: undefined,
}

function deferral(deferrable: Deferrable | undefined): string | undefined {
  return deferrable && `DEFERRABLE INITIALLY ${deferrable.toUpperCase()}`
}

function tablespace(name: string | undefined): string | undefined {
  return name && `USING INDEX TABLESPACE ${quoteName(name)}`
}

export function words(...parts: readonly (string | false | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== false && part !== '').join(' ')
}
