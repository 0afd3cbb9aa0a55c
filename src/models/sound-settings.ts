import { StrataError } from '../base/errors'
import { refuseUnknownOptions } from '../base/unknown-option'
import type { Settings } from './settings'

/** Settings without what everything needs of them. */
export class MissingSettingError extends StrataError {
  constructor(setting: string, hint: string) {
    super({ code: 'settings.missing', message: `The settings have no ${setting}.`, hint, facts: { setting } })
  }
}

/** Written as a record, so that none can be left out. */
const settingNames: Readonly<Record<keyof Settings, true>> = {
  apps: true,
  databases: true,
  postgres: true,
  cache: true,
  safety: true,
  migrations: true,
  lint: true,
}
const known: ReadonlySet<string> = new Set(Object.keys(settingNames))

/** Scripts are run without type checks, and a variable of the environment may not be set. */
export function refuseUnsoundSettings(settings: Settings): void {
  const { apps, databases }: Partial<Settings> = settings
  refuseUnknownOptions('The settings object', settings, known)
  if (!Array.isArray(apps)) throw new MissingSettingError('apps', "List their folders: apps: ['apps/movies'].")
  if (typeof databases?.default !== 'string')
    throw new MissingSettingError(
      'databases.default',
      "Give it a URL: databases: { default: process.env.DATABASE_URL ?? 'pglite:.strata/db' }.",
    )
}
