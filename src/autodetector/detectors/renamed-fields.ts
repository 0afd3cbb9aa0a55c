import { equal } from '../../base/equal'
import type { Field } from '../../fields/field'
import { comparableOptions, isRelation, sameField } from '../../fields/field'
import { AlterField, RenameField } from '../../operations'
import { modelsRead } from '../../operations/references'
import { fits } from '../../sql/names'
import type { ModelKey, ModelState } from '../../state/model-state'
import type { ProjectState } from '../../state/project-state'
import {
  columnOf,
  foreignKeyOptions,
  hasColumn,
  isManyToMany,
  manyToManyOptions,
  referrersOf,
  throughKey,
} from '../../state/relations'
import type { Asking, Findings } from '../asking'
import { confirmed } from '../asking'
import type { Planned } from '../dependencies'
import { does, needsHistory, planned } from '../dependencies'
import { byKey, type Hint, type States } from '../differences'
import { nameLikeness } from '../likeness'
import { renamedField } from '../questions'

/** Fields that may be others under a new name: asked about, the likeliest first, unless the field says so itself. */
export function* renamedFields(states: States): Findings {
  const { from, to, watched } = states
  for (const after of byKey(to.models())) {
    const before = from.find(after.key)
    if (before !== undefined && before !== after && watched(after.app)) yield* renamedFieldsOf(states, before, after)
  }
}

function* renamedFieldsOf({ from, hints }: States, before: ModelState, after: ModelState): Findings {
  const gone = [...before.fields.keys()].filter((name) => !after.fields.has(name))
  if (gone.length === 0) return
  const come = [...after.fields.keys()].filter((name) => !before.fields.has(name))
  const pairs = come.flatMap((newName) => {
    const hint = hints.get(`${after.key}.${newName}`)
    return gone.flatMap((oldName) => candidate({ before, after, oldName, newName }, hint) ?? [])
  })
  const settled = new Set<string>()
  for (const pair of pairs.sort((a, b) => b.rank - a.rank)) {
    const { oldName, newName } = pair
    if (settled.has(oldName) || settled.has(newName) || !(yield* isRename(pair))) continue
    settled.add(oldName).add(newName)
    yield* renaming(from, pair)
  }
}

interface Pair {
  readonly before: ModelState
  readonly after: ModelState
  readonly oldName: string
  readonly newName: string
}

interface Candidate extends Pair {
  readonly said: boolean
  readonly exact: boolean
  readonly rank: number
}

function* isRename({ after, oldName, newName, said, exact }: Candidate): Asking<boolean> {
  if (said) return true
  const field = after.field(newName)
  return yield* confirmed(renamedField({ model: after.key, from: oldName, to: newName, field, exact }))
}

function candidate(pair: Pair, hint: Hint | undefined): Candidate | undefined {
  const { oldName, newName } = pair
  const said = hint?.renamedFrom === oldName
  const exact = isSame(pair)
  const names = nameLikeness(oldName, newName)
  if (!said && !exact && !isPlausible(pair, names)) return undefined
  return { ...pair, said, exact, rank: Number(said) * 4 + Number(exact) * 2 + names }
}

/** The same definition, or the same but for a name of the column that is the one it has. */
function isSame({ before, after, oldName, newName }: Pair): boolean {
  const [old, field] = [before.field(oldName), after.field(newName)]
  if (sameField(old, field)) return true
  if (field.options.dbColumn !== columnOf(oldName, old) || old.type !== field.type) return false
  return equal({ ...comparableOptions(old), dbColumn: undefined }, { ...comparableOptions(field), dbColumn: undefined })
}

/** Whether a person may have renamed a field and changed it in one go: the same type, or names that are alike. */
function isPlausible({ before, after, oldName, newName }: Pair, names: number): boolean {
  const [old, field] = [before.field(oldName), after.field(newName)]
  if (isRelation(old) || isRelation(field)) {
    if (isManyToMany(old) !== isManyToMany(field)) return false
    // The key of another row, held as a plain value: `authorId` becomes `author`.
    if (isRelation(old) !== isRelation(field)) return columnOf(oldName, old) === columnOf(newName, field)
    return equal(modelsRead(old), modelsRead(field)) || names >= 0.6
  }
  if (!holdsValues(old) || !holdsValues(field)) return false
  return old.type === field.type || names >= 0.6
}

/** Not computed or counted up by the database: nobody misses those. */
function holdsValues(field: Field): boolean {
  return hasColumn(field) && field.type.generatedAs === undefined && field.type.identity !== true
}

/**
 * A column that keeps its name is fixed to it first, so that the rename leaves it alone; and so is one that would else be
 * called after the field on the way, where PostgreSQL does not keep that name.
 */
function* renaming(from: ProjectState, { before, after, oldName, newName }: Pair): Iterable<Planned> {
  const { app, key, name: model } = after
  const old = before.field(oldName)
  const { dbColumn } = after.field(newName).options
  const fixed = dbColumn === columnOf(oldName, old) || !fits(columnOf(newName, old))
  if (old.options.dbColumn === undefined && dbColumn !== undefined && fixed) {
    const field = { type: old.type, options: { ...old.options, dbColumn } }
    yield planned({ app, operation: new AlterField({ model, name: oldName, field }) })
  }
  const keyed = referrersOf(from, key).filter(({ field }) => foreignKeyOptions(field).toField === oldName)
  const apps = new Set([...keyed.map((referrer) => referrer.model.app), ...appsLinkedBy(from, key, oldName)])
  apps.delete(app)
  yield planned({
    app,
    operation: new RenameField({ model, oldName, newName }),
    does: [does.field(key, newName)],
    needs: [...apps].sort().map(needsHistory),
  })
}

/** Apps whose many-to-many fields go through the model and name the field. */
function* appsLinkedBy(from: ProjectState, key: ModelKey, name: string): Iterable<string> {
  for (const { app, fields } of from.models()) {
    for (const field of fields.values()) {
      if (!isManyToMany(field) || throughKey(field) !== key) continue
      if (manyToManyOptions(field).throughFields?.includes(name) === true) yield app
    }
  }
}
