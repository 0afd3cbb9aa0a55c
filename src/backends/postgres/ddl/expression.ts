import { resolveCondition, resolveExpression } from '../../../query/resolve'
import type { Scope } from '../../../query/scope'
import type { Table } from '../../../schema/table'
import { columnOfTable } from '../../../schema/table'
import type { Condition, Expression } from '../../../sql/expression'
import { renderTerm, renderTest } from '../compiler'

/** In DDL a path is a column of the one table that there is. */
function scopeOf(table: Table): Scope {
  return {
    place(path) {
      const [key = path, ...lookups] = path.split('__')
      const column = columnOfTable(table, key)
      return {
        term: { kind: 'column', column: column.name },
        field: column.holds,
        type: column.type,
        nullable: column.nullable,
        lookups,
      }
    },
  }
}

export function expressionSql(expression: Expression, table: Table): string {
  return renderTerm(resolveExpression(expression, scopeOf(table)))
}

export function conditionSql(condition: Condition, table: Table): string {
  return renderTest(resolveCondition(condition, scopeOf(table)))
}
