import type { SqlStep } from '../../../schema/step'
import type { TableChange } from '../../../schema/table-change'
import { directSteps } from '../ddl/direct'

type Drop = Extract<TableChange, { kind: 'drop-column' }>
type Add = Extract<TableChange, { kind: 'add-column' }>

/** A column that is computed when it is read, and made anew: it holds no values, so it may go and come in a moment. */
export interface Recomputed {
  readonly drop: Drop
  readonly add: Add
}

export function recomputed(changes: readonly TableChange[]): readonly Recomputed[] {
  return changes.flatMap((add): readonly Recomputed[] => {
    if (add.kind !== 'add-column' || add.column.generated?.stored !== false) return []
    const drop = changes.find(
      (each): each is Drop =>
        each.kind === 'drop-column' && each.table.key === add.table.key && each.column.key === add.column.key,
    )
    return drop === undefined ? [] : [{ drop, add }]
  })
}

export function dropped(columns: readonly Recomputed[]): readonly SqlStep[] {
  return columns.flatMap(({ drop }) => directSteps(drop))
}

export function addedAgain(columns: readonly Recomputed[]): readonly SqlStep[] {
  return columns.flatMap(({ add }) => directSteps(add))
}
