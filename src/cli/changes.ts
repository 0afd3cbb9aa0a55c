import {
  type Answerable,
  type Answers,
  answering,
  type Changes,
  detectChanges,
  type Hint,
  NeedsAnswerError,
  nonInteractive,
  type Questioner,
} from '../autodetector'
import { ConflictError } from '../migrations/errors'
import type { MigrationGraph } from '../migrations/graph'
import { type Migration, placed } from '../migrations/migration'
import { movedModels } from '../migrations/moved-models'
import { migrationName, migrationNumber, numberedName, suggestedName } from '../migrations/names'
import type { ModelHints } from '../models/hints'
import { appOf } from '../state/project-state'
import type { Context } from './context'
import { saidRenames } from './said-renames'

export interface MissingOptions {
  /** Only these, and what their migrations need; none: all. */
  readonly apps: readonly string[]
  readonly name?: string | undefined
  /** As `--rename` takes them: `app.Model.old=new`, `app.Old=New`. */
  readonly renames?: readonly string[] | undefined
  readonly questioner: Questioner
}

/** The migrations that lead from what the files add up to, to the models. */
export async function missingMigrations(context: Context, options: MissingOptions): Promise<readonly Migration[]> {
  const { apps, name, renames, questioner } = options
  const graph = await context.graph()
  refuseConflicts(graph, apps)
  const only = apps.length === 0 ? undefined : apps
  const { migrations } = await answering(await detection(context, graph, { only, name, renames }), questioner)
  return migrations
}

/** Migrations without operations, after the last of each app. */
export async function emptyMigrations(
  context: Context,
  { apps, name }: { readonly apps: readonly string[]; readonly name?: string | undefined },
): Promise<readonly Migration[]> {
  const graph = await context.graph()
  refuseConflicts(graph, apps)
  const leaves = leavesOf(graph)
  return [...new Set(apps)].map((app) => {
    const leaf = leaves.get(app)
    const initial = leaf === undefined
    const suggested = () => suggestedName({ operations: [], initial, now: new Date() })
    const called = name === undefined ? suggested() : migrationName(name)
    return placed(app, numberedName(initial ? 1 : migrationNumber(leaf) + 1, called), {
      dependencies: initial ? [] : [[app, leaf]],
      ...(initial && { initial }),
    })
  })
}

/** Apps whose models have changes that no migration holds. */
export async function unreflectedApps(context: Context): Promise<readonly string[]> {
  const detect = await detection(context, await context.graph(), {})
  try {
    const { migrations } = await answering(detect, nonInteractive)
    return [...new Set(migrations.map(({ app }) => app))].sort()
  } catch (error) {
    // There is a change, whatever the answer would be.
    if (error instanceof NeedsAnswerError) return [appOf(subjectOf(error))]
    throw error
  }
}

function subjectOf({ question }: NeedsAnswerError): string {
  if (question.kind === 'renamed-enum' || question.kind === 'removed-enum-value') return question.enum
  return question.kind === 'renamed-model' || question.kind === 'moved-model' ? question.to : question.model
}

type Detect = (answers: Answers) => Answerable<Changes>

async function detection(
  context: Context,
  graph: MigrationGraph,
  {
    renames = [],
    ...options
  }: Partial<Pick<MissingOptions, 'name' | 'renames'>> & { readonly only?: readonly string[] | undefined },
): Promise<Detect> {
  const registry = await context.registry()
  const [from, to] = [graph.stateAt(graph.leaves()), registry.state()]
  const input = {
    ...options,
    from,
    to,
    hints: new Map([...hintsFor(registry.hints()), ...saidRenames(renames, from, to)]),
    moved: movedModels(graph),
    leaves: leavesOf(graph),
    now: new Date(),
  }
  return (answers) => detectChanges({ ...input, answers })
}

function leavesOf(graph: MigrationGraph): ReadonlyMap<string, string> {
  return new Map(graph.leaves().map((key) => [graph.migration(key).app, graph.migration(key).name]))
}

/** Two leaves of an app that nobody asked for are not in the way. */
function refuseConflicts(graph: MigrationGraph, apps: readonly string[]): void {
  const conflicts = [...graph.conflicts()].filter(([app]) => apps.length === 0 || apps.includes(app))
  if (conflicts.length > 0) throw new ConflictError(new Map(conflicts))
}

function hintsFor({ blank, renamedFields, renamedModels }: ModelHints): ReadonlyMap<string, Hint> {
  const hints = new Map<string, Hint>()
  const add = (key: string, hint: Hint) => hints.set(key, { ...hints.get(key), ...hint })
  for (const key of blank) add(key, { blank: true })
  for (const [key, renamedFrom] of renamedFields) add(key, { renamedFrom })
  for (const [key, former] of renamedModels) {
    const renamedFrom = appOf(former) === appOf(key) ? former.slice(former.indexOf('.') + 1) : former
    add(key, { renamedFrom })
  }
  return hints
}
