import { StrataError } from '../base/errors'
import { deepFreeze } from '../base/freeze'
import type { SchemaEditor } from '../schema/schema-editor'
import type { Step } from '../schema/step'
import type { ModelKey } from '../state/model-state'
import { modelKey } from '../state/model-state'
import type { ProjectState } from '../state/project-state'
import type { KnownArguments } from './arguments'
import { refuseUnsoundArguments } from './arguments'

/** What an operation needs to know to say what it takes. Undone, `from` is the state after it and `to` the one before. */
export interface Change {
  readonly app: string
  readonly from: ProjectState
  readonly to: ProjectState
  readonly schema: SchemaEditor
}

/** How makemigrations marks it: `+` adds, `-` removes, `~` alters, `p` code, `s` SQL, `?` mixed. */
export type Symbol = '+' | '-' | '~' | 'p' | 's' | '?'

/**
 * What an operation reads and what it writes: models as `app.Model`, fields as `app.Model.field`, other parts of a model
 * as `app.Model@part`. Two operations may change places unless one writes what the other reads or writes.
 * A field operation reads its model (which creating, renaming and deleting it write).
 * `everything`: nothing may move across it.
 */
export type Touches = { readonly reads: ReadonlySet<string>; readonly writes: ReadonlySet<string> } | 'everything'

export function touching(parts: { readonly reads?: Iterable<string>; readonly writes: Iterable<string> }): Touches {
  return { reads: new Set(parts.reads), writes: new Set(parts.writes) }
}

/** An index, or a constraint that is one, by its name: the whole database has one of each. */
export function nameTouched(name: string): string {
  return `${namePrefix}${name}`
}

export function isNameTouched(part: string): boolean {
  return part.startsWith(namePrefix)
}

const namePrefix = '@name '

export function mayChangePlaces(a: Touches, b: Touches): boolean {
  if (a === 'everything' || b === 'everything') return false
  return !meets(a.writes, b.reads) && !meets(a.writes, b.writes) && !meets(a.reads, b.writes)
}

function meets(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [few, many] = a.size < b.size ? [a, b] : [b, a]
  for (const key of few) if (many.has(key)) return true
  return false
}

/**
 * One change of the models, as a migration lists it. It computes and never runs: `apply` the next state, `forwards` and
 * `backwards` the steps between the two. `args` is all that it is: the writer prints it, equality compares it.
 */
export abstract class Operation<Args extends object = object> {
  /** What it can be given: checked where a class says so itself. One that extends it may take more. */
  static readonly takes?: KnownArguments
  readonly args: Readonly<Args>
  abstract readonly symbol: Symbol

  constructor(args: Args) {
    const { takes } = new.target
    if (takes !== undefined && Object.hasOwn(new.target, 'takes')) refuseUnsoundArguments(new.target.name, args, takes)
    this.args = deepFreeze(this.kept(args))
  }

  /** The arguments as it keeps them: a copy of its own. */
  protected kept(args: Args): Args {
    return { ...args }
  }

  /** The state after it. Throws a StrataError if the state before does not allow it. */
  abstract apply(app: string, state: ProjectState): ProjectState
  abstract forwards(change: Change): readonly Step[]
  abstract backwards(change: Change): readonly Step[]
  /** `Add field rating to Movie` */
  abstract describe(): string

  /** Its part of an automatic file name, `movie_rating`; undefined: none, the name gets a date. */
  nameFragment(): string | undefined {
    return undefined
  }

  /** Why it cannot be undone; undefined if it can. */
  irreversible(): string | undefined {
    return undefined
  }

  /**
   * What the two become together, if they can: the operations that replace `earlier` and this one.
   * The knowledge sits in the later operation: a new one brings its own.
   */
  foldInto(_earlier: Operation, _app: string): readonly Operation[] | undefined {
    return undefined
  }

  /**
   * Whether it may come before `earlier` on its way to one that it folds into, though the two touch the same. The way is
   * back only: what comes before it by itself does not know of it.
   */
  mayComeBefore(_earlier: Operation, _app: string): boolean {
    return false
  }

  /** What it reads and writes, which says what it may change places with. Unsaid means safe: with nothing. */
  touches(_app: string): Touches {
    return 'everything'
  }

  /** Whether squashing may leave it out. */
  get elidable(): boolean {
    return false
  }
}

/** An operation that goes no way back was asked to. */
export class IrreversibleError extends StrataError {
  constructor(operation: Operation, why: string) {
    super({
      code: 'operation.irreversible',
      message: `${operation.describe()} cannot be undone: ${why}`,
      facts: { operation: operation.describe() },
    })
  }
}

export function keyOf(app: string, model: string): ModelKey {
  return modelKey(app, model)
}
