import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { FolderHolder } from '../backends/postgres/pglite-folder-lock'
import type { PgliteThread } from '../backends/postgres/pglite-thread'
import type { MigrationCache } from '../migrations/cache/loader'
import type { MigrationGraph } from '../migrations/graph'
import type { AppliedMigration, History } from '../migrations/history'
import type { Migration } from '../migrations/migration'
import type { MigrationSet } from '../migrations/run-migrations'
import type { WatchOptions } from '../migrations/watcher'
import type { AppRegistry } from '../models/registry'
import { type AppPlace, appPlaces } from '../project/app-places'
import type { Database } from '../sql/database'
import type { Environment } from './environment'
import { UsageError } from './exit'
import { changeFiles, type FileChange } from './file-changes'
import type { Output } from './output'
import type { Project } from './project'
import { prompterFor } from './prompt'
import type { Prompter } from './prompter'
import { ChecksFailedError, describeIssues } from './system-checks'
import { version } from './version'

export interface ContextOptions {
  readonly project: Project
  readonly environment: Environment
  /** For warnings, and for questions as long as stdout is not for JSON. */
  readonly out: Output
  readonly json: boolean
}

/**
 * What commands work with, made when first asked for, once: a command that needs no database opens none, and loads
 * nothing that opens one.
 */
export class Context {
  readonly project: Project
  readonly cwd: string
  readonly apps: readonly AppPlace[]
  readonly #options: ContextOptions
  readonly #databases = new Map<string, Promise<Database>>()
  readonly #changes: FileChange[] = []
  #registry: Promise<AppRegistry> | undefined
  #migrations: Promise<MigrationSet> | undefined
  #prompter: Promise<Prompter> | undefined
  #scratch: Promise<PgliteThread> | undefined
  #hasSaidNoApps = false

  constructor(options: ContextOptions) {
    this.#options = options
    this.project = options.project
    this.cwd = options.environment.cwd
    this.apps = appPlaces(options.project.settings, options.project.baseDir)
  }

  /** The models. */
  registry(): Promise<AppRegistry> {
    this.#registry ??= this.#loadModels()
    return this.#registry
  }

  /** The models, if nothing is wrong with them. */
  async checkedRegistry(): Promise<AppRegistry> {
    const registry = await this.registry()
    const messages = registry.check({ ...this.project.settings, madeNames: false })
    if (messages.some(({ level }) => level === 'error')) throw new ChecksFailedError(messages)
    if (messages.length > 0) this.warn(describeIssues(messages))
    return registry
  }

  /** What `checkedRegistry` leaves out, for models that changed: names come to be the same by a change alone. */
  async checkMadeNames(): Promise<void> {
    const messages = (await this.registry()).checkMadeNames()
    if (messages.some(({ level }) => level === 'error')) throw new ChecksFailedError(messages)
  }

  /** What the migration files say. */
  migrations(): Promise<MigrationSet> {
    this.#migrations ??= this.#loadMigrations()
    return this.#migrations
  }

  /** The files by themselves: a squashed migration stands for what it replaces. */
  async graph(): Promise<MigrationGraph> {
    const { survey } = await import('../migrations/run-migrations')
    return survey(await this.migrations(), []).graph
  }

  /** The files beside the records of a database. */
  async survey(alias: string): Promise<{ readonly graph: MigrationGraph; readonly history: History }> {
    const { survey } = await import('../migrations/run-migrations')
    return survey(await this.migrations(), await this.records(alias), { database: alias })
  }

  /** What a database has recorded. One that is still to be made has nothing, and is not made for that. */
  async records(alias: string): Promise<readonly AppliedMigration[]> {
    const database = await this.databaseIfMade(alias)
    if (database === undefined) return []
    const { Recorder } = await import('../migrations/recorder')
    return new Recorder(database).applied()
  }

  /** The migrations of records without a file, as far as the records keep them. */
  async lostMigrations({ missing, database }: History): Promise<readonly Migration[]> {
    if (missing.length === 0) return []
    const { Recorder } = await import('../migrations/recorder')
    return new Recorder(await this.database(database)).kept(missing)
  }

  /** To be looked at: undefined where it would have to be made for that. */
  async databaseIfMade(alias: string): Promise<Database | undefined> {
    const { parseDatabaseUrl } = await import('../backends/database-url')
    const place = parseDatabaseUrl(this.url(alias))
    if (place.kind === 'pglite' && !existsSync(join(this.project.baseDir, place.folder))) return undefined
    return this.database(alias)
  }

  /** Whether the result is printed as JSON. */
  get json(): boolean {
    return this.#options.json
  }

  /** The world outside, for commands that hand it on. */
  get environment(): Environment {
    return this.#options.environment
  }

  database(alias: string): Promise<Database> {
    const opened = this.#databases.get(alias) ?? this.#open(alias)
    this.#databases.set(alias, opened)
    return opened
  }

  /** How a run may look at itself from outside; undefined where a database has one session. */
  watch(alias: string): WatchOptions | undefined {
    const url = this.url(alias)
    const { environment, project } = this.#options
    if (!/^postgres(ql)?:/.test(url)) return undefined
    return { open: () => environment.connect(url, { baseDir: project.baseDir }) }
  }

  /** Whom questions go to. `aside`: stdout is for a program. */
  prompter({ aside = false } = {}): Promise<Prompter> {
    const { environment, json } = this.#options
    this.#prompter ??= prompterFor(environment, json || aside ? environment.stderr : environment.stdout)
    return this.#prompter
  }

  /** Does all of it to files, or nothing, and notes it for what is to go over them. */
  changeFiles(changes: readonly FileChange[]): void {
    changeFiles(changes)
    this.#changes.push(...changes)
  }

  /** At the end of a command: the settings may say what is to go over the files that it has written. */
  async finish(): Promise<void> {
    const hooks = this.project.settings.migrations?.postWrite ?? []
    if (hooks.length === 0 || this.#changes.length === 0) return
    const { filesLeftBy, postWrite } = await import('./post-write')
    const options = { cwd: this.project.baseDir, env: this.environment.env }
    await postWrite(hooks, filesLeftBy(this.#changes.splice(0)), options)
  }

  /** An empty database for proofs; to be asked for early, since it takes as long to make as what is proven in it. */
  scratch(): Promise<PgliteThread> {
    this.#scratch ??= import('../backends/postgres/pglite-thread').then(({ PgliteThread }) => new PgliteThread())
    return this.#scratch
  }

  warn(text: string): void {
    this.#options.out.warn(text)
  }

  url(alias: string): string {
    const url = this.project.settings.databases[alias]
    if (url === undefined) throw new UnknownDatabaseError(alias, Object.keys(this.project.settings.databases))
    return url
  }

  async close(): Promise<void> {
    for (const database of this.#databases.values()) await database.then((opened) => opened.close()).catch(() => {})
    await this.#scratch?.then((thread) => thread.stop())
    await this.#prompter?.then((prompter) => prompter.close())
  }

  async #loadModels(): Promise<AppRegistry> {
    this.#warnOfNoApps()
    const [{ loadApps }, { AppRegistry }] = [await import('../models/loader'), await import('../models/registry')]
    return AppRegistry.of(loadApps(this.project.settings, this.project.baseDir, this.#isCaching))
  }

  async #loadMigrations(): Promise<MigrationSet> {
    this.#warnOfNoApps()
    const { loadMigrationSet } = await import('../project/migration-set')
    return loadMigrationSet(this.apps, { cache: await this.#cache() })
  }

  /** Nothing to do is no mistake, as in Django, and yet hardly what somebody meant. */
  #warnOfNoApps(): void {
    if (this.apps.length > 0 || this.#hasSaidNoApps) return
    this.#hasSaidNoApps = true
    this.warn(
      "The settings list no apps, so there are no models and no migrations. List their folders: apps: ['apps/movies'].",
    )
  }

  /** Whether what is worked out is kept for the next command. */
  get #isCaching(): boolean {
    return this.project.settings.cache !== false && this.environment.env.STRATA_CACHE !== 'off'
  }

  /** What the migration files said when they were run last. */
  async #cache(): Promise<MigrationCache | undefined> {
    if (!this.#isCaching) return undefined
    const { MigrationCache } = await import('../migrations/cache/loader')
    return new MigrationCache({ baseDir: this.project.baseDir, version })
  }

  async #open(alias: string): Promise<Database> {
    const { toDatabase } = await import('../backends/postgres/database')
    const { environment, project } = this.#options
    const connection = await environment.connect(this.url(alias), {
      baseDir: project.baseDir,
      onWait: (holder) => this.warn(waitsFor(this.url(alias), holder)),
    })
    return toDatabase(connection)
  }
}

function waitsFor(url: string, { pid, command, since }: FolderHolder): string {
  return `Waiting for process ${pid} (${command}), which has ${url} open since ${since}.`
}

/** A program asks for a database that is not there; the command line has been held against the settings before. */
class UnknownDatabaseError extends UsageError {
  constructor(alias: string, aliases: readonly string[]) {
    super('unknown-database', `The settings have no database '${alias}'.`, `They have ${aliases.join(', ')}.`, {
      alias,
    })
  }
}
