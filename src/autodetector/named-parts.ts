import { equal } from '../base/equal'
import type { Constraint } from '../constraints/constraint'
import type { NamedIndex } from '../constraints/db-index'
import { fieldsOfConstraint, fieldsOfIndex } from '../operations/references'
import type { ModelDifference } from './differences'

/** What became of the indexes of a model, or of its constraints. */
export interface PartChanges<Part> {
  readonly removed: readonly Part[]
  readonly added: readonly Part[]
  readonly renamed: readonly { readonly part: Part; readonly newName: string }[]
}

type Named = { readonly type: object; readonly options: { readonly name: string } }

/** An index that is the same under another name is renamed: nothing has to be built. */
export function indexChanges({ before, after, fields }: ModelDifference): PartChanges<NamedIndex> {
  const isLost = (index: NamedIndex): boolean => [...fieldsOfIndex(index)].some((field) => fields.removed.has(field))
  return withRenames(changes(before.indexes, after.indexes, isLost), isLost)
}

/** A constraint is not renamed: it would be one more operation for what hardly ever happens. */
export function constraintChanges({ before, after, fields }: ModelDifference): PartChanges<Constraint> {
  const isLost = (constraint: Constraint): boolean =>
    [...fieldsOfConstraint(constraint)].some((field) => fields.removed.has(field))
  return changes(before.constraints, after.constraints, isLost)
}

/** `isLost`: a field that it speaks of is removed, be it to come back as something else. */
function changes<Part extends Named>(
  before: readonly Part[],
  after: readonly Part[],
  isLost: (part: Part) => boolean,
): PartChanges<Part> {
  if (equal(before, after) && !before.some(isLost)) return { removed: [], added: [], renamed: [] }
  const old = byName(before)
  const kept = new Set(after.filter((part) => isSame(old.get(part.options.name), part) && !isLost(part)).map(nameOf))
  return {
    removed: before.filter((part) => !kept.has(nameOf(part))),
    added: after.filter((part) => !kept.has(nameOf(part))),
    renamed: [],
  }
}

function withRenames<Part extends Named>(
  { removed, added }: PartChanges<Part>,
  isLost: (part: Part) => boolean,
): PartChanges<Part> {
  const oldNames = new Set(removed.map(nameOf))
  const newNames = new Set(added.map(nameOf))
  const leaving = removed.filter((part) => !newNames.has(nameOf(part)) && !isLost(part))
  const renamed: { part: Part; newName: string }[] = []
  for (const part of added) {
    if (oldNames.has(nameOf(part))) continue
    const at = leaving.findIndex((old) => isSame(old, part, 'under any name'))
    const [found] = at < 0 ? [] : leaving.splice(at, 1)
    if (found !== undefined) renamed.push({ part: found, newName: nameOf(part) })
  }
  const gone = new Set(renamed.map(({ part }) => nameOf(part)))
  const come = new Set(renamed.map(({ newName }) => newName))
  return {
    removed: removed.filter((part) => !gone.has(nameOf(part))),
    added: added.filter((part) => !come.has(nameOf(part))),
    renamed,
  }
}

function isSame(a: Named | undefined, b: Named, name?: 'under any name'): boolean {
  if (a === undefined || a.type !== b.type) return false
  return equal(a.options, name === undefined ? b.options : { ...b.options, name: a.options.name })
}

function byName<Part extends Named>(parts: readonly Part[]): ReadonlyMap<string, Part> {
  return new Map(parts.map((part) => [nameOf(part), part]))
}

function nameOf(part: Named): string {
  return part.options.name
}
