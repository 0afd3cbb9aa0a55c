import type { Settings } from '../models/settings'
import type { Database } from '../sql/database'
import type { Project } from './project'

/** A project whose models can be asked: `await Movie.objects.filter({ title: 'Avatar' })`. */
export interface OpenProject extends Project {
  /** One session of the default database, opened when it is first needed. */
  database(): Promise<Database>
  /** Ends the session, if there is one. */
  close(): Promise<void>
}

/**
 * Loads the models of a project and connects their managers with its default database. `baseDir` is what the paths of
 * the settings are relative to. Throws a StrataError where the models or the settings are not sound.
 */
export async function openProject(settings: Settings, baseDir: string): Promise<OpenProject> {
  // Imported here: whoever imports a field from the package loads none of this.
  const [{ loadApps }, { AppRegistry }, { refuseUnsoundSettings }] = await Promise.all([
    import('../models/loader'),
    import('../models/registry'),
    import('../models/sound-settings'),
  ])
  refuseUnsoundSettings(settings)
  let opened: Promise<Database> | undefined
  const database = (): Promise<Database> => {
    opened ??= openDatabase(settings.databases.default, baseDir)
    return opened
  }
  AppRegistry.of(loadApps(settings, baseDir)).bind(database)
  return {
    settings,
    baseDir,
    database,
    async close() {
      const closing = await opened
      opened = undefined
      await closing?.close()
    },
  }
}

async function openDatabase(url: string, baseDir: string): Promise<Database> {
  const [{ connect }, { toDatabase }] = await Promise.all([
    import('../backends/connect'),
    import('../backends/postgres/database'),
  ])
  return toDatabase(await connect(url, { baseDir }))
}
