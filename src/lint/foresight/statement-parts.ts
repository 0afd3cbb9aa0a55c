import type { ReadStatement } from '../sql/read'
import { actionParts, wordsOf } from './action-parts'
import { calling } from './calls'
import { granting } from './objects'
import { type Around, noLocks, type Part, type Parts } from './part'
import { reading } from './reading'

/** All that a statement takes. */
export function* statementParts(around: Around): Parts {
  const { actions, node, sql } = around.statement
  if (node !== undefined && Object.keys(node).some((kind) => querying.has(kind))) {
    yield* calling(around)
    yield* reading(around)
  } else if (actions.length === 0 && !isQuiet(around.statement)) yield noLocks(`what ${wordsOf(sql)} does`)
  if (node?.GrantStmt !== undefined) yield* granting(node.GrantStmt, around)
  for (const action of actions) yield* actionParts(action, around)
}

/** Statements that are run, and call functions, row by row. */
const querying: ReadonlySet<string> = new Set([
  'SelectStmt',
  'InsertStmt',
  'UpdateStmt',
  'DeleteStmt',
  'MergeStmt',
  'CopyStmt',
  'CreateTableAsStmt',
])

/** Whether it is of a kind that locks no relation. */
function isQuiet({ node = {} }: ReadStatement): boolean {
  const { RenameStmt, AlterObjectSchemaStmt } = node
  if (RenameStmt !== undefined || AlterObjectSchemaStmt !== undefined) {
    return RenameStmt?.relation === undefined && AlterObjectSchemaStmt?.relation === undefined
  }
  return Object.keys(node).every((kind) => quiet.has(kind.replace(/Stmt$/, '')))
}

const quiet: ReadonlySet<string> = new Set(
  `AlterDefaultPrivileges AlterDomain AlterFunction AlterOwner AlterRole AlterRoleSet Comment CompositeType CreateCast
  CreateConversion CreateExtension CreateFunction CreateRange CreateRole CreateSeq Define DropRole Grant GrantRole Listen
  Notify Transaction Unlisten VariableSet VariableShow`.split(/\s+/),
)

/** Why nothing is sure of what comes after a statement; undefined: its effect on the tables is known. */
export function doubtAfter({ actions }: ReadStatement, parts: readonly Part[]): string | undefined {
  if (actions.some((action) => action.kind === 'set' && action.name === 'search_path'))
    return 'the search_path that is set'
  const isHidden = actions.some(({ kind }) => kind === 'opaque' || kind === 'call')
  const [why] = parts.flatMap((part) => (part.kind === 'unknown' && part.of === 'locks' ? [part.why] : []))
  return isHidden ? why : undefined
}
