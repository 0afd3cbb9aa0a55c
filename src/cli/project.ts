import type { Project as AnyProject } from '../project/project'

/** What the script that calls `manage` says. */
export interface Project extends AnyProject {
  /** How the script is called, in help and in advice: `manage.ts`. */
  readonly script: string
}
