import { columnsIn, plainValue } from './expressions'
import { limitsOf } from './limits'
import type { Node } from './nodes'
import { textOf } from './nodes'

/** More rows than this nobody calls a few. */
const mostRows = 10_000

/** Columns that conditions, all of which have to be so, hold to one value or to a few. */
export function heldToFew(conditions: readonly Node[]): readonly string[] {
  return conditions.flatMap((one) => [...heldToOne(one), ...heldToQuery(one)]).concat(heldToRange(conditions))
}

function heldToOne({ A_Expr: compared }: Node): readonly string[] {
  if (compared === undefined || textOf(compared.name.at(-1)) !== '=') return []
  const { kind, lexpr, rexpr } = compared
  if (kind === 'AEXPR_IN') return lexpr?.ColumnRef === undefined ? [] : columnsIn(lexpr)
  if (kind === 'AEXPR_OP_ANY') return isFew(rexpr) ? columnsIn(lexpr) : []
  const columns = [lexpr, rexpr].filter((side) => side?.ColumnRef !== undefined)
  return kind === 'AEXPR_OP' && columns.length === 1 ? columnsIn(columns[0]) : []
}

/** `id IN (SELECT … LIMIT 1000)`. */
function heldToQuery({ SubLink: link }: Node): readonly string[] {
  const isOne =
    link?.subLinkType === 'ANY_SUBLINK' && link.operName === undefined && link.testexpr?.ColumnRef !== undefined
  return isOne && isLimited(link.subselect) ? columnsIn(link.testexpr) : []
}

/** `= ANY (ARRAY[1, 2])`, `= ANY (ARRAY(SELECT … LIMIT 1000))`. */
function isFew(node: Node | undefined): boolean {
  if (node?.SubLink !== undefined) return isLimited(node.SubLink.subselect)
  return node?.A_ArrayExpr !== undefined || (node !== undefined && plainValue(node) !== undefined)
}

function isLimited({ SelectStmt: select }: Node): boolean {
  const count = select?.limitCount && plainValue(select.limitCount)
  return count !== undefined && Number(count) <= mostRows
}

/** `id > 0 AND id <= 1000`, of whole numbers. */
function heldToRange(conditions: readonly Node[]): readonly string[] {
  const limits = conditions.flatMap(limitsOf)
  const ends = (column: string, operators: RegExp): readonly number[] =>
    limits.flatMap((one) => (one.column === column && operators.test(one.operator) ? one.values.map(Number) : []))
  return limits
    .map(({ column }) => column)
    .filter((column) => Math.min(...ends(column, /^</)) - Math.max(...ends(column, /^>/)) <= mostRows)
}
