import { ProjectState } from '../state/project-state'
import type { App } from './app'
import { checkClassFields } from './checks/class-fields'
import { checkDeclaredTypes, checkFields } from './checks/fields'
import type { CheckedModel, CheckMessage, ModelCheck, Project, ProjectCheck } from './checks/message'
import {
  checkColumns,
  checkComputedFrom,
  checkInheritedNames,
  checkModelName,
  checkOptionFields,
  checkOrdering,
  checkPrimaryKey,
  checkProxy,
} from './checks/models'
import {
  checkConstraintNamesDiffer,
  checkIndexNames,
  checkIndexNamesDiffer,
  checkNameLengths,
  checkTablesDiffer,
} from './checks/names'
import { checkRelatedNames, checkReverseNames, checkTargetFields, checkTargets, checkThrough } from './checks/relations'
import { declarationOf } from './declaration'

export type { CheckMessage } from './checks/message'

/** Without these a state cannot be worked with: it names what is not there. */
const soundness: readonly ModelCheck[] = [checkTargets, checkComputedFrom, checkOptionFields, checkOrdering]

const modelChecks: readonly ModelCheck[] = [
  checkModelName,
  checkPrimaryKey,
  checkProxy,
  checkInheritedNames,
  checkFields,
  checkDeclaredTypes,
  checkColumns,
  ...soundness,
  checkTargetFields,
  checkRelatedNames,
  checkReverseNames,
  checkThrough,
  checkNameLengths,
  checkIndexNames,
]

const projectChecks: readonly ProjectCheck[] = [checkIndexNamesDiffer, checkConstraintNamesDiffer, checkTablesDiffer]

/** All that is wrong with the models of the apps, model by model. */
export function checkModels(apps: readonly App[]): readonly CheckMessage[] {
  const project = projectOf(apps)
  return [
    ...eachModel(project, modelChecks),
    ...projectChecks.flatMap((check) => [...check(project)]),
    ...checkCompiler(apps),
  ]
}

/** What keeps the models from being worked with at all. */
export function checkSoundness(apps: readonly App[]): readonly CheckMessage[] {
  return eachModel(projectOf(apps), soundness)
}

/** One model of each app is looked at: its files were compiled alike. */
export function checkCompiler(apps: readonly App[]): readonly CheckMessage[] {
  const messages: CheckMessage[] = []
  for (const app of apps) {
    for (const model of checkedModels(app)) {
      if (model.declaration === undefined || model.declaration.fields.size === 0) continue
      const message = checkClassFields(model)
      if (message !== undefined) messages.push(message)
      break
    }
  }
  return messages
}

function projectOf(apps: readonly App[]): Project {
  const state = ProjectState.of(apps.flatMap((app) => app.models))
  const models = apps.flatMap((app) => [...checkedModels(app)])
  return { state, models: new Map(models.map((model) => [model.state.key, model])) }
}

function* checkedModels({ models, classes }: App): IterableIterator<CheckedModel> {
  for (const state of models) {
    const cls = classes.get(state.name)
    yield { state, cls, declaration: cls && declarationOf(cls) }
  }
}

function eachModel(project: Project, checks: readonly ModelCheck[]): readonly CheckMessage[] {
  return [...project.models.values()].flatMap((model) => checks.flatMap((check) => [...check(model, project)]))
}
