/** What `manage({…})` is given. */
export interface Settings {
  /** Folders of the apps, relative to the file that calls `manage`; or `{ path, label }`. */
  readonly apps: readonly (string | AppSettings)[]
  /** Connection strings by alias: `postgres://…`, `pglite:folder`, `pglite:memory`. */
  readonly databases: { readonly default: string } & Readonly<Record<string, string>>
}

export interface AppSettings {
  readonly path: string
  readonly label?: string
  /** Folder of the migrations, relative to the app's; `migrations` unless said. */
  readonly migrations?: string
}
