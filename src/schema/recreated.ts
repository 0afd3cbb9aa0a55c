import { equal } from '../base/equal'
import type { ColumnType } from '../sql/column-type'
import { fieldsRead, fieldsReadBy } from '../sql/expression'
import type { Column, Table, TableConstraint, TableIndex } from './table'

/**
 * Keys of the generated columns that have to be dropped and added again: PostgreSQL cannot change what a stored column
 * is made of, nor the type of a column that one is made of. Their values are computed anew.
 */
export function recreatedColumns(before: Table, after: Table): ReadonlySet<string> {
  const old = new Map(before.columns.map((column) => [column.key, column]))
  const retyped = (key: string): boolean => {
    const [was, is] = [old.get(key), after.columns.find((column) => column.key === key)]
    return was !== undefined && is !== undefined && !(equal(was.type, is.type) && was.collation === is.collation)
  }
  const recreated = after.columns.filter((column) => {
    const was = old.get(column.key)
    return was !== undefined && mustBeMadeAnew(was, column, retyped)
  })
  return new Set(recreated.map(({ key }) => key))
}

/**
 * Keys of the columns that become of another kind of type: a check or a predicate over one compares with what the old
 * type had, and is made anew around the change.
 */
export function unlikeColumns(before: Table, after: Table): ReadonlySet<string> {
  const old = new Map(before.columns.map((column) => [column.key, column.type]))
  const unlike = after.columns.filter(({ key, type }) => {
    const was = old.get(key)
    return was !== undefined && kindOf(was) !== kindOf(type)
  })
  return new Set(unlike.map(({ key }) => key))
}

function kindOf(type: ColumnType): string {
  if (type.kind === 'array') return `${kindOf(type.of)}[]`
  return type.kind === 'named' ? `named ${type.name}` : type.kind
}

function mustBeMadeAnew(was: Column, is: Column, retyped: (key: string) => boolean): boolean {
  // What is computed when it is read holds no values that could stay.
  if (is.generated === undefined) return was.generated?.stored === false
  if (!equal(was.generated, is.generated) || retyped(is.key)) return true
  return [...fieldsRead(is.generated.expression)].some(retyped)
}

/** Whether an index compares one of these columns with something, and does not only sort by it. */
export function indexTests({ parts, condition }: TableIndex, columns: ReadonlySet<string>): boolean {
  const computed = parts.filter(({ expression }) => expression.kind !== 'field')
  const read = [
    ...computed.flatMap(({ expression }) => [...fieldsRead(expression)]),
    ...(condition === undefined ? [] : fieldsReadBy(condition)),
  ]
  return read.some((key) => columns.has(key))
}

/** Whether a constraint compares one of these columns with something, and does not only look it up. */
export function constraintTests(constraint: TableConstraint, columns: ReadonlySet<string>): boolean {
  return (constraint.kind === 'check' || constraint.kind === 'exclusion') && constraintUses(constraint, columns)
}

/** Whether an index goes when one of these columns is dropped. */
export function indexUses(index: TableIndex, columns: ReadonlySet<string>): boolean {
  const read = [...index.parts.flatMap((part) => [...fieldsRead(part.expression)]), ...(index.include ?? [])]
  const tested = index.condition === undefined ? [] : [...fieldsReadBy(index.condition)]
  return [...read, ...tested].some((key) => columns.has(key))
}

/** Whether a constraint goes when one of these columns is dropped. */
export function constraintUses(constraint: TableConstraint, columns: ReadonlySet<string>): boolean {
  switch (constraint.kind) {
    case 'primary':
    case 'foreign':
      return constraint.columns.some((key) => columns.has(key))
    case 'unique':
      return [...constraint.columns, ...(constraint.include ?? [])].some((key) => columns.has(key))
    case 'check':
      return [...fieldsReadBy(constraint.condition)].some((key) => columns.has(key))
    case 'exclusion': {
      const compared = constraint.expressions.flatMap(([of]) => [...fieldsRead(of)])
      const tested = constraint.condition === undefined ? [] : [...fieldsReadBy(constraint.condition)]
      return [...compared, ...tested, ...(constraint.include ?? [])].some((key) => columns.has(key))
    }
  }
}
