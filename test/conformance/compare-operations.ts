import { equal } from '../../src/base/equal'
import { sameField } from '../../src/fields/field'
import type { Migration } from '../../src/migrations/migration'
import { AddField, CreateModel, DeleteModel, RenameField, RenameModel } from '../../src/operations'
import type { Operation } from '../../src/operations/operation'
import { pickPlainOptions } from '../../src/state/model-options'
import type { ModelState } from '../../src/state/model-state'
import type { ProjectState } from '../../src/state/project-state'
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
  { changes }: Case,
  ours: readonly Migration[],
  before: ProjectState,
  after: ProjectState,
): string[] {
  const renamed = afterRenames(before, ours)
  const apps = new Set([...Object.keys(changes), ...ours.map(({ app }) => app)])
  return [...apps].flatMap((app) => {
    const own = ours.filter((migration) => migration.app === app).flatMap((migration) => migration.operations)
    const all = (changes[app] ?? []).flatMap((migration) => migration.operations)
    const isNothing = nothingToUs(app, renamed, after)
    const theirs = all.filter((operation) => !isNothing(operation) && !isFolded(operation, own))
    const carried = carriedAlong(own, theirs)
    return differences(
      `operations of ${app}`,
      own.filter((operation) => !isFoldedByThem(operation, all)).map(subjectOf),
      theirs.filter((operation) => !carried(operation)).map(subjectOfTheirs),
    )
  })
}

/** The state before, called as after: what is still different is changed by an operation. */
function afterRenames(before: ProjectState, ours: readonly Migration[]): ProjectState {
  return ours.reduce(
    (state, { app, operations }) =>
      operations
        .filter((each) => each instanceof RenameModel || each instanceof RenameField)
        .reduce((each, operation) => operation.apply(app, each), state),
    before,
  )
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
 * Whether what Django does in an operation of its own is part of the creation or the deletion of the model in ours.
 * Django leaves it outside where any index or constraint operation stands in between, even one of another model.
 */
function isFolded(operation: CaseOperation, own: readonly Operation[]): boolean {
  const model = (operation.modelName ?? operation.name)?.toLowerCase()
  if (/^Remove|^AlterUniqueTogether$/.test(operation.op) && own.some((each) => isDeletion(each, model))) return true
  const created = own.find((each): each is CreateModel => isCreation(each, model))
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

function isCreation(operation: Operation, model: string | undefined): boolean {
  return operation instanceof CreateModel && operation.args.name.toLowerCase() === model
}

function isDeletion(operation: Operation, model: string | undefined): boolean {
  return operation instanceof DeleteModel && operation.args.name.toLowerCase() === model
}

/** Of models that need each other, one has a relation that is added later: not always the same one in both. */
function isFoldedByThem(operation: Operation, theirs: readonly CaseOperation[]): boolean {
  if (!(operation instanceof AddField)) return false
  const { model, name } = operation.args
  return theirs.some(
    (each) =>
      each.op === 'CreateModel' &&
      each.name?.toLowerCase() === model.toLowerCase() &&
      (each.fields?.some(([field]) => field === name) ?? false),
  )
}

/**
 * Whether Django's operation changes only what neither the database nor a historical model can see, or what our renames
 * have changed already.
 */
function nothingToUs(app: string, renamed: ProjectState, after: ProjectState): (operation: CaseOperation) => boolean {
  return (operation) => {
    // Only the message of the error is another one.
    if (operation.op === 'AlterConstraint') return true
    const name = (operation.modelName ?? operation.name ?? '').toLowerCase()
    const is = [...after.modelsOf(app)].find((model) => model.name.toLowerCase() === name)
    const was = is && renamed.find(is.key)
    return is !== undefined && was !== undefined && isSame(operation, was, is)
  }
}

function isSame({ op, name = '' }: CaseOperation, was: ModelState, is: ModelState): boolean {
  switch (op) {
    case 'AlterModelOptions':
      return equal(pickPlainOptions(was.options), pickPlainOptions(is.options))
    case 'AlterUniqueTogether':
      return equal(sorted(was.uniqueTogether), sorted(is.uniqueTogether))
    case 'AlterField': {
      const [before, after] = [was.fields.get(name), is.fields.get(name)]
      return before !== undefined && after !== undefined && sameField(before, after)
    }
    default:
      return false
  }
}

function sorted(sets: readonly (readonly string[])[]): readonly string[] {
  return sets.map((set) => set.join()).sort()
}
