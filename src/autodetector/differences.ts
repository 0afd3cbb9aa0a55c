import { equal } from '../base/equal'
import type { Field } from '../fields/field'
import { optionsOf, sameField } from '../fields/field'
import { missingCast } from '../operations/kind-change'
import { siblingsRead } from '../operations/references'
import type { ModelKey, ModelState } from '../state/model-state'
import { appOf, ProjectState } from '../state/project-state'
import { hasLinkTable, isForeignKey, isManyToMany } from '../state/relations'

/** What models say that no state holds, by `app.Model` or `app.Model.field`. */
export interface Hint {
  /** The text may be empty: the rows there are can take `''`. */
  readonly blank?: boolean
  /** The former name; `app.Model` of a model that was in another app. */
  readonly renamedFrom?: string
}
export type Hints = ReadonlyMap<string, Hint>

/** Two states of the same project. */
export interface States {
  readonly from: ProjectState
  readonly to: ProjectState
  readonly hints: Hints
  /** Whether changes of this app are looked for. */
  readonly watched: (app: string) => boolean
}

/** One model that is in both states and not the same in them. */
export interface ModelDifference {
  readonly key: ModelKey
  readonly app: string
  readonly name: string
  readonly before: ModelState
  readonly after: ModelState
  readonly fields: FieldDifferences
}

/** Names of fields. One that is removed and added is another thing under the same name. */
export interface FieldDifferences {
  readonly removed: ReadonlySet<string>
  readonly added: ReadonlySet<string>
  readonly altered: ReadonlySet<string>
}

/** What detectors look at, renames left behind. Models go by key, whatever the order of the apps. */
export interface Differences extends States {
  readonly created: readonly ModelState[]
  readonly deleted: readonly ModelState[]
  readonly changed: readonly ModelDifference[]
}

export function differences(states: States): Differences {
  const { from, to, watched } = states
  const created: ModelState[] = []
  const deleted: ModelState[] = []
  const changed: ModelDifference[] = []
  for (const after of to.models()) {
    const before = from.find(after.key)
    if (before === after || !watched(after.app)) continue
    if (before === undefined || isAnother(before, after)) created.push(after)
    else if (!sameModel(before, after)) changed.push(difference(before, after, states))
  }
  for (const before of from.models()) {
    const after = to.find(before.key)
    if (before !== after && watched(before.app) && (after === undefined || isAnother(before, after)))
      deleted.push(before)
  }
  return Object.freeze({ ...states, created: byKey(created), deleted: byKey(deleted), changed: byKey(changed) })
}

/** `from` with the very models of `to` where they are the same: then one look tells. */
export function sharing(from: ProjectState, to: ProjectState): ProjectState {
  const models = [...from.models()].map((before) => {
    const after = to.find(before.key)
    return after !== undefined && sameModel(before, after) ? after : before
  })
  return ProjectState.of(models, from.objects())
}

/** A proxy has no table: what becomes one, or stops being one, or stands for another model, is made anew. */
function isAnother(before: ModelState, after: ModelState): boolean {
  return before.proxy !== after.proxy || (after.proxy && !equal(before.bases, after.bases))
}

/** Nearly all models are the same, and say it in the same words. */
function sameModel(before: ModelState, after: ModelState): boolean {
  if (before.fields.size !== after.fields.size) return false
  for (const [name, field] of before.fields) {
    const other = after.fields.get(name)
    if (other === undefined || !unchanged(field, other)) return false
  }
  return (equal(before.options, after.options) && equal(before.bases, after.bases)) || before.equals(after)
}

function unchanged(before: Field, after: Field): boolean {
  return (
    before === after || (before.type === after.type && equal(before.options, after.options)) || sameField(before, after)
  )
}

function difference(before: ModelState, after: ModelState, states: States): ModelDifference {
  const { key, app, name } = after
  return { key, app, name, before, after, fields: fieldDifferences(before, after, states) }
}

function fieldDifferences(before: ModelState, after: ModelState, states: States): FieldDifferences {
  const removed = new Set<string>()
  const added = new Set<string>()
  const altered = new Set<string>()
  for (const [name, field] of before.fields) {
    const other = after.fields.get(name)
    if (other === undefined || isReplaced(field, other, states)) removed.add(name)
    else if (!unchanged(field, other)) altered.add(name)
  }
  takeReadersAlong(removed, altered, before, after)
  for (const name of after.fields.keys()) if (!before.fields.has(name) || removed.has(name)) added.add(name)
  return { removed, added, altered }
}

/** A generated column cannot outlive a column that it is computed from: it is made anew, and holds the same again. */
function takeReadersAlong(removed: Set<string>, altered: Set<string>, before: ModelState, after: ModelState): void {
  for (const [name, field] of before.fields) {
    if (field.type.generatedAs === undefined || after.fields.get(name)?.type.generatedAs === undefined) continue
    if (![...siblingsRead(field)].some((sibling) => removed.has(sibling))) continue
    removed.add(name)
    altered.delete(name)
  }
}

/** Whether the values of the one cannot be those of the other: no statement alters it. */
function isReplaced(before: Field, after: Field, { from, to }: States): boolean {
  if (isManyToMany(before) !== isManyToMany(after)) return true
  if (isManyToMany(after)) return hasLinkTable(before) !== hasLinkTable(after)
  const [was, is] = [before, after].map((field) => field.type.generatedAs?.(optionsOf(field)))
  // A stored column keeps what was computed and stops computing; one that is computed when it is read holds nothing.
  const computed = was !== undefined || is !== undefined
  if (computed && !(was?.stored === true && is === undefined)) return !unchanged(before, after)
  if (before.type === after.type && !isForeignKey(after)) return false
  return missingCast({ state: from, field: before }, { state: to, field: after }) !== undefined
}

/** The order that everything is found in, whatever the order of the apps. */
export function byKey<T extends { readonly key: ModelKey }>(models: Iterable<T>): readonly T[] {
  return [...models].sort((a, b) => compared(appOf(a.key), appOf(b.key)) || compared(a.key, b.key))
}

function compared(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
