import type { AnyClass } from '../base/metadata'
import type { AppRegistry } from '../models/registry'

/** A model by the name that it has in the shell. */
export interface ShellName {
  readonly name: string
  readonly app: string
  readonly model: AnyClass
}

/** All models by their names; of two with the same one, that of the app that the settings have first. */
export function shellNames(registry: AppRegistry): readonly ShellName[] {
  const names = new Map<string, ShellName>()
  for (const { label, classes } of registry.apps) {
    for (const [name, model] of classes) if (!names.has(name)) names.set(name, { name, app: label, model })
  }
  return [...names.values()]
}
