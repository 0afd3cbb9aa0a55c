import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Operation } from '../operations/operation'
import { codeIn } from './cache/code'
import type { DataRecord } from './cache/data'
import { decode } from './cache/decode'
import type { MigrationCache } from './cache/loader'
import { checksumOf } from './checksum'
import { BadMigrationFileError, MigrationLoadError, NotAnOperationError } from './errors'
import type { Origin } from './graph'
import type { Migration, MigrationDefinition, MigrationKey } from './migration'
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
export interface MigrationFile {
  readonly app: string
  readonly name: string
  /** Absolute path. */
  readonly file: string
}

/** The file of a migration that is loaded. */
export class FileOrigin implements Origin {
  readonly file: string
  readonly #migration: Pick<Migration, 'operations'>
  #checksum: string | undefined

  constructor(file: string, migration: Pick<Migration, 'operations'>, checksum?: string) {
    this.file = file
    this.#migration = migration
    this.#checksum = checksum
  }

  /** Worked out when it is first asked for: most commands never do. */
  get checksum(): string {
    this.#checksum ??= checksumOf(readFileSync(this.file, 'utf8'), this.#migration.operations)
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
  const all = files.map((file) => (cache === undefined ? runMigrationFile(file) : knownOrRun(file, cache)))
  cache?.save()
  return all
}

/** Without running or reading any of them. */
export function migrationNames(app: MigrationFolder): readonly string[] {
  return migrationFiles(app).map(({ name }) => name)
}

/** The files of one app by name. */
function migrationFiles({ label, folder, migrations = 'migrations' }: MigrationFolder): readonly MigrationFile[] {
  const place = join(folder, migrations)
  const files = new Map<string, string>()
  for (const entry of entriesOf(place).sort()) {
    const name = migrationName(entry)
    // Sorted, so that name.ts comes after name.js and takes its place.
    if (name !== undefined) files.set(name, join(place, entry))
  }
  return [...files].map(([name, file]) => ({ app: label, name, file }))
}

function knownOrRun(file: MigrationFile, cache: MigrationCache): LoadedMigration {
  const known = cache.find(file.file)
  if (known !== undefined && known.says !== null) return loaded(file, fromData(file, known.says), known.checksum)
  const definition = definitionOf(file)
  if (known === undefined) cache.note(file.file, definition)
  return loaded(file, definition, known?.checksum)
}

function loaded(
  { app, name, file }: MigrationFile,
  definition: MigrationDefinition,
  checksum?: string,
): LoadedMigration {
  const migration = placed(app, name, definition)
  return { migration, origin: new FileOrigin(file, migration, checksum) }
}

/** As its file says it. The code of an operation is looked up there when it is called. */
function fromData(file: MigrationFile, says: DataRecord): MigrationDefinition {
  return decode(says, (called, path) => {
    const code = (...given: readonly unknown[]): unknown => codeIn(definitionOf(file).operations ?? [], path)(...given)
    return Object.defineProperty(code, 'name', { value: called })
  })
}

/** Runs a file, with whatever hook for TypeScript the process has. */
export function runMigrationFile(file: MigrationFile): LoadedMigration {
  return loaded(file, definitionOf(file))
}

function definitionOf({ app, name, file }: MigrationFile): MigrationDefinition {
  const definition = exported(app, name, file)
  if (!isMigrationDefinition(definition)) throw new BadMigrationFileError(app, name, file)
  for (const [index, operation] of (definition.operations ?? []).entries())
    if (!(operation instanceof Operation)) throw new NotAnOperationError({ app, name }, file, index + 1, operation)
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
