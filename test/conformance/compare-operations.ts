import { equal } from '../../src/base/equal'
import { sameField } from '../../src/fields/field'
import type { Migration } from '../../src/migrations/migration'
import { CreateModel, RenameField } from '../../src/operations'
import type { Operation } from '../../src/operations/operation'
import { pickPlainOptions } from '../../src/state/model-options'
import type { ModelState } from '../../src/state/model-state'
import type { ProjectState } from '../../src/state/project-state'
import { repointedField } from '../../src/state/project-state'
import type { Case, CaseOperation } from './case'
import { differences } from './compare-catalogs'

/** What an operation is about: its kind, its model, and what of the model. */
type Subject = readonly [kind: string, model: string, name: string]

interface Args {
  readonly name?: string
  readonly model?: string
  readonly oldName?: string
  readonly newName?: string
  readonly index?: { readonly options: { readonly name: string } }
  readonly constraint?: { readonly options: { readonly name: string } }
}

function subjectOf(operation: Operation): Subject {
  const { name, model, oldName, newName, index, constraint } = operation.args as Args
  const what = index?.options.name ?? constraint?.options.name ?? (oldName ? `${oldName}>${newName ?? ''}` : name)
  return subject(operation.constructor.name, model, name, what)
}

function subjectOfTheirs({ op, name, modelName, oldName, newName, index, constraint }: CaseOperation): Subject {
  const what = index?.name ?? constraint?.name ?? (oldName ? `${oldName}>${newName ?? ''}` : name)
  return subject(op, modelName, name, what)
}

/** An operation on a whole model says its name as `name`. */
function subject(kind: string, model: string | undefined, name: string | undefined, what: string | undefined): Subject {
  return [
    kind,
    (model ?? name ?? '').toLowerCase(),
    (model === undefined && name !== undefined ? '' : (what ?? '')).toLowerCase(),
  ]
}

/** Per app, the operations that one has and the other does not, after the exemptions. */
export function compareOperations(
  { changes, renames }: Case,
  ours: readonly Migration[],
  before: ProjectState,
  after: ProjectState,
): string[] {
  const apps = new Set([...Object.keys(changes), ...ours.map(({ app }) => app)])
  return [...apps].flatMap((app) => {
    const own = ours.filter((migration) => migration.app === app).flatMap((migration) => migration.operations)
    const theirs = (changes[app] ?? [])
      .flatMap((migration) => migration.operations)
      .filter((operation) => !isForPeople(app, operation, { before, after, renames }) && !isFolded(operation, own))
    const carried = carriedAlong(own, theirs)
    return differences(
      `operations of ${app}`,
      own.map(subjectOf),
      theirs.filter((operation) => !carried(operation)).map(subjectOfTheirs),
    )
  })
}

/**
 * Whether Django drops an index or a constraint and makes it again, for a field of it that is renamed, where ours lets
 * PostgreSQL carry it along.
 */
function carriedAlong(
  own: readonly Operation[],
  theirs: readonly CaseOperation[],
): (operation: CaseOperation) => boolean {
  const partOf = (operation: CaseOperation): string | undefined => {
    if (!/^(Add|Remove)(Index|Constraint)$/.test(operation.op)) return undefined
    const [, model, name] = subjectOfTheirs(operation)
    return `${model} ${name}`
  }
  const named = (kind: string, parts: readonly (string | undefined)[]): ReadonlySet<string | undefined> =>
    new Set(parts.filter((_, at) => theirs[at]?.op.startsWith(kind)))
  const parts = theirs.map(partOf)
  const [added, removed] = [named('Add', parts), named('Remove', parts)]
  const ours = new Set(own.map(subjectOf).map(([, model, name]) => `${model} ${name}`))
  const renaming = new Set(own.flatMap((each) => (each instanceof RenameField ? [each.model.toLowerCase()] : [])))
  return (operation) => {
    const part = partOf(operation)
    if (part === undefined || ours.has(part) || !added.has(part) || !removed.has(part)) return false
    return renaming.has(part.slice(0, part.indexOf(' ')))
  }
}

/**
 * Whether what Django does in an operation of its own is part of the creation of the model in ours. Django leaves it
 * outside where any index or constraint operation stands in between, even one of another model.
 */
function isFolded(operation: CaseOperation, own: readonly Operation[]): boolean {
  const model = operation.modelName ?? operation.name
  const created = own.find(
    (each): each is CreateModel => each instanceof CreateModel && each.args.name.toLowerCase() === model?.toLowerCase(),
  )
  if (created === undefined) return false
  const { fields, options = {} } = created.args
  switch (operation.op) {
    case 'AddField':
      return operation.name !== undefined && operation.name in fields
    case 'AddIndex':
      return options.indexes?.some(({ options: { name } }) => name === operation.index?.name) ?? false
    case 'AddConstraint':
      return options.constraints?.some(({ options: { name } }) => name === operation.constraint?.name) ?? false
    case 'AlterUniqueTogether':
      return options.uniqueTogether !== undefined
    case 'AlterOrderWithRespectTo':
      return options.orderWithRespectTo !== undefined
    default:
      return false
  }
}

interface States {
  readonly before: ProjectState
  readonly after: ProjectState
  readonly renames: Case['renames']
}

/** Whether Django's operation changes only what neither the database nor a historical model can see. */
function isForPeople(app: string, operation: CaseOperation, states: States): boolean {
  // Only the message of the error is another one.
  if (operation.op === 'AlterConstraint') return true
  if (operation.op !== 'AlterField' && operation.op !== 'AlterModelOptions') return false
  const name = (operation.op === 'AlterField' ? operation.modelName : operation.name) ?? ''
  const after = [...states.after.modelsOf(app)].find((model) => model.name.toLowerCase() === name.toLowerCase())
  const before = after && modelBefore(after, states)
  if (after === undefined || before === undefined) return false
  if (operation.op === 'AlterModelOptions')
    return equal(pickPlainOptions(before.options), pickPlainOptions(after.options))
  const field = operation.name ?? ''
  const oldName = Object.entries(states.renames.fields).find(
    ([path, newName]) => newName === field && (path.startsWith(`${before.key}.`) || path.startsWith(`${after.key}.`)),
  )?.[0]
  const was = before.fields.get(oldName?.split('.')[2] ?? field) ?? before.fields.get(field)
  const is = after.fields.get(field)
  if (was === undefined || is === undefined) return false
  const repointed = Object.entries(states.renames.models).reduce(
    (each, [oldKey, newName]) => repointedField(each, oldKey, `${oldKey.split('.')[0] ?? ''}.${newName}`),
    was,
  )
  return sameField(repointed, is)
}

function modelBefore(model: ModelState, { before, renames }: States): ModelState | undefined {
  const renamed = Object.entries(renames.models).find(
    ([key, name]) => key.startsWith(`${model.app}.`) && name === model.name,
  )
  return before.find(renamed?.[0] ?? model.key)
}
