import type { Asking, Findings } from './asking'
import type { Planned } from './dependencies'

/** Something that is gone and something that has come, which may be the same. */
export interface Candidate<Thing> {
  readonly before: Thing
  readonly after: Thing
  /** The greater, the likelier. */
  readonly rank: number
}

export interface Pairing<Thing, Each extends Candidate<Thing>> {
  /** Tells things apart; candidates of one rank come in its order. */
  readonly key: (thing: Thing) => string
  readonly isSame: (candidate: Each) => Asking<boolean>
  /** What is done about two that are the same. */
  readonly done: (candidate: Each) => Iterable<Planned>
}

/** Settles what became of what, the likeliest first; what is settled is in no other pair. */
export function* paired<Thing, Each extends Candidate<Thing>>(
  candidates: readonly Each[],
  { key, isSame, done }: Pairing<Thing, Each>,
): Findings {
  const spelled = ({ before, after }: Each): string => `${key(before)} ${key(after)}`
  const settled = new Set<Thing>()
  for (const candidate of [...candidates].sort((a, b) => b.rank - a.rank || (spelled(a) < spelled(b) ? -1 : 1))) {
    const { before, after } = candidate
    if (settled.has(before) || settled.has(after) || !(yield* isSame(candidate))) continue
    settled.add(before).add(after)
    yield* done(candidate)
  }
}
