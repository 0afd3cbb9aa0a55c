import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { BadMigrationFileError, MigrationLoadError } from './errors'
import type { Origin } from './graph'
import type { Migration, MigrationKey } from './migration'
import { isMigrationDefinition, migrationKey, placed } from './migration'

/** Where the migrations of an app are. */
export interface MigrationFolder {
  readonly label: string
  /** Absolute path of the app's folder. */
  readonly folder: string
  /** Folder of the migrations, relative to the app's; `migrations` unless said. */
  readonly migrations?: string | undefined
}

/** A migration file as it lies there: read, not run. */
export interface MigrationFile extends Origin {
  readonly app: string
  readonly name: string
}

export interface LoadedMigration extends Origin {
  readonly migration: Migration
}

/** All migrations of the apps. An app without a folder of migrations has none. */
export function loadMigrations(apps: Iterable<MigrationFolder>): readonly LoadedMigration[] {
  return [...apps].flatMap(readMigrationFiles).map(runMigrationFile)
}

/** The files of one app by name, each with the digest of its text. */
export function readMigrationFiles({
  label,
  folder,
  migrations = 'migrations',
}: MigrationFolder): readonly MigrationFile[] {
  const place = join(folder, migrations)
  const files = new Map<string, string>()
  for (const entry of entriesOf(place).sort()) {
    const name = migrationName(entry)
    // Sorted, so that name.ts comes after name.js and takes its place.
    if (name !== undefined) files.set(name, join(place, entry))
  }
  return [...files].map(([name, file]) => ({
    app: label,
    name,
    file,
    checksum: checksumOf(readFileSync(file, 'utf8')),
  }))
}

/** Runs a file, with whatever hook for TypeScript the process has. */
export function runMigrationFile({ app, name, file, checksum }: MigrationFile): LoadedMigration {
  const definition = exported(app, name, file)
  if (!isMigrationDefinition(definition)) throw new BadMigrationFileError(app, name, file)
  return { migration: placed(app, name, definition), file, checksum }
}

export function originsOf(loaded: Iterable<LoadedMigration>): ReadonlyMap<MigrationKey, Origin> {
  return new Map(
    [...loaded].map(({ migration: { app, name }, file, checksum }) => [migrationKey(app, name), { file, checksum }]),
  )
}

const requireFile = createRequire(__filename)

function exported(app: string, name: string, file: string): unknown {
  try {
    const module: unknown = requireFile(file)
    return typeof module === 'object' && module !== null && 'default' in module ? module.default : module
  } catch (cause) {
    throw new MigrationLoadError(app, name, file, cause)
  }
}

/** The text of a checkout with other line ends is the same text. */
function checksumOf(text: string): string {
  return createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex')
}

function migrationName(entry: string): string | undefined {
  if (entry.endsWith('.d.ts')) return undefined
  return /^([^_~.].*)\.[tj]s$/.exec(entry)?.[1]
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return []
    throw error
  }
}
