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
}

/** How migrate goes about tables that others are using. */
export interface SafetySettings {
  /** Up to here a table is changed at once: 1000 rows and 1 MB unless said. */
  readonly smallTable?: { readonly rows?: number; readonly bytes?: number }
}

export interface AppSettings {
  readonly path: string
  readonly label?: string
  /** Folder of the migrations, relative to the app's; `migrations` unless said. */
  readonly migrations?: string
}
