import { readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { keep, keptFolder } from '../../base/kept/loader'
import { checksumOf } from '../checksum'
import type { MigrationDefinition } from '../migration'
import type { Contents, KeptMigration, KeptModule } from './contents'
import { contentsOf, nothing, textOf } from './contents'
import type { DataRecord } from './data'
import { encode } from './encode'
import { ProjectFiles, stampOf } from './files/loader'
import { localImports } from './sources'

export interface CacheOptions {
  /** The folder of the project. */
  readonly baseDir: string
  /** Of the package: what another one has kept is not read. */
  readonly version: string
  /** A file that changed after this time, in milliseconds, is not kept. When the process began, unless said. */
  readonly since?: number
}

/** What is known of a migration file without running it. */
export interface Known {
  /** Of what it does. */
  readonly checksum: string
  /** null: it has to be run all the same. */
  readonly says: DataRecord | null
}

/** What migration files say, kept beside the project. What is in doubt is not known, and the file is run. */
export class MigrationCache {
  readonly #file: string
  readonly #writer: string
  readonly #files: ProjectFiles
  readonly #migrations: Map<string, KeptMigration>
  #isChanged = false

  constructor({ baseDir, version, since = performance.timeOrigin }: CacheOptions) {
    this.#file = join(keptFolder(baseDir), 'history.json')
    // Builds of one version differ while it is worked on.
    this.#writer = `strata ${version} ${stampOf(__filename)?.join(' ')}`
    const { migrations, texts } = read(this.#file, this.#writer)
    this.#migrations = new Map(Object.entries(migrations))
    this.#files = new ProjectFiles({ baseDir, since, texts })
  }

  /** undefined: nothing is known of the file as it is now. */
  find(file: string): Known | undefined {
    const path = this.#files.path(file)
    const kept = this.#migrations.get(path)
    return kept !== undefined && this.#files.digest(path) === kept.digest && this.#loadsTheSame(kept) ? kept : undefined
  }

  /** Keeps what a file said when it was run. */
  note(file: string, definition: MigrationDefinition): void {
    const path = this.#files.path(file)
    const digest = this.#files.isSettled(path) ? this.#files.digest(path) : undefined
    if (digest === undefined) return
    const checksum = checksumOf(this.#files.text(path), definition.operations ?? [])
    this.#migrations.set(path, { digest, checksum, modules: {}, says: null, ...this.#data(path, definition) })
    this.#isChanged = true
  }

  /** Writes down what is new. In a folder that cannot be written to nothing is kept. */
  save(): void {
    if (!this.#isChanged && !this.#files.isChanged) return
    const present = [...this.#migrations].filter(([path]) => this.#files.digest(path) !== undefined)
    const paths = present.flatMap(([path, { modules }]) => [path, ...Object.keys(modules)])
    const contents = { migrations: Object.fromEntries(present), texts: this.#files.textsOf(paths) }
    keep(this.#file, textOf(contents, this.#writer))
    this.#isChanged = false
  }

  #data(path: string, definition: MigrationDefinition): Pick<KeptMigration, 'modules' | 'says'> | undefined {
    const modules = this.#modulesOf(path)
    const says = modules === undefined ? undefined : encode(definition)
    return modules === undefined || says === undefined ? undefined : { modules, says }
  }

  #loadsTheSame({ modules }: KeptMigration): boolean {
    return Object.entries(modules).every(
      ([path, { digest, folders }]) =>
        this.#files.digest(path) === digest &&
        folders.every(([folder, modified]) => this.#files.folderTime(folder) === modified),
    )
  }

  /** All modules of the project that a file loads, and those that they load. undefined: it is not to be foreseen. */
  #modulesOf(path: string, found: Record<string, KeptModule> = {}): Readonly<Record<string, KeptModule>> | undefined {
    for (const name of localImports(this.#files.text(path)) ?? [undefined]) {
      const module = name === undefined ? undefined : this.#files.resolve(path, name)
      if (module === undefined || !this.#files.isSettled(module)) return undefined
      if (module in found) continue
      found[module] = this.#module(module)
      if (this.#modulesOf(module, found) === undefined) return undefined
    }
    return found
  }

  #module(path: string): KeptModule {
    const folder = dirname(path)
    const folders = /^index\./.test(basename(path)) ? [folder, dirname(folder)] : [folder]
    return {
      digest: this.#files.digest(path) ?? '',
      folders: folders.map((each) => [each, this.#files.folderTime(each) ?? 0]),
    }
  }
}

function read(file: string, writer: string): Contents {
  try {
    return contentsOf(readFileSync(file, 'utf8'), writer)
  } catch {
    return nothing
  }
}
