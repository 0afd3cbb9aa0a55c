import { checkClassFields } from './checks/class-fields'
import { checkDeclaredTypes, checkFields } from './checks/fields'
import { checkMadeNamesDiffer } from './checks/made-names'
import type { Check, CheckMessage, Project } from './checks/message'
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
import { checkDependencies, checkEnums, checkObjects } from './checks/objects'
import { checkRelatedNames, checkReverseNames, checkTargetFields, checkTargets, checkThrough } from './checks/relations'
import { checkServer } from './checks/server'

export type { CheckMessage, Project } from './checks/message'
export { projectOf } from './checks/project'

/** Without these a state cannot be worked with: it names what is not there. */
const soundness: readonly Check[] = [checkTargets, checkComputedFrom, checkOptionFields, checkOrdering]

/** What is said model by model. */
const modelChecks: readonly Check[] = [
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
  checkEnums,
]

/** What is said of several models side by side. */
const projectChecks: readonly Check[] = [
  checkIndexNamesDiffer,
  checkConstraintNamesDiffer,
  checkTablesDiffer,
  checkDependencies,
  checkObjects,
]

export interface CheckOptions {
  /** The oldest PostgreSQL that the models are for. */
  readonly postgres?: number | undefined
  /** false: names that are made of others are not held against each other, which takes all tables. */
  readonly madeNames?: boolean
}

/** All that is wrong with the models of the project, model by model. */
export function checkModels(
  project: Project,
  { postgres, madeNames = true }: CheckOptions = {},
): readonly CheckMessage[] {
  const found = [
    ...modelByModel(project, [...modelChecks, checkServer(postgres)]),
    ...projectChecks.flatMap((check) => [...check(project)]),
    ...checkCompiler(project),
  ]
  // Tables can be told only of models that are sound.
  if (!madeNames || found.some(({ level }) => level === 'error')) return found
  return [...found, ...checkMadeNamesDiffer(project)]
}

/** What keeps the models from being worked with at all. */
export function checkSoundness(project: Project): readonly CheckMessage[] {
  return [...modelByModel(project, soundness), ...checkDependencies(project)]
}

/** One model of each app is looked at: its files were compiled alike. */
export function checkCompiler({ models }: Project): readonly CheckMessage[] {
  const messages: CheckMessage[] = []
  const seen = new Set<string>()
  for (const model of models.values()) {
    if (seen.has(model.state.app) || model.declaration === undefined || model.declaration.fields.size === 0) continue
    seen.add(model.state.app)
    const message = checkClassFields(model)
    if (message !== undefined) messages.push(message)
  }
  return messages
}

/** In the order of the models, whichever check found it. */
function modelByModel(project: Project, checks: readonly Check[]): readonly CheckMessage[] {
  const messages = checks.flatMap((check) => [...check(project)])
  if (messages.length < 2) return messages
  const places = new Map([...project.models.keys()].map((key, place) => [key, place]))
  const placeOf = ({ object }: CheckMessage): number | undefined => places.get(object.split('.', 2).join('.'))
  return messages.sort((a, b) => (placeOf(a) ?? 0) - (placeOf(b) ?? 0))
}
