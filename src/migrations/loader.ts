import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { codeIn } from './cache/code'
import type { DataRecord } from './cache/data'
import { decode } from './cache/decode'
import type { MigrationCache } from './cache/loader'
import { BadMigrationFileError, MigrationLoadError } from './errors'
import type { Origin } from './graph'
import type { Migration, MigrationDefinition, MigrationKey } from './migration'
import { isMigrationDefinition, migrationKey, placed } from './migration'
import { textDigest } from './text-digest'

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
    checksum?: string,
  ) {
    this.#checksum = checksum
  }

  /** Read when it is first asked for: most commands never do. */
  get checksum(): string {
    this.#checksum ??= textDigest(readFileSync(this.file, 'utf8'))
    return this.#checksum
  }
}

export interface LoadedMigration {
  readonly migration: Migration
  readonly origin: Origin
}

export interface LoadOptions {
  /** What is known of the files, so that they need not be run; none unless given. */
  readonly cache?: MigrationCache | undefined
}

/** All migrations of the apps. An app without a folder of migrations has none. */
export function loadMigrations(
  apps: Iterable<MigrationFolder>,
  { cache }: LoadOptions = {},
): readonly LoadedMigration[] {
  const files = [...apps].flatMap(migrationFiles)
  const loaded = files.map((file) => (cache === undefined ? runMigrationFile(file) : knownOrRun(file, cache)))
  cache?.save()
  return loaded
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

function knownOrRun(file: MigrationFile, cache: MigrationCache): LoadedMigration {
  const known = cache.find(file.file)
  if (known !== undefined && known.says !== null) return fromData(file, known.digest, known.says)
  const definition = definitionOf(file)
  if (known === undefined) cache.note(file.file, definition)
  return { migration: placed(file.app, file.name, definition), origin: file }
}

/** As its file says it. The code of an operation is looked up there when it is called. */
function fromData({ app, name, file }: MigrationFile, checksum: string, says: DataRecord): LoadedMigration {
  const origin = new MigrationFile(app, name, file, checksum)
  const definition = decode(says, (called, path) => {
    const code = (...given: readonly unknown[]): unknown =>
      codeIn(definitionOf(origin).operations ?? [], path)(...given)
    return Object.defineProperty(code, 'name', { value: called })
  })
  return { migration: placed(app, name, definition), origin }
}

/** Runs a file, with whatever hook for TypeScript the process has. */
export function runMigrationFile(origin: MigrationFile): LoadedMigration {
  return { migration: placed(origin.app, origin.name, definitionOf(origin)), origin }
}

function definitionOf({ app, name, file }: MigrationFile): MigrationDefinition {
  const definition = exported(app, name, file)
  if (!isMigrationDefinition(definition)) throw new BadMigrationFileError(app, name, file)
  return definition
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
