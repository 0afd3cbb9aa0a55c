import type { Settings } from '../models/settings'

/** What the script that calls `manage` says. */
export interface Project {
  readonly settings: Settings
  /** What paths in the settings are relative to: the folder of that script. */
  readonly baseDir: string
  /** How the script is called, in help and in advice: `manage.ts`. */
  readonly script: string
}
