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

/** A migration file as it lies there, not run. */
export class MigrationFile implements Origin {
  #checksum: string | undefined

  constructor(
    readonly app: string,
    readonly name: string,
    readonly file: string,
  ) {}

  /** Read when it is first asked for: most commands never do. The text of a checkout with other line ends is the same. */
  get checksum(): string {
    this.#checksum ??= createHash('sha256')
      .update(readFileSync(this.file, 'utf8').replaceAll('\r\n', '\n'))
      .digest('hex')
    return this.#checksum
  }
}

export interface LoadedMigration {
  readonly migration: Migration
  readonly origin: Origin
}

/** All migrations of the apps. An app without a folder of migrations has none. */
export function loadMigrations(apps: Iterable<MigrationFolder>): readonly LoadedMigration[] {
  return [...apps].flatMap(migrationFiles).map(runMigrationFile)
}

/** The files of one app by name. */
export function migrationFiles({
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
  return [...files].map(([name, file]) => new MigrationFile(label, name, file))
}

/** Runs a file, with whatever hook for TypeScript the process has. */
export function runMigrationFile(origin: MigrationFile): LoadedMigration {
  const { app, name, file } = origin
  const definition = exported(app, name, file)
  if (!isMigrationDefinition(definition)) throw new BadMigrationFileError(app, name, file)
  return { migration: placed(app, name, definition), origin }
}

export function originsOf(loaded: Iterable<LoadedMigration>): ReadonlyMap<MigrationKey, Origin> {
  return new Map([...loaded].map(({ migration: { app, name }, origin }) => [migrationKey(app, name), origin]))
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
