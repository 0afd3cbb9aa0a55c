import type { Migration } from '../migrations/migration'
import type { ProjectState } from '../state/project-state'
import type { MovedModels } from './after-moves'
import { afterMoves } from './after-moves'
import type { Answerable } from './answering'
import { arrange } from './arrange'
import type { Asking } from './asking'
import { collected } from './asking'
import type { Planned } from './dependencies'
import { detectors, renames } from './detectors'
import type { Hints, States } from './differences'
import { differences, sharing } from './differences'
import { afterFreedNames } from './freed-names'
import type { Answers } from './questions'

export interface DetectInput {
  /** The models as the migrations leave them. */
  readonly from: ProjectState
  /** The models as they are written. */
  readonly to: ProjectState
  readonly answers?: Answers
  /** What the models say that no state holds. */
  readonly hints?: Hints
  /** Labels of the apps that have migrations, or are about to; undefined: all. */
  readonly apps?: Iterable<string> | undefined
  /** The models that migrations of other apps took away. */
  readonly moved?: MovedModels | undefined
  /** The last migration of each app that has any. */
  readonly leaves?: ReadonlyMap<string, string>
  /** Labels: only their migrations, and those that they depend on. */
  readonly only?: readonly string[] | undefined
  /** What the migrations are called instead of after what they do. */
  readonly name?: string | undefined
  /** The clock, for names that say nothing else. */
  readonly now: Date
}

export interface Changes {
  readonly kind: 'changes'
  /** In an order in which they can be applied. */
  readonly migrations: readonly Migration[]
}

/** What is between two states, as migrations; or the first question that has to be answered to know. */
export function detectChanges(input: DetectInput): Answerable<Changes> {
  const detection = migrations(input)
  let turn = detection.next()
  while (turn.done !== true) {
    const answer = input.answers?.get(turn.value.key)
    if (answer === undefined) return { kind: 'question', question: turn.value }
    turn = detection.next(answer)
  }
  return { kind: 'changes', migrations: turn.value }
}

function* migrations({ leaves = new Map(), now, only, name, ...input }: DetectInput): Asking<readonly Migration[]> {
  const planned = yield* operations(input)
  return arrange(planned, { to: input.to, leaves, only, name, now })
}

type Compared = Pick<DetectInput, 'from' | 'to' | 'apps' | 'hints' | 'moved'>

function* operations({ from, to, apps, hints = new Map(), moved = new Map() }: Compared): Asking<readonly Planned[]> {
  const labels = apps === undefined ? undefined : new Set(apps)
  const watched = (app: string): boolean => labels?.has(app) ?? true
  const planned: Planned[] = []
  let states: States = { from: sharing(from, to), to, hints, watched }
  for (const rename of renames) {
    const found = yield* collected(rename(states))
    planned.push(...found)
    states = { ...states, from: found.reduce((state, { app, operation }) => operation.apply(app, state), states.from) }
  }
  const compared = differences(states)
  for (const detect of detectors) planned.push(...(yield* collected(detect(compared))))
  return afterFreedNames(afterMoves(planned, moved), { from, renamed: states.from, to })
}
