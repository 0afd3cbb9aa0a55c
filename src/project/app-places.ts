import { basename, join, resolve } from 'node:path'
import type { Settings } from '../models/settings'

/** Where an app is, which takes no look at its models. */
export interface AppPlace {
  readonly label: string
  /** Absolute path. */
  readonly folder: string
  /** Absolute path. */
  readonly migrations: string
}

export function appPlaces({ apps }: Settings, baseDir: string): readonly AppPlace[] {
  return apps.map((app) => {
    const { path, label = basename(path), migrations = 'migrations' } = typeof app === 'string' ? { path: app } : app
    const folder = resolve(baseDir, path)
    return { label, folder, migrations: join(folder, migrations) }
  })
}
