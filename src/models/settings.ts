/** What `manage({…})` is given. */
export interface Settings {
  /** Folders of the apps, relative to the file that calls `manage`; or `{ path, label }`. */
  readonly apps: readonly (string | AppSettings)[]
  /** Connection strings by alias: `postgres://…`, `pglite:folder`, `pglite:memory`. */
  readonly databases: { readonly default: string } & Readonly<Record<string, string>>
  /** The oldest PostgreSQL that the models are for, as 15: the checks find what it lacks. */
  readonly postgres?: number
  /** false: migration files are run by every command, instead of keeping what they say. */
  readonly cache?: boolean
  readonly safety?: SafetySettings
  readonly migrations?: MigrationSettings
  readonly lint?: LintSettings
}

/** What the linter looks for. */
export interface LintSettings {
  /** By id or name of a rule: `{ L112: 'off', 'drop-not-null': 'info' }`. */
  readonly rules?: Readonly<Record<string, 'off' | 'error' | 'warning' | 'info'>>
  /** By app, the last migration that is not looked at: those before were released before there was a linter. */
  readonly startAfter?: Readonly<Record<string, string>>
}

/** How migration files are written. */
export interface MigrationSettings {
  /** What goes over the files that a command has written, one after the other. */
  readonly postWrite?: readonly PostWrite[]
}

/** A command of the shell, `{files}` in the place of the paths: `npx prettier --write {files}`. Or what is given them. */
export type PostWrite = string | ((files: readonly string[]) => unknown)

/** How migrate goes about tables that others are using. */
export interface SafetySettings {
  /** Up to here a table is changed at once: 1000 rows and 1 MB unless said. */
  readonly smallTable?: { readonly rows?: number; readonly bytes?: number }
  /** How rows are changed a few at a time. */
  readonly batches?: {
    /** Between two batches, in ms. */
    readonly pauseMs?: number
    /** Waits while a replica is further behind: 10 000 ms unless said. */
    readonly maxLagMs?: number
    /** Waits while more sessions of the database are at work. */
    readonly maxActive?: number
  }
}

export interface AppSettings {
  readonly path: string
  readonly label?: string
  /** Folder of the migrations, relative to the app's; `migrations` unless said. */
  readonly migrations?: string
}
