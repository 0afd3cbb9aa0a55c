import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { isAbsolute, join, relative } from 'node:path'
import type { OldFile } from '../codegen/copy/copy-code'
import type { MigrationGraph } from '../migrations/graph'
import { type Migration, migrationKey } from '../migrations/migration'
import type { AppPlace } from '../project/app-places'
import type { Context } from './context'

/** Where the migrations of an app are. */
export function placeOfApp(app: string, { apps }: Pick<Context, 'apps'>): AppPlace {
  const place = apps.find(({ label }) => label === app)
  if (place === undefined) throw new Error(`there is a new migration of ${app}, which is no app`)
  return place
}

/** As one would type it in the current folder; one that is not below it in full. */
export function shownPath(path: string, cwd: string): string {
  const short = relative(cwd, path)
  return short.startsWith('..') || isAbsolute(short) ? path : short
}

/** A migration with the text of its file. */
export function oldFile(migration: Migration, graph: MigrationGraph): OldFile {
  const key = migrationKey(migration.app, migration.name)
  const path = graph.origin(key)?.file
  if (path === undefined) throw new Error(`${key} was read from no file`)
  return { migration, path, text: readFileSync(path, 'utf8') }
}

/**
 * The migration that a text would be, if it were a file of this folder: it is one for a moment, under a name that is no
 * migration's, so that what it imports is found.
 */
export async function readAsFile(app: string, name: string, folder: string, text: string): Promise<Migration> {
  const { runMigrationFile } = await import('../migrations/loader')
  const path = join(folder, `_${name}.tmp.ts`)
  writeFileSync(path, text)
  try {
    return runMigrationFile({ app, name, file: path }).migration
  } finally {
    rmSync(path, { force: true })
    delete require.cache[path]
  }
}
