import type { ObjectOf } from '../../objects/database-object'
import { objectKey } from '../../objects/database-object'
import { RenameEnum } from '../../operations'
import { fieldsOfType } from '../../state/named-types'
import type { ProjectState } from '../../state/project-state'
import type { Asking, Findings } from '../asking'
import { confirmed } from '../asking'
import type { Planned } from '../dependencies'
import { does, needsHistory, planned } from '../dependencies'
import type { States } from '../differences'
import { renamedEnum } from '../enum-questions'
import { type Candidate, paired } from '../pairing'

type Enum = ObjectOf<'enum'>

/** Enums that may be others under a new name: asked about, those with the most values in common first. */
export function* renamedEnums(states: States): Findings {
  yield* paired(candidates(states), { key: objectKey, isSame: isRename, done: (pair) => [renaming(states.from, pair)] })
}

function isRename({ before: { app, name }, after }: Candidate<Enum>): Asking<boolean> {
  return confirmed(renamedEnum({ enum: `${app}.${name}`, what: 'enum', from: name, to: after.name }))
}

function renaming(from: ProjectState, { before, after }: Candidate<Enum>): Planned {
  const { app, name: oldName } = before
  return planned({
    app,
    operation: new RenameEnum({ oldName, newName: after.name }),
    does: [does.object(objectKey(after))],
    // Migrations of other apps speak of the enum by its old name: they come before.
    needs: appsUsing(from, before).map(needsHistory),
  })
}

function candidates({ from, to, watched }: States): readonly Candidate<Enum>[] {
  const gone = enumsOf(from).filter((each) => watched(each.app) && to.findObject(objectKey(each)) === undefined)
  const come = enumsOf(to).filter((each) => from.findObject(objectKey(each)) === undefined)
  return gone
    .flatMap((before) => come.filter(({ app }) => app === before.app).map((after) => ({ before, after })))
    .map((pair) => ({ ...pair, rank: likeness(pair.before, pair.after) }))
    .filter(({ rank }) => rank >= 0.5)
}

/** The share of values that are in both. */
function likeness(before: Enum, after: Enum): number {
  const [old, now] = [before.options.values, after.options.values]
  const shared = old.filter((value) => now.includes(value)).length
  return old.length + now.length === 0 ? 0 : (2 * shared) / (old.length + now.length)
}

function enumsOf(state: ProjectState): readonly Enum[] {
  return [...state.objects()].filter((object): object is Enum => object.kind === 'enum')
}

function appsUsing(from: ProjectState, { app, name }: Enum): readonly string[] {
  const apps = new Set([...fieldsOfType(from, name)].map(({ model }) => model.app))
  apps.delete(app)
  return [...apps].sort()
}
