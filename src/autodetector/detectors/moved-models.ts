import { AlterModelTable, MoveModel } from '../../operations'
import type { ModelKey, ModelState } from '../../state/model-state'
import { modelKey } from '../../state/model-state'
import type { ProjectState } from '../../state/project-state'
import { tableOf } from '../../state/relations'
import type { Asking, Findings } from '../asking'
import { confirmed } from '../asking'
import type { Planned } from '../dependencies'
import { appsThatSpeakOf, does, needs, needsHistory, planned } from '../dependencies'
import type { States } from '../differences'
import { fieldLikeness, type ModelCandidate, ownFields, sameDefinitions } from '../model-likeness'
import { paired } from '../pairing'
import { movedModel } from '../questions'

/**
 * Models that may have come from another app: asked about, the likeliest first, unless the model says so itself. One
 * that has another name besides is renamed once it is there.
 */
export function* movedModels(states: States): Findings {
  yield* paired(candidates(states), {
    key: ({ key }: ModelState) => key,
    isSame: isMove,
    done: ({ before, after }) => moving(states, before, after),
  })
}

function* isMove({ before, after, said, exact }: ModelCandidate): Asking<boolean> {
  return said || (yield* confirmed(movedModel({ from: before.key, to: after.key, exact })))
}

function candidates(states: States): ModelCandidate[] {
  const { from, to, hints, watched } = states
  const gone = [...from.models()].filter(({ app, key }) => watched(app) && !to.has(key))
  if (gone.length === 0) return []
  const come = [...to.models()].filter(({ app, key }) => watched(app) && !from.has(key))
  const claimed = claimedBy(come, hints)
  return come
    .flatMap((after) => gone.flatMap((before) => candidate(before, after, states) ?? []))
    .filter(({ before, said }) => said || !claimed.has(before.key))
}

/** Models that others say they were. */
function claimedBy(come: readonly ModelState[], hints: States['hints']): ReadonlySet<ModelKey> {
  const former = come.map(({ app, key }) => [app, hints.get(key)?.renamedFrom] as const)
  return new Set(
    former.flatMap(([app, name]) => (name === undefined ? [] : [name.includes('.') ? name : modelKey(app, name)])),
  )
}

function candidate(before: ModelState, after: ModelState, { from, hints }: States): ModelCandidate | undefined {
  const { app, name, key } = before
  if (app === after.app || before.proxy !== after.proxy || from.has(modelKey(after.app, name))) return undefined
  const former = hints.get(after.key)?.renamedFrom
  const said = former === key
  const exact = sameDefinitions(before, after)
  const alike = fieldLikeness(before, after)
  if (!said && (former !== undefined || !isPlausible(before, after, exact, alike))) return undefined
  return {
    before,
    after,
    said,
    exact,
    rank: Number(said) * 4 + Number(exact) * 2 + alike + Number(name === after.name),
  }
}

/** Of the same name, with something in common; or of another name, with everything, as long as that is not next to nothing. */
function isPlausible(before: ModelState, after: ModelState, exact: boolean, alike: number): boolean {
  if (before.name.toLowerCase() === after.name.toLowerCase()) return exact || alike >= 0.3
  return alike === 1 && ownFields(before).size > 1
}

function* moving({ from }: States, before: ModelState, after: ModelState): Iterable<Planned> {
  const { app: fromApp, name, key } = before
  const came = before.with({ app: after.app })
  const kept = before.options.dbTable === undefined && !before.proxy && after.options.dbTable === tableOf(before)
  if (kept) yield tableKept(before)
  yield planned({
    app: after.app,
    operation: new MoveModel({ name, fromApp }),
    does: [does.model(came.key), does.deleted(key), does.tableRenamed(tableOf(before))],
    needs: [
      needsHistory(fromApp),
      ...otherAppsThatSpeakOf(before, after.app, from).map(needsHistory),
      needs(does.tableFixed(key)),
      needs(does.tableDropped(tableOf(came))),
    ],
  })
}

/** A table that keeps its name is fixed to it first, so that the move leaves it alone. */
function tableKept(model: ModelState): Planned {
  const { app, name, key } = model
  const operation = new AlterModelTable({ name, dbTable: tableOf(model) })
  return planned({ app, operation, does: [does.tableFixed(key)] })
}

function otherAppsThatSpeakOf(model: ModelState, app: string, from: ProjectState): readonly string[] {
  return appsThatSpeakOf(model, from).filter((other) => other !== app)
}
