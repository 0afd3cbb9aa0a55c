import { equal } from '../../base/equal'
import type { Field } from '../../fields/field'
import { comparableOptions } from '../../fields/field'
import { AlterModelTable, RenameModel } from '../../operations'
import { modelsRead } from '../../operations/references'
import type { ModelState } from '../../state/model-state'
import { modelKey } from '../../state/model-state'
import type { ProjectState } from '../../state/project-state'
import { tableOf } from '../../state/relations'
import type { Asking, Findings } from '../asking'
import { confirmed } from '../asking'
import type { Planned } from '../dependencies'
import { does, needsHistory, planned } from '../dependencies'
import type { Hints, States } from '../differences'
import { nameLikeness } from '../likeness'
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
  const said = hints.get(after.key)?.renamedFrom === before.name
  const caseOnly = before.name.toLowerCase() === after.name.toLowerCase()
  const exact = sameDefinitions(before, after)
  const alike = fieldLikeness(before, after)
  if (!said && !caseOnly && !exact && alike < 0.5) return undefined
  const rank =
    Number(said) * 8 + Number(caseOnly) * 4 + Number(exact) * 2 + alike + nameLikeness(before.name, after.name) / 2
  return { before, after, said, exact, rank }
}

/** As Django looks at it: the same definitions in the order of the names, whatever the names, and wherever relations point. */
function sameDefinitions(before: ModelState, after: ModelState): boolean {
  const [ours, theirs] = [definitions(before), definitions(after)]
  return ours.length === theirs.length && ours.every((field, at) => sameApartFromTarget(field, theirs[at]))
}

function definitions({ fields }: ModelState): Field[] {
  return [...fields].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, field]) => field)
}

function sameApartFromTarget(a: Field, b: Field | undefined): boolean {
  return a.type === b?.type && equal(withoutTarget(a), withoutTarget(b))
}

function withoutTarget(field: Field): object {
  return { ...comparableOptions(field), to: undefined, through: undefined }
}

/** The share of fields that are the same in both; one with the same name and another definition counts half. */
function fieldLikeness(before: ModelState, after: ModelState): number {
  const [ours, theirs] = [ownFields(before), ownFields(after)]
  let shared = 0
  for (const [name, field] of ours) {
    const other = theirs.get(name)
    if (other !== undefined) shared += sameApartFromTarget(field, other) ? 1 : 0.5
  }
  return ours.size + theirs.size === 0 ? 0 : (2 * shared) / (ours.size + theirs.size)
}

/** Keys that the database counts up are alike in nearly all models. */
function ownFields({ fields }: ModelState): ReadonlyMap<string, Field> {
  return new Map([...fields].filter(([, { type }]) => type.identity !== true))
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

function appsThatSpeakOf({ app, key }: ModelState, from: ProjectState): readonly string[] {
  const apps = new Set<string>()
  for (const model of from.models()) {
    const speaks =
      model.bases.includes(key) || [...model.fields.values()].some((field) => modelsRead(field).includes(key))
    if (speaks && model.app !== app) apps.add(model.app)
  }
  return [...apps].sort()
}
