import { freedFirst } from './rename-order'
import type { Column, ColumnDefault, Table, TableConstraint, TableIndex } from './table'

/**
 * One change of one table, to be put into words by a backend. `table` is the table as it is called when the change is
 * made: in the first two phases as before, from the third on as after.
 */
export type TableChange =
  | { readonly kind: 'drop-constraint'; readonly table: Table; readonly constraint: TableConstraint }
  | { readonly kind: 'drop-index'; readonly table: Table; readonly index: TableIndex; readonly concurrently: boolean }
  | { readonly kind: 'drop-table'; readonly table: Table }
  | { readonly kind: 'rename-table'; readonly table: Table; readonly to: string }
  | { readonly kind: 'rename-column'; readonly table: Table; readonly from: string; readonly to: string }
  | { readonly kind: 'rename-sequence'; readonly table: Table; readonly from: string; readonly to: string }
  | { readonly kind: 'rename-constraint'; readonly table: Table; readonly from: string; readonly to: string }
  | { readonly kind: 'rename-index'; readonly table: Table; readonly from: string; readonly to: string }
  | { readonly kind: 'drop-column'; readonly table: Table; readonly column: Column }
  | { readonly kind: 'create-table'; readonly table: Table }
  | { readonly kind: 'comment-table'; readonly table: Table }
  | { readonly kind: 'move-table'; readonly table: Table }
  | { readonly kind: 'row-level-security'; readonly table: Table; readonly from: Table['rowLevelSecurity'] }
  | {
      readonly kind: 'move-index'
      readonly table: Table
      readonly index: string
      readonly tablespace: string | undefined
    }
  | {
      readonly kind: 'add-column'
      readonly table: Table
      readonly column: Column
      readonly fill: ColumnDefault | undefined
    }
  | {
      readonly kind: 'alter-column'
      readonly table: Table
      readonly from: Column
      readonly to: Column
      readonly fill: ColumnDefault | undefined
      /** Texts that become others when the column changes its type. */
      readonly values?: ReadonlyMap<string, string> | undefined
    }
  | {
      readonly kind: 'add-constraint'
      readonly table: Table
      readonly constraint: TableConstraint
      /** false: the rows that are there are not looked at. */
      readonly validate: boolean
    }
  | { readonly kind: 'add-index'; readonly table: Table; readonly index: TableIndex; readonly concurrently: boolean }

/**
 * The order in which changes are made, whatever tables they belong to: what stands in the way goes first, then names
 * change, then columns, then what rests on columns comes back, foreign keys last since they need both sides.
 */
const phases: Readonly<Record<TableChange['kind'], number>> = {
  'drop-constraint': 1,
  'drop-index': 2,
  'drop-table': 3,
  'rename-table': 4,
  'rename-column': 5,
  'rename-sequence': 6,
  'rename-constraint': 6,
  'rename-index': 6,
  'drop-column': 7,
  'create-table': 8,
  'comment-table': 9,
  'move-table': 9,
  'row-level-security': 9,
  'move-index': 9,
  'add-column': 10,
  'alter-column': 11,
  'add-constraint': 13,
  'add-index': 12,
}

function phase(change: TableChange): number {
  const isForeign = 'constraint' in change && change.constraint.kind === 'foreign'
  if (change.kind === 'drop-constraint' && isForeign) return 0
  // A generated column reads others as they are in the end.
  if (change.kind === 'add-column' && change.column.generated !== undefined) return phases['alter-column'] + 0.5
  if (change.kind === 'add-constraint' && isForeign) return 14
  return phases[change.kind]
}

export function inOrder(changes: readonly TableChange[]): readonly TableChange[] {
  const sorted = changes
    .map((change, place) => ({ change, place, phase: phase(change) }))
    .sort((a, b) => a.phase - b.phase || a.place - b.place)
    .map(({ change }) => change)
  return freedFirst(sorted)
}
