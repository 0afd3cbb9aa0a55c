import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MigrationGraph } from '../migrations/graph'
import type { AppPlace } from '../project/app-places'
import type { Context } from './context'
import type { FileChange } from './file-changes'

/** The file beside the migrations of an app that names the last of them: two branches that add one change the same line. */
const leafFile = 'leaf.txt'

/** What a leaf file says. */
export type Leaf =
  | { readonly kind: 'name'; readonly path: string; readonly name: string }
  /** Version control has left both names in it: that of where one is, and that of what comes in. */
  | { readonly kind: 'conflict'; readonly path: string; readonly names: readonly [string, string] }

export function readLeaf({ migrations }: AppPlace): Leaf | undefined {
  const path = join(migrations, leafFile)
  if (!existsSync(path)) return undefined
  const text = readFileSync(path, 'utf8').replaceAll('\r\n', '\n')
  const sides = /^<{7}.*\n\s*(.*?)\s*\n(?:\|{7}[\s\S]*?\n)?={7}.*\n\s*(.*?)\s*\n>{7}/m.exec(text)
  if (sides !== null) return { kind: 'conflict', path, names: [sides[1] ?? '', sides[2] ?? ''] }
  return { kind: 'name', path, name: text.trim() }
}

/**
 * Makes the file say another name. There is one from the first migration of an app on; who deletes it has none from
 * then on, and an app with a history that never had one is left alone.
 */
export function leafChanges(place: AppPlace, name: string, { isFirst = false } = {}): readonly FileChange[] {
  if (!isFirst && readLeaf(place) === undefined) return []
  return [{ kind: 'write', path: join(place.migrations, leafFile), text: `${name}\n` }]
}

/** What is wrong with the leaf files of these apps; the migrations are read only if there are any. */
export async function leafIssuesOf(context: Context, labels: readonly string[]): Promise<readonly LeafIssue[]> {
  const places = context.apps.filter(({ label }) => labels.length === 0 || labels.includes(label))
  const noted = places.filter((place) => readLeaf(place) !== undefined)
  return noted.length === 0 ? [] : leafIssues(noted, await context.graph())
}

export async function warnOfLeaves(context: Context, labels: readonly string[]): Promise<void> {
  for (const { message, hint } of await leafIssuesOf(context, labels)) context.warn(`${message} ${hint}`)
}

/** A leaf file that does not say what the migration files do. */
export interface LeafIssue {
  readonly app: string
  readonly path: string
  readonly message: string
  readonly hint: string
}

export function leafIssues(places: readonly AppPlace[], graph: MigrationGraph): readonly LeafIssue[] {
  return places.flatMap((place): LeafIssue[] => {
    const leaf = readLeaf(place)
    if (leaf === undefined) return []
    const { label: app } = place
    const names = graph.leaves(app).map((key) => graph.migration(key).name)
    if (leaf.kind === 'conflict') {
      const message = `Version control has left two last migrations in ${leafFile} of ${app}: ${leaf.names.join(' and ')}.`
      return [{ app, path: leaf.path, message, hint: wayOut(app) }]
    }
    // Two of them are a conflict, which is an error of its own.
    if (names.length > 1 || names[0] === leaf.name || (names.length === 0 && leaf.name === '')) return []
    const message = `The file ${leafFile} of ${app} names ${leaf.name || 'nothing'} as the last migration, which is ${names[0] ?? 'not there'}.`
    const hint = `Write ${names[0] ?? 'nothing'} into it, or bring back what is missing.`
    return [{ app, path: leaf.path, message, hint }]
  })
}

function wayOut(app: string): string {
  return `Run 'rebasemigrations ${app}' or 'makemigrations --merge'.`
}
