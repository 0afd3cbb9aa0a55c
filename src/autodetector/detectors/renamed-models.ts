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
import { fieldLikeness, sameDefinitions } from '../model-likeness'
import { renamedModel } from '../questions'

/** Models that may be others under a new name: asked about, the likeliest first, unless the model says so itself. */
export function* renamedModels(states: States): Findings {
  const settled = new Set<ModelState>()
  for (const candidate of candidates(states)) {
    const { before, after } = candidate
    if (settled.has(before) || settled.has(after)) continue
    if (!(yield* isRename(candidate))) continue
    settled.add(before).add(after)
    yield* renaming(states.from, before, after)
  }
}

interface Candidate {
  readonly before: ModelState
  readonly after: ModelState
  readonly said: boolean
  readonly exact: boolean
  readonly rank: number
}

function* isRename({ before, after, said, exact }: Candidate): Asking<boolean> {
  return said || (yield* confirmed(renamedModel({ from: before.key, to: after.key, exact })))
}

function candidates({ from, to, hints, watched }: States): Candidate[] {
  const gone = [...from.models()].filter(({ app, key }) => watched(app) && !to.has(key))
  if (gone.length === 0) return []
  const come = [...to.models()].filter(({ key }) => !from.has(key))
  return come
    .flatMap((after) => gone.flatMap((before) => candidate(before, after, hints) ?? []))
    .sort((a, b) => b.rank - a.rank || (spelled(a) < spelled(b) ? -1 : 1))
}

function spelled({ before, after }: Candidate): string {
  return `${before.key} ${after.key}`
}

function candidate(before: ModelState, after: ModelState, hints: Hints): Candidate | undefined {
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
