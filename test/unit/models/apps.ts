import type { AnyClass } from '../../../src/base/metadata'
import type { App } from '../../../src/models/app'
import { describeModels, modelKeys, modelName } from '../../../src/models/describe'
import { ProjectState } from '../../../src/state/project-state'

/** Apps as the loader makes them, of classes that stand in a test. */
export function appsOf(classes: Readonly<Record<string, readonly AnyClass[]>>): readonly App[] {
  const owned = Object.entries(classes).map(([label, each]) => ({ label, classes: each }))
  const keys = modelKeys(owned)
  return owned.map((app) => ({
    label: app.label,
    folder: `/project/apps/${app.label}`,
    classes: new Map(app.classes.filter((cls) => modelName(cls)).map((cls) => [modelName(cls) ?? '', cls])),
    models: describeModels(app, (cls) => keys.get(cls)),
  }))
}

export function stateOf(classes: Readonly<Record<string, readonly AnyClass[]>>): ProjectState {
  return ProjectState.of(appsOf(classes).flatMap((app) => app.models))
}
