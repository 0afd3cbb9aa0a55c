import { equal } from '../../base/equal'
import { AlterModelTable, RenameModel } from '../../operations'
import type { ModelState } from '../../state/model-state'
import { modelKey } from '../../state/model-state'
import type { ProjectState } from '../../state/project-state'
import { tableOf } from '../../state/relations'
import type { Asking, Findings } from '../asking'
import { confirmed } from '../asking'
import type { Planned } from '../dependencies'
import { appsThatSpeakOf, does, needsHistory, planned } from '../dependencies'
import type { Hints, States } from '../differences'
import { nameLikeness } from '../likeness'
import { fieldLikeness, type ModelCandidate, sameDefinitions } from '../model-likeness'
import { paired } from '../pairing'
import { renamedModel } from '../questions'

/** Models that may be others under a new name: asked about, the likeliest first, unless the model says so itself. */
export function* renamedModels(states: States): Findings {
  yield* paired(candidates(states), {
    key: ({ key }: ModelState) => key,
    isSame: isRename,
    done: ({ before, after }) => renaming(states.from, before, after),
  })
}

function* isRename({ before, after, said, exact }: ModelCandidate): Asking<boolean> {
  return said || (yield* confirmed(renamedModel({ from: before.key, to: after.key, exact })))
}

function candidates({ from, to, hints, watched }: States): ModelCandidate[] {
  const gone = [...from.models()].filter(({ app, key }) => watched(app) && !to.has(key))
  if (gone.length === 0) return []
  const come = [...to.models()].filter(({ key }) => !from.has(key))
  return come.flatMap((after) => gone.flatMap((before) => candidate(before, after, hints) ?? []))
}

function candidate(before: ModelState, after: ModelState, hints: Hints): ModelCandidate | undefined {
  if (before.app !== after.app) return undefined
  if (before.proxy !== after.proxy || (before.proxy && !equal(before.bases, after.bases))) return undefined
  const said = isFormerName(hints.get(after.key)?.renamedFrom, before.name)
  const caseOnly = before.name.toLowerCase() === after.name.toLowerCase()
  const exact = sameDefinitions(before, after)
  const alike = fieldLikeness(before, after)
  if (!said && !caseOnly && !exact && alike < 0.5) return undefined
  const rank =
    Number(said) * 8 + Number(caseOnly) * 4 + Number(exact) * 2 + alike + nameLikeness(before.name, after.name) / 2
  return { before, after, said, exact, rank }
}

/** With an app in front where the model came from another one. */
function isFormerName(former: string | undefined, name: string): boolean {
  return former !== undefined && former.slice(former.indexOf('.') + 1) === name
}

/** A table that keeps its name is fixed to it first, so that the rename leaves it alone. */
function* renaming(from: ProjectState, before: ModelState, after: ModelState): Iterable<Planned> {
  const { app, name: oldName } = before
  const kept = before.options.dbTable === undefined && !before.proxy && after.options.dbTable === tableOf(before)
  if (kept) yield planned({ app, operation: new AlterModelTable({ name: oldName, dbTable: tableOf(before) }) })
  yield planned({
    app,
    operation: new RenameModel({ oldName, newName: after.name }),
    does: [does.model(modelKey(app, after.name))],
    // Migrations of other apps speak of the model by its old name: they come before.
    needs: appsThatSpeakOf(before, from).map(needsHistory),
  })
}
