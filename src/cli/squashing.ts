import { sep } from 'node:path'
import type { MigrationGraph } from '../migrations/graph'
import type { Migration } from '../migrations/migration'
import { proofInWords, proveStates } from '../migrations/proof'
import { type SquashPlan, withoutElidable } from '../migrations/squash'
import type { Context } from './context'
import { leafChanges } from './leaf-file'
import { oldFile, placeOfApp, readAsFile, shownPath } from './migration-files'
import { projectExports } from './project-exports'
import { graphOf, prove } from './proving'

export interface WrittenSquash {
  readonly name: string
  readonly path: string
  readonly replaces: readonly string[]
  /** How many operations the old migrations have, and how many it has. */
  readonly operations: { readonly before: number; readonly after: number }
}

export interface WrittenSquashes {
  readonly squashes: readonly WrittenSquash[]
  /** What is the same, in words; undefined: the models alone were compared. */
  readonly proof: string | undefined
}

export interface SquashingOptions {
  readonly optimize: boolean
  /** Whether the embedded database is asked. */
  readonly proof: boolean
}

interface Candidate {
  readonly migration: Migration
  readonly path: string
  readonly text: string
}

/** Writes squashed migrations, proven as they are read from the very text that is written. */
export async function writeSquashes(
  context: Context,
  graph: MigrationGraph,
  { squashes, range }: SquashPlan,
  { optimize, proof: isRun }: SquashingOptions,
): Promise<WrittenSquashes> {
  const candidates: Candidate[] = []
  for (const { migration, replaced } of squashes)
    candidates.push(await candidateOf(context, graph, migration, replaced))
  const [{ app } = { app: '' }] = range
  const after = graphOf([...graph.files.values(), ...candidates.map(({ migration }) => migration)], context)
  const last = range.at(-1)?.name ?? ''
  const end = candidates.find(({ migration }) => migration.replaces.some(([, name]) => name === last))
  const claim = {
    what: candidates.map(({ migration }) => migration.name).join(' and '),
    before: { graph, targets: [{ kind: 'migration', app, name: last }] },
    after: { graph: after, targets: [{ kind: 'migration', app, name: end?.migration.name ?? last }] },
    rows: !optimize || squashes.every(({ replaced }) => !replaced.some(hasElidable)),
  } as const
  const proof = isRun ? await prove(context, claim) : undefined
  if (proof === undefined) proveStates(claim)
  const [leaf] = after.leaves(app).map((key) => after.migration(key).name)
  const leafFile = leaf === undefined ? [] : leafChanges(placeOfApp(app, context), leaf)
  const changes = [...candidates.map(({ path, text }) => ({ kind: 'create', path, text }) as const), ...leafFile]
  context.changeFiles(changes)
  return {
    proof: proof && proofInWords(proof).replaceAll(context.cwd + sep, ''),
    squashes: candidates.map(({ migration: { name, operations, replaces }, path }, index) => ({
      name,
      path: shownPath(path, context.cwd),
      replaces: replaces.map(([, replaced]) => replaced),
      operations: {
        before: squashes[index]?.replaced.flatMap((each) => each.operations).length ?? 0,
        after: operations.length,
      },
    })),
  }
}

async function candidateOf(
  context: Context,
  graph: MigrationGraph,
  migration: Migration,
  replaced: readonly Migration[],
): Promise<Candidate> {
  const { rewrittenMigration } = await import('../codegen/rewritten-migration')
  const { app, name } = migration
  const folder = placeOfApp(app, context).migrations
  const { path, text } = await rewrittenMigration(migration, {
    folder,
    from: () => replaced.map((each) => oldFile(each, graph)),
    exports: projectExports(context.project.baseDir)(folder),
  })
  return { migration: await readAsFile(app, name, folder, text), path, text }
}

function hasElidable({ operations }: Migration): boolean {
  return withoutElidable(operations).length < operations.length
}
