import { type LoadOptions, loadMigrations, originsOf } from '../migrations/loader'
import type { MigrationSet } from '../migrations/run-migrations'
import type { AppPlace } from './app-places'

/** The migrations of all apps, with the files that they are read from. */
export function loadMigrationSet(places: readonly AppPlace[], options?: LoadOptions): MigrationSet {
  const folders = places.map(({ label, migrations }) => ({ label, folder: migrations, migrations: '' }))
  const loaded = loadMigrations(folders, options)
  return {
    apps: places.map(({ label }) => label),
    migrations: loaded.map(({ migration }) => migration),
    origins: originsOf(loaded),
  }
}
