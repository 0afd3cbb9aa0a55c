import {
  AddConstraint,
  AddField,
  AddIndex,
  AlterModelTable,
  CreateModel,
  DeleteModel,
  MoveModel,
  RemoveConstraint,
  RemoveField,
  RemoveIndex,
  RenameIndex,
  RenameModel,
} from '../operations'
import type { Operation } from '../operations/operation'
import { keyOf } from '../operations/operation'
import { namesIn } from '../schema/names-in'
import type { Table } from '../schema/table'
import { tablesOf } from '../schema/tables-of'
import { UnknownModelError } from '../state/errors'
import type { ModelKey } from '../state/model-state'
import type { ProjectState } from '../state/project-state'
import type { Planned } from './dependencies'
import { does, needs, planned } from './dependencies'
import { Dependencies } from './graph'

export interface NamedStates {
  /** Before anything is done. */
  readonly from: ProjectState
  /** After the renames. */
  readonly renamed: ProjectState
  readonly to: ProjectState
}

/**
 * A table, an index or a sequence whose name another one had comes after that one is gone. Where something forbids it,
 * an index or a constraint is removed by itself before the rest of its model.
 */
export function afterFreedNames(all: readonly Planned[], states: NamedStates): readonly Planned[] {
  const freers = freersOf(all, states)
  if (freers.size === 0) return all
  const takers = new Map<string, number[]>()
  all.forEach((each, at) => {
    for (const name of takenBy(each, states)) {
      const freer = freers.get(name)
      if (freer !== undefined && freer !== at) takers.set(name, [...(takers.get(name) ?? []), at])
    }
  })
  const row = new Row(all, states.renamed)
  for (const [name, places] of takers) row.order(name, freers.get(name) ?? 0, places)
  return row.planned
}

/** By name, the place of what frees it: of a part that goes before its model, that. */
function freersOf(all: readonly Planned[], states: NamedStates): ReadonlyMap<string, number> {
  const freers = new Map<string, number>()
  all.forEach((each, at) => {
    if (isAddition(each.operation)) return
    const whole = each.operation instanceof DeleteModel
    for (const name of freedBy(each, states)) if (!whole || !freers.has(name)) freers.set(name, at)
  })
  return freers
}

/** It frees no names, which need not be worked out to know that. */
function isAddition(operation: Operation): boolean {
  return [CreateModel, AddField, AddIndex, AddConstraint].some((kind) => operation instanceof kind)
}

/** The operations by their places, and removals that had to be added. */
class Row {
  readonly #all: Planned[]
  readonly #added: Planned[] = []
  readonly #renamed: ProjectState

  constructor(all: readonly Planned[], renamed: ProjectState) {
    this.#all = [...all]
    this.#renamed = renamed
  }

  get planned(): readonly Planned[] {
    return [...this.#added, ...this.#all]
  }

  /** The name is free before it is taken, if it can be. */
  order(name: string, freer: number, takers: readonly number[]): void {
    const dependencies = new Dependencies(this.planned)
    const frees = this.#at(freer)
    if (takers.some((taker) => isBefore(this.#at(taker), frees, dependencies))) {
      const removal = removalOf(name, frees, this.#renamed)
      if (removal === undefined) return
      this.#added.push(removal)
      this.#need(freer, name)
    } else this.#all[freer] = { ...frees, does: [...frees.does, does.nameFree(name)] }
    for (const taker of takers) this.#need(taker, name)
  }

  #need(place: number, name: string): void {
    const each = this.#at(place)
    this.#all[place] = { ...each, needs: [...each.needs, needs(does.nameFree(name))] }
  }

  #at(place: number): Planned {
    const each = this.#all[place]
    if (each === undefined) throw new Error(`there is no operation ${place}`)
    return each
  }
}

/** Whether something that the second needs, and so on, is the first. */
function isBefore(first: Planned, second: Planned, dependencies: Dependencies): boolean {
  const seen = new Set<Planned>()
  const waiting = [second]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === first) return true
    if (seen.has(next)) continue
    seen.add(next)
    waiting.push(...dependencies.before(next))
  }
  return false
}

/** What takes a part with a name of its own out of a model that is deleted. */
function removalOf(name: string, { app, operation }: Planned, renamed: ProjectState): Planned | undefined {
  if (!(operation instanceof DeleteModel)) return undefined
  const { name: model } = operation.args
  const state = renamed.model(keyOf(app, model))
  const named = (part: { readonly options: { readonly name: string } }): boolean => part.options.name === name
  const removal = state.indexes.some(named)
    ? new RemoveIndex({ model, name })
    : state.constraints.some(named)
      ? new RemoveConstraint({ model, name })
      : undefined
  return removal && planned({ app, operation: removal, does: [does.nameFree(name)] })
}

/** A table before and after the operation. */
interface Change {
  readonly before: readonly string[]
  readonly after: readonly string[]
}

/** Names that are in nobody's way any more. */
function freedBy(each: Planned, states: NamedStates): readonly string[] {
  const { before, after } = namesAround(each, states)
  return without(before, after)
}

function takenBy(each: Planned, states: NamedStates): readonly string[] {
  const { before, after } = namesAround(each, states)
  return without(after, before)
}

function without(names: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Set(others)
  return names.filter((name) => !left.has(name))
}

/** What the operation changes, by the names that this has before and after it. */
function namesAround({ app, operation }: Planned, { from, renamed, to }: NamedStates): Change {
  const key = (name: string): ModelKey => keyOf(app, name)
  if (operation instanceof CreateModel) return { before: [], after: namesOf(to, key(operation.args.name)) }
  if (operation instanceof DeleteModel) return { before: namesOf(renamed, key(operation.args.name)), after: [] }
  if (operation instanceof RenameModel) {
    const { oldName, newName } = operation.args
    return { before: namesOf(from, key(oldName)), after: namesOf(renamed, key(newName)) }
  }
  if (operation instanceof MoveModel) {
    const { name, fromApp } = operation.args
    return { before: namesOf(from, keyOf(fromApp, name)), after: namesOf(renamed, key(name)) }
  }
  if (operation instanceof AlterModelTable) {
    const { name } = operation.args
    return { before: namesOf(renamed, key(name)), after: namesOf(to, key(name)) }
  }
  return namesOfPart({ app, operation }, { renamed, to })
}

function namesOfPart(
  { app, operation }: Pick<Planned, 'app' | 'operation'>,
  { renamed, to }: Pick<NamedStates, 'renamed' | 'to'>,
): Change {
  if (operation instanceof AddIndex) return { before: [], after: [operation.args.index.options.name] }
  if (operation instanceof AddConstraint) return { before: [], after: [operation.args.constraint.options.name] }
  if (operation instanceof RenameIndex) return { before: [operation.args.oldName], after: [operation.args.newName] }
  if (operation instanceof RemoveIndex || operation instanceof RemoveConstraint)
    return { before: [operation.args.name], after: [] }
  if (operation instanceof AddField)
    return { before: [], after: namesOfField(to, keyOf(app, operation.model), operation.args.name) }
  if (operation instanceof RemoveField)
    return { before: namesOfField(renamed, keyOf(app, operation.model), operation.args.name), after: [] }
  return { before: [], after: [] }
}

function namesOf(state: ProjectState, key: ModelKey): readonly string[] {
  return tablesIn(state, key).flatMap(namesIn)
}

function namesOfField(state: ProjectState, key: ModelKey, field: string): readonly string[] {
  return tablesIn(state, key).flatMap((table) => {
    if (table.key !== key) return table.key === `${key}.${field}` ? namesIn(table) : []
    const own = [...table.indexes, ...table.constraints].filter(({ role }) => role.endsWith(`:${field}`))
    return own.map(({ name }) => name)
  })
}

function tablesIn(state: ProjectState, key: ModelKey): readonly Table[] {
  const model = state.find(key)
  try {
    return model === undefined ? [] : tablesOf(state, model)
  } catch (error) {
    // A relation to what is not there is for the checks to report.
    if (error instanceof UnknownModelError) return []
    throw error
  }
}
