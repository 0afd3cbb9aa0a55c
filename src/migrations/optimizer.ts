import {
  AddConstraint,
  AddField,
  AddIndex,
  AlterField,
  AlterModelTable,
  AlterOrderWithRespectTo,
  AlterUniqueTogether,
  DeleteModel,
  RemoveConstraint,
  RemoveField,
  RemoveIndex,
  RenameIndex,
  RenameModel,
} from '../operations'
import type { FieldChange } from '../operations/field-change'
import { EnumChange } from '../operations/objects/enum-change'
import { AlterObject, DeleteObject } from '../operations/objects/object-change'
import type { Operation, Touches } from '../operations/operation'
import { keyOf, touching } from '../operations/operation'
import { siblingsRead } from '../operations/references'

/**
 * Fewer operations that do the same: a later one folds into an earlier one if one of the two may move to the other's
 * place, past all that is between them. To a fixed point; each pass costs about what the operations touch.
 */
export function optimize(operations: readonly Operation[], app: string): Operation[] {
  let current = [...operations]
  const touches = new Map<Operation, Touches>()
  const touchesOnce = (operation: Operation): Touches => {
    const known = touches.get(operation) ?? touchesOf(operation, app)
    touches.set(operation, known)
    return known
  }
  for (;;) {
    const next = onePass(current, app, touchesOnce)
    if (next === undefined) return current
    current = next
  }
}

/** undefined: nothing folds any more. */
function onePass(operations: readonly Operation[], app: string, touchesOf: TouchesOf): Operation[] | undefined {
  const row = new Row(app, touchesOf)
  let changed = false
  for (const operation of operations) {
    let incoming: readonly Operation[] = [operation]
    // What two became stands at the end of the row and may fold again.
    for (let [only] = incoming; only !== undefined && incoming.length === 1; [only] = incoming) {
      const folded = row.fold(only)
      if (folded === undefined) break
      incoming = folded
      changed = true
    }
    for (const each of incoming) row.push(each)
  }
  return changed ? row.operations() : undefined
}

type TouchesOf = (operation: Operation) => Touches

interface Slot {
  readonly at: number
  /** More than one where two operations became two others. */
  operations: readonly Operation[]
  touches: Touches
}

interface Touchers {
  readonly readers: Slot[]
  readonly writers: Slot[]
}

const none: Touchers = { readers: [], writers: [] }

/** Deleting a model needs every reference to it gone; what took one away does not say which it was. */
const references = '@references'

/** A condition may name values of an enum, and does not say that it does. */
const enumValues = '@enum-values'

function touchesOf(operation: Operation, app: string): Touches {
  const touches = operation.touches(app)
  if (touches === 'everything') return touches
  const { reads = [], writes = [] } = unsaid(operation, app)
  return touching({ reads: [...touches.reads, ...reads], writes: [...touches.writes, ...writes] })
}

/** What an operation by itself cannot say, since it does not know what was there before it. */
function unsaid(
  operation: Operation,
  app: string,
): { readonly reads?: readonly string[]; readonly writes?: readonly string[] } {
  // So does dropping or changing what stands on models: what it stood on is not said.
  const mayFree =
    operation instanceof DeleteModel || operation instanceof DeleteObject || operation instanceof AlterObject
  if (mayFree) return { writes: [references] }
  if (operation instanceof EnumChange) return { writes: [enumValues] }
  if (operation instanceof AlterField)
    return { reads: [references, ...usesBy(operation, app), ...valuesNamed(operation)] }
  if (operation instanceof AddField) return { reads: valuesNamed(operation) }
  // Removing a field needs every use of it gone: in indexes, constraints, sets, keys and generated columns.
  if (operation instanceof RemoveField) return { reads: [references], writes: [usesIn(app, operation.model)] }
  // A name that a deleted model had is free only once it is gone.
  if (operation instanceof AddIndex || operation instanceof AddConstraint) return { reads: [references, enumValues] }
  if (takesName(operation)) return { reads: [references] }
  const mayEndUse =
    operation instanceof AlterUniqueTogether ||
    operation instanceof AlterOrderWithRespectTo ||
    operation instanceof RemoveIndex ||
    operation instanceof RemoveConstraint
  return mayEndUse ? { reads: [usesIn(app, operation.model)] } : {}
}

function takesName(operation: Operation): boolean {
  return operation instanceof RenameIndex || operation instanceof RenameModel || operation instanceof AlterModelTable
}

/** A generated column is computed of fields of which nobody says whether they are of an enum. */
function valuesNamed({ args }: FieldChange): readonly string[] {
  return siblingsRead(args.field).size > 0 ? [enumValues] : []
}

function usesBy({ model, args }: AlterField, app: string): readonly string[] {
  return siblingsRead(args.field).size > 0 ? [usesIn(app, model)] : []
}

function usesIn(app: string, model: string): string {
  return `${keyOf(app, model)}@uses`
}

function joined(all: readonly Touches[]): Touches {
  const [only, second] = all
  if (only !== undefined && second === undefined) return only
  const reads: string[] = []
  const writes: string[] = []
  for (const touches of all) {
    if (touches === 'everything') return touches
    reads.push(...touches.reads)
    writes.push(...touches.writes)
  }
  return touching({ reads, writes })
}

/** The operations so far, and by each key who reads and who writes it, the last one last. */
class Row {
  readonly #app: string
  readonly #touchesOf: TouchesOf
  readonly #slots: Slot[] = []
  readonly #touchers = new Map<string, Touchers>()
  readonly #barriers: Slot[] = []

  constructor(app: string, touchesOf: TouchesOf) {
    this.#app = app
    this.#touchesOf = touchesOf
  }

  operations(): Operation[] {
    return this.#slots.flatMap(({ operations }) => operations)
  }

  push(operation: Operation): void {
    const slot = { at: this.#slots.length, operations: [operation], touches: this.#touchesOf(operation) }
    this.#slots.push(slot)
    this.#note(slot)
  }

  /**
   * Folds an operation that comes next into one of the row. What is returned comes next instead; undefined: it does not
   * fold. An earlier operation that the later one can reach takes the result in its place, so that the order stays.
   */
  fold(later: Operation): readonly Operation[] | undefined {
    const touches = this.#touchesOf(later)
    if (touches === 'everything') return undefined
    const inTheWay = this.#inTheWayOf(touches)
    const stop = inTheWay.find(({ operations }) => operations.some((each) => !later.mayComeBefore(each, this.#app)))
    const reach = Math.max(stop?.at ?? -1, this.#lastReference(touches))
    for (const slot of inTheWay) {
      const reached = slot.at >= reach
      if (!reached && !this.#movesToTheEnd(slot)) continue
      const folded = this.#folded(slot, later)
      if (folded === undefined) continue
      this.#replace(slot, reached ? folded : [])
      return reached ? [] : folded
    }
    return undefined
  }

  #folded({ operations }: Slot, later: Operation): readonly Operation[] | undefined {
    const [earlier, second] = operations
    if (earlier === undefined || second !== undefined) return undefined
    return later.foldInto(earlier, this.#app)
  }

  #replace(slot: Slot, operations: readonly Operation[]): void {
    slot.operations = operations
    slot.touches = joined(operations.map(this.#touchesOf))
    this.#note(slot)
  }

  #note(slot: Slot): void {
    const { touches } = slot
    if (touches === 'everything') {
      insert(this.#barriers, slot)
      return
    }
    for (const key of touches.reads) insert(this.#touchersOf(key).readers, slot)
    for (const key of touches.writes) insert(this.#touchersOf(key).writers, slot)
  }

  #touchersOf(key: string): Touchers {
    let touchers = this.#touchers.get(key)
    if (touchers === undefined) {
      touchers = { readers: [], writers: [] }
      this.#touchers.set(key, touchers)
    }
    return touchers
  }

  /**
   * The slots that an operation cannot pass, the last one first, as far back as the last barrier. Not those that are in
   * the way because of references alone: they are of other models, and many.
   */
  #inTheWayOf({ reads, writes }: Exclude<Touches, 'everything'>): Slot[] {
    const found = new Set<Slot>()
    for (const key of [...reads, ...writes]) {
      const { readers, writers } = key === references ? none : (this.#touchers.get(key) ?? none)
      for (const slot of writers) found.add(slot)
      if (writes.has(key)) for (const slot of readers) found.add(slot)
    }
    const barrier = lastOf(this.#barriers)
    return [...found].filter(({ at, operations }) => at > barrier && operations.length > 0).sort((a, b) => b.at - a.at)
  }

  #lastReference({ reads, writes }: Exclude<Touches, 'everything'>): number {
    const { readers, writers } = this.#touchers.get(references) ?? none
    if (writes.has(references)) return Math.max(lastOf(readers), lastOf(writers))
    return reads.has(references) ? lastOf(writers) : -1
  }

  /** Whether nothing after the slot is in its way. */
  #movesToTheEnd({ at, touches }: Slot): boolean {
    if (touches === 'everything') return false
    for (const key of touches.reads) if (lastOf(this.#touchers.get(key)?.writers) > at) return false
    for (const key of touches.writes) {
      const { readers, writers } = this.#touchers.get(key) ?? none
      if (lastOf(readers) > at || lastOf(writers) > at) return false
    }
    return true
  }
}

/** Where the last slot is that still holds an operation. */
function lastOf(slots: readonly Slot[] = []): number {
  return slots.findLast(({ operations }) => operations.length > 0)?.at ?? -1
}

/** Keeps the order of the row; nearly always the slot is the last. */
function insert(slots: Slot[], slot: Slot): void {
  let place = slots.length
  for (let before = slots[place - 1]; before !== undefined && before.at >= slot.at; before = slots[place - 1]) {
    if (before === slot) return
    place--
  }
  slots.splice(place, 0, slot)
}
