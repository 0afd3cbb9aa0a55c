import type { Settings } from '../models/settings'

/** A project, not opened. */
export interface Project {
  readonly settings: Settings
  /** What paths in the settings are relative to: the folder of the script that calls `manage`. */
  readonly baseDir: string
}
