import type { GraphOptions } from '../../../src/migrations/graph'
import { MigrationGraph } from '../../../src/migrations/graph'
import type { AppliedMigration } from '../../../src/migrations/history'
import type { Migration, MigrationDefinition, MigrationRef } from '../../../src/migrations/migration'
import { migration, placed } from '../../../src/migrations/migration'
import type { Change } from '../../../src/operations/operation'
import { Operation } from '../../../src/operations/operation'
import type { SchemaEditor } from '../../../src/schema/schema-editor'
import type { Step } from '../../../src/schema/step'
import { sqlStep } from '../../../src/schema/step'
import { ModelState } from '../../../src/state/model-state'
import type { ProjectState } from '../../../src/state/project-state'

/** Migrations by key: what each depends on, or all that its file says. */
export type Files = Readonly<Record<string, readonly string[] | Definition>>

export interface Definition extends Omit<MigrationDefinition, 'dependencies' | 'runBefore' | 'replaces'> {
  readonly dependencies?: readonly string[]
  readonly runBefore?: readonly string[]
  readonly replaces?: readonly string[]
}

export function ref(key: string): MigrationRef {
  const dot = key.indexOf('.')
  return [key.slice(0, dot), key.slice(dot + 1)]
}

export function migrationsOf(files: Files): readonly Migration[] {
  return Object.entries(files).map(([key, file]) => {
    const {
      dependencies = [],
      runBefore = [],
      replaces = [],
      ...rest
    } = 'length' in file ? { dependencies: file } : file
    const definition = {
      ...rest,
      dependencies: dependencies.map(ref),
      runBefore: runBefore.map(ref),
      replaces: replaces.map(ref),
    }
    return placed(...ref(key), migration(definition))
  })
}

export function graphOf(
  files: Files,
  { applied, ...options }: Partial<Omit<GraphOptions, 'applied'>> & { applied?: readonly string[] } = {},
): MigrationGraph {
  const migrations = migrationsOf(files)
  return MigrationGraph.of(migrations, {
    apps: new Set(migrations.map(({ app }) => app)),
    applied: new Set(applied),
    ...options,
  })
}

export function recordsOf(
  keys: readonly string[],
  checksums: Readonly<Record<string, string>> = {},
): readonly AppliedMigration[] {
  return keys.map((key) => {
    const [app, name] = ref(key)
    return { app, name, applied: new Date(0), checksum: checksums[key] }
  })
}

/** An operation that adds an empty model, with steps of the test's own. */
export class Mark extends Operation<{
  readonly name: string
  readonly up?: readonly Step[]
  readonly down?: readonly Step[]
  /** Why it cannot be undone. */
  readonly stuck?: string
}> {
  readonly symbol = '+'

  override apply(app: string, state: ProjectState): ProjectState {
    return state.withNew(new ModelState({ app, name: this.args.name, fields: [] }))
  }

  override forwards({ from, to }: Change): readonly Step[] {
    return this.args.up ?? [sqlStep(`up ${this.args.name} ${size(from)} to ${size(to)}`)]
  }

  override backwards({ from, to }: Change): readonly Step[] {
    return this.args.down ?? [sqlStep(`down ${this.args.name} ${size(from)} to ${size(to)}`)]
  }

  override irreversible(): string | undefined {
    return this.args.stuck
  }

  override describe(): string {
    return `Mark ${this.args.name}`
  }
}

function size(state: ProjectState): number {
  return [...state.keys()].length
}

/** For operations that ask no schema editor. */
export const noSchema: SchemaEditor = {
  change: () => [],
  object: () => [],
  validateConstraint: () => [],
}

/** What an error says to a script, without the sentence. */
export function failure(code: string, facts: Readonly<Record<string, unknown>> = {}): (error: unknown) => boolean {
  return (error) => {
    const found = error as { readonly code?: string; readonly facts?: Readonly<Record<string, unknown>> }
    const same = Object.entries(facts).every(
      ([key, value]) => JSON.stringify(found.facts?.[key]) === JSON.stringify(value),
    )
    if (found.code === code && same) return true
    throw error
  }
}
