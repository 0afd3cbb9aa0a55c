import { StrataError } from '../base/errors'
import type { Operation } from '../operations/operation'

/** Fragments of operations are joined as long as the name stays this short. */
const maxJoined = 52
const maxName = 100

/** `--name` says something that cannot be part of a file name and of a reference alike. */
export class InvalidMigrationNameError extends StrataError {
  constructor(name: string) {
    super({
      code: 'migrations.invalid-name',
      message: `${JSON.stringify(name)} is no name for a migration`,
      hint: 'Use letters, digits and underscores, the first one no digit.',
      facts: { name },
    })
  }
}

/** The name as given, if it can be one. */
export function migrationName(name: string): string {
  if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) throw new InvalidMigrationNameError(name)
  return name
}

/** The number of a migration, by its name: of a squashed one, that of the last it stands for. 0: it has none. */
export function migrationNumber(name: string): number {
  const [, squashed] = /_squashed_0*(\d+)/.exec(name) ?? []
  const [leading] = /^\d+/.exec(name) ?? []
  return Number(squashed ?? leading ?? 0)
}

/** `0002_movie_rating`. */
export function numberedName(number: number, name: string): string {
  return `${String(number).padStart(4, '0')}_${name}`.slice(0, maxName)
}

export interface NameFrom {
  readonly operations: readonly Operation[]
  /** One of the first migrations of its app. */
  readonly initial: boolean
  /** The clock, for a name that says nothing else. */
  readonly now: Date
}

/** What a migration is called if nobody says: after what it does, as long as all its operations can tell. */
export function suggestedName({ operations, initial, now }: NameFrom): string {
  if (initial) return 'initial'
  const fragments = operations.flatMap((operation) => fragmentOf(operation) ?? [])
  const [first, ...rest] = fragments
  if (first === undefined || fragments.length < operations.length) return `auto_${timestamp(now)}`
  let name = first
  for (const fragment of rest) {
    if (name.length + 1 + fragment.length > maxJoined) return `${name}_and_more`
    name = `${name}_${fragment}`
  }
  return name
}

function fragmentOf(operation: Operation): string | undefined {
  const fragment = operation.nameFragment()?.replace(/[^\p{L}\p{N}_]+/gu, '_')
  return fragment === '' ? undefined : fragment
}

/** `20261122_0930`, in local time: the name is for those who work here. */
function timestamp(now: Date): string {
  const two = (part: number): string => String(part).padStart(2, '0')
  const day = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`
  return `${day}_${two(now.getHours())}${two(now.getMinutes())}`
}
