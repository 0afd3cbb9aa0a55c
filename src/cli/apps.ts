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

/** The apps of these labels, all if there are none. */
export async function chosen(places: readonly AppPlace[], labels: readonly string[]): Promise<readonly AppPlace[]> {
  const known = places.map(({ label }) => label)
  const unknown = labels.find((label) => !known.includes(label))
  if (unknown === undefined) return labels.length === 0 ? places : places.filter(({ label }) => labels.includes(label))
  const { UnknownAppError } = await import('../models/registry')
  throw new UnknownAppError(unknown, known)
}
