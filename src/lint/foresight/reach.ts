import type { Action, ActionKind } from '../action'
import { takesPartitions } from '../partition-locks'
import { isOnly } from '../sql/uses'
import type { Around } from './part'

/** Why nobody can say what an action takes, whatever its kind: of its table too little is known. */
export function outOfReach(action: Action, { before, statement }: Around): string | undefined {
  if (!('table' in action) || action.kind === 'create-table') return undefined
  const { kind, table } = action
  if (before.views.has(table) || before.storedViews.has(table)) {
    return kind === 'adjust' ? undefined : `what that does to the view ${table}`
  }
  const known = before.tables.get(table)
  if (known === undefined) return ofOtherRelations.has(kind) ? undefined : `the table ${table}`
  // A query says itself what it reads and changes.
  if (kind === 'insert' || kind === 'update' || kind === 'delete') return undefined
  const [isHeir, isWhole] = [known.heirs.length > 0, known.partitionKey !== undefined]
  if (isHeir && !single.has(kind)) return `the tables that inherit from ${table}`
  if (!isWhole || single.has(kind) || kind === 'create-index') return undefined
  if (!wholes.has(kind)) return `which parts of ${table} that goes to`
  return statement.node !== undefined && isOnly(statement.node)
    ? `what ONLY leaves of the parts of ${table}`
    : undefined
}

/** Of these the name may be that of an index or a sequence. */
const ofOtherRelations: ReadonlySet<ActionKind> = new Set<ActionKind>(['adjust', 'rename-part'])

/** What never reaches the parts of a table. */
const single: ReadonlySet<ActionKind> = new Set<ActionKind>([
  'rename-table',
  'set-schema',
  'protect',
  'adjust',
  'storage',
  'rule',
  'policy',
  'restart-identity',
  'drop-identity',
])

/** What takes the same of each part, or names the one part that it is about. */
const wholes: ReadonlySet<ActionKind> = new Set<ActionKind>([...takesPartitions, 'attach', 'detach'])
