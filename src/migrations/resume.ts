import { StrataError } from '../base/errors'
import type { MigrationGraph } from './graph'
import type { History } from './history'
import { withLost } from './lost'
import type { Migration, MigrationRef } from './migration'
import { migrationKey } from './migration'
import type { Plan } from './plan'
import { makePlan, undoPlan } from './plan'
import type { JournalEntry } from './records'
import { choicesPlace } from './records'

export interface Unfinished {
  readonly journal: readonly JournalEntry[]
  /** Only what was begun of this app. */
  readonly app?: string | undefined
  /** What the records keep of migrations whose files are gone. */
  readonly lost: readonly Migration[]
}

/** Goes on with what an earlier run has left half way, and with nothing else. */
export function resumePlan(graph: MigrationGraph, history: History, { journal, app, lost }: Unfinished): Plan {
  const begun = journal.filter((entry) => entry.step !== choicesPlace && (app === undefined || entry.app === app))
  const [first] = begun
  if (first === undefined) throw new NothingBegunError(history.database, app)
  const refs = begun
    .filter(({ direction }) => direction === first.direction)
    .map(({ app: label, name }): MigrationRef => [label, name])
  if (first.direction === 'forwards') {
    const targets = refs.map(([label, name]) => ({ kind: 'migration', app: label, name }) as const)
    return makePlan(graph, history, targets)
  }
  const all = lost.length === 0 ? graph : withLost(graph, history, lost)
  return undoPlan(
    all,
    history.withGraph(all),
    refs.map((ref) => migrationKey(...ref)),
  )
}

/** The command that goes on with what was left half way. */
export function resumeCommand(database: string | undefined): string {
  return `migrate --resume${database === undefined || database === 'default' ? '' : ` --database ${database}`}`
}

export class NothingBegunError extends StrataError {
  constructor(database: string, app: string | undefined) {
    super({
      code: 'migrate.nothing-begun',
      message: `On database '${database}' no migration${app === undefined ? '' : ` of ${app}`} was left half way.`,
      hint: "There is nothing to resume: 'migrate' applies what is not applied.",
      facts: { database, app },
    })
  }
}
