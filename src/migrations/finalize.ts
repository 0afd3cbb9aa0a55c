import { StrataError } from '../base/errors'
import type { MigrationGraph } from './graph'
import { type Migration, type MigrationKey, type MigrationRef, migrationKey } from './migration'

/** Squashed migrations as migrations like any other. */
export interface Finalization {
  readonly squashes: readonly Migration[]
  /** What they stood for, as far as there are files of it. */
  readonly removed: readonly Migration[]
  /** Others that named what is removed, as they are then. */
  readonly dependants: readonly Migration[]
  /** By what is removed: what takes its place where others name it. */
  readonly renamed: ReadonlyMap<MigrationKey, MigrationRef>
  /** All migrations there are afterwards. */
  readonly migrations: readonly Migration[]
}

/** Takes what squashed migrations replace out of the history: one of an app by name, or all of them. */
export function finalize(graph: MigrationGraph, app: string, name?: string): Finalization {
  const squashes = name === undefined ? squashesOf(graph, app) : [graph.find(app, name)]
  const renamed = new Map<MigrationKey, MigrationRef>()
  for (const squash of squashes) {
    const key = migrationKey(app, squash.name)
    const outer = graph.has(key) ? undefined : graph.standIn(key)
    if (squash.replaces.length === 0 || outer !== undefined) throw new NotASquashError(key, outer)
    for (const ref of graph.covers(key)) renamed.set(migrationKey(...ref), [app, squash.name])
  }
  if (squashes.length === 0) throw new NoSquashError(app)
  const removed: Migration[] = []
  const dependants: Migration[] = []
  const migrations: Migration[] = []
  for (const [key, migration] of graph.files) {
    if (renamed.has(key)) {
      removed.push(migration)
      continue
    }
    const changed = withRenamed(migration, renamed)
    const isSquash = squashes.includes(migration)
    if (changed !== migration && !isSquash) dependants.push(changed)
    migrations.push(isSquash ? { ...changed, replaces: [] } : changed)
  }
  const finalized = squashes.map((squash): Migration => ({ ...withRenamed(squash, renamed), replaces: [] }))
  return { squashes: finalized, removed, dependants, renamed, migrations }
}

/** A migration whose references have other names; the same one if none of them has. */
export function withRenamed(migration: Migration, renamed: ReadonlyMap<MigrationKey, MigrationRef>): Migration {
  const { dependencies, runBefore } = migration
  if (![...dependencies, ...runBefore].some((ref) => renamed.has(migrationKey(...ref)))) return migration
  return { ...migration, dependencies: renamedRefs(dependencies, renamed), runBefore: renamedRefs(runBefore, renamed) }
}

/** Each once, at its first place. */
function renamedRefs(
  refs: readonly MigrationRef[],
  renamed: ReadonlyMap<MigrationKey, MigrationRef>,
): readonly MigrationRef[] {
  const now = refs.map((ref) => renamed.get(migrationKey(...ref)) ?? ref)
  return [...new Map(now.map((ref) => [migrationKey(...ref), ref])).values()]
}

function squashesOf(graph: MigrationGraph, app: string): readonly Migration[] {
  return graph.order.map((key) => graph.migration(key)).filter((each) => each.app === app && each.replaces.length > 0)
}

export class NotASquashError extends StrataError {
  constructor(key: MigrationKey, outer: MigrationKey | undefined) {
    super({
      code: 'squash.not-squashed',
      message: outer === undefined ? `${key} is no squashed migration.` : `${key} is part of ${outer}.`,
      hint: outer === undefined ? 'Only what `replaces` others can be finalized.' : `Finalize ${outer}.`,
      facts: { migration: key, outer },
    })
  }
}

export class NoSquashError extends StrataError {
  constructor(app: string) {
    super({
      code: 'squash.none',
      message: `App '${app}' has no squashed migration.`,
      hint: `Make one: squashmigrations ${app} <end>`,
      facts: { app },
    })
  }
}

/** A database has not recorded the squashed migration: after its `replaces` is gone it would be run again. */
export class NotRecordedError extends StrataError {
  constructor(key: MigrationKey, database: string) {
    super({
      code: 'squash.not-recorded',
      message: `On database '${database}' some or all of what ${key} replaces is applied, and ${key} is not recorded.`,
      hint: "Run 'migrate' there first: it finishes and records it.",
      facts: { migration: key, database },
    })
  }
}

/** A file that stays imports one that is to go. */
export class StillImportedError extends StrataError {
  constructor(file: string, imported: string) {
    super({
      code: 'squash.still-imported',
      message: `${file} imports ${imported}, which is to be removed.`,
      hint: 'Move what it takes from there to a module of its own.',
      facts: { file, imported },
    })
  }
}
