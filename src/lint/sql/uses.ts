import type { Node, RangeVar, SelectStmt } from './nodes'
import { dottedName, relationName, valuesOf } from './nodes'

/** A function that a statement calls. */
export interface Call {
  readonly name: string
  /** Its arguments, as far as they are texts. */
  readonly texts: readonly (string | undefined)[]
  /** The function that gives the first of them. */
  readonly inner: Call | undefined
}

/** The relations that the queries of a statement read, by their names with the schema where it is not the usual one. */
export function readsOf(statement: Node): readonly string[] {
  const made = new Set([...valuesOf(statement, 'ctename')])
  const all = [...valuesOf(statement, 'RangeVar')] as readonly RangeVar[]
  const read = all.filter(({ schemaname, relname }) => schemaname !== undefined || !made.has(relname))
  return [...new Set(read.map(relationName))]
}

/** Whether a query locks the rows that it reads: FOR UPDATE and the like. */
export function locksRows(statement: Node): boolean {
  return !valuesOf(statement, 'lockingClause').next().done
}

export function callsOf(statement: unknown): readonly Call[] {
  return ([...valuesOf(statement, 'FuncCall')] as readonly NonNullable<Node['FuncCall']>[]).map(callOf)
}

/** ALTER TABLE ONLY, UPDATE ONLY and the like: without the parts of the table. */
export function isOnly(statement: Node): boolean {
  const [value] = Object.values(statement) as { readonly relation?: RangeVar; readonly relations?: readonly Node[] }[]
  const ranges = [value?.relation, ...(value?.relations ?? []).map(({ RangeVar: range }) => range)]
  return ranges.some((range) => range !== undefined && range.inh !== true)
}

/** Whether a query gives the rows of one relation, and all of them. */
export function isWhole({ SelectStmt: select }: Node): boolean {
  if (select === undefined) return false
  const { fromClause = [], whereClause, limitCount, larg, withClause }: SelectStmt = select
  const [from] = fromClause
  const isOne = fromClause.length === 1 && from?.RangeVar !== undefined
  return isOne && [whereClause, limitCount, larg, withClause].every((part) => part === undefined)
}

function callOf({ funcname, args = [] }: NonNullable<Node['FuncCall']>): Call {
  const [first] = args.map(bare)
  return {
    name: dottedName(funcname),
    texts: args.map((arg) => bare(arg).A_Const?.sval?.sval),
    inner: first?.FuncCall && callOf(first.FuncCall),
  }
}

function bare(node: Node): Node {
  return node.TypeCast === undefined ? node : bare(node.TypeCast.arg)
}
