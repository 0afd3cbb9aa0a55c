import { MoveModel, RenameModel } from '../operations'
import { keyOf } from '../operations/operation'
import type { ModelKey } from '../state/model-state'
import type { Need, Planned } from './dependencies'
import { does, needs, needsHistory } from './dependencies'

/** By the key that a model had before it moved to another app: the app whose migration moved it. */
export type MovedModels = ReadonlyMap<ModelKey, string>

/**
 * What is done to a model comes after the model came there, or to its name; and a key that a model left is free only after the migration of
 * another app that took it away.
 */
export function afterMoves(all: readonly Planned[], moved: MovedModels): readonly Planned[] {
  const coming = new Map<string, Planned>()
  for (const each of all) {
    const { app, operation } = each
    if (operation instanceof MoveModel) coming.set(keyOf(app, operation.args.name), each)
    if (operation instanceof RenameModel) coming.set(keyOf(app, operation.args.newName), each)
  }
  if (coming.size === 0 && moved.size === 0) return all
  return all.map((each) => {
    const more = [...needsOfMove(each, coming), ...needsOfPlace(each, moved)]
    return more.length === 0 ? each : { ...each, needs: [...each.needs, ...more] }
  })
}

function* needsOfMove(each: Planned, coming: ReadonlyMap<ModelKey, Planned>): Iterable<Need> {
  if (coming.size === 0) return
  const touches = each.operation.touches(each.app)
  if (touches === 'everything') return
  for (const [key, move] of coming) {
    // A move comes before the rename that follows it.
    if (move === each || move.app !== each.app || each.operation instanceof MoveModel) continue
    const parts = [...touches.reads, ...touches.writes]
    if (parts.some((part) => part === key || part.startsWith(`${key}.`) || part.startsWith(`${key}@`)))
      yield needs(does.model(key))
  }
}

function* needsOfPlace(each: Planned, moved: MovedModels): Iterable<Need> {
  for (const [key, app] of moved) if (app !== each.app && each.does.includes(does.model(key))) yield needsHistory(app)
}
