import type { Settings } from '../models/settings'

/** Makes a script the command line of a project. It loads what the command needs, once the script itself is read. */
export function manage(settings: Settings): void {
  void import('./main').then(({ main }) => main(settings))
}
