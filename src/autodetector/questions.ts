import type { Field } from '../fields/field'
import type { ModelKey } from '../state/model-state'
import { appOf } from '../state/project-state'
import type { RemovedEnumValueQuestion, RenamedEnumQuestion } from './enum-questions'

export interface Asked {
  /** Stable, and the same on every machine: what an answers file names the question by. */
  readonly key: string
  /** As a person is asked. */
  readonly text: string
  /** What may be answered where nobody can be asked; undefined: a person has to decide. */
  readonly unattended?: Answer | undefined
}

/** Whether a model is one that was there under another name. */
export interface RenamedModelQuestion extends Asked {
  readonly kind: 'renamed-model'
  readonly from: ModelKey
  readonly to: ModelKey
  /** Whether nothing but the name is different. */
  readonly exact: boolean
}

/** Whether a model is one that was there in another app. */
export interface MovedModelQuestion extends Asked {
  readonly kind: 'moved-model'
  readonly from: ModelKey
  readonly to: ModelKey
  /** Whether nothing but the app, and perhaps the name, is different. */
  readonly exact: boolean
}

/** Whether a field is one that was there under another name. */
export interface RenamedFieldQuestion extends Asked {
  readonly kind: 'renamed-field'
  /** As the new state calls it. */
  readonly model: ModelKey
  readonly from: string
  readonly to: string
  readonly field: Field
  readonly exact: boolean
}

export type OneOffReason = 'added' | 'added-auto-now' | 'made-not-null'

/** What the rows that are there already hold in a column that may not be NULL. */
export interface OneOffDefaultQuestion extends Asked {
  readonly kind: 'one-off-default'
  readonly reason: OneOffReason
  readonly model: ModelKey
  readonly name: string
  readonly field: Field
  /** Whether the rows may also be left as they are, to be seen to by hand. */
  readonly mayLeave: boolean
}

/** Whether to go on although all rows would get the same value in a column of unique values. */
export interface SharedDefaultQuestion extends Asked {
  readonly kind: 'shared-default'
  readonly model: ModelKey
  readonly name: string
}

/** Whether values may go: of a field that comes back as something else, or of a table that is nobody's from now on. */
export interface DroppedValuesQuestion extends Asked {
  readonly kind: 'dropped-values'
  readonly model: ModelKey
  /** The field, and what it becomes; undefined: the whole table. */
  readonly name?: string | undefined
  readonly field?: Field | undefined
}

export type YesNoQuestion =
  | RenamedModelQuestion
  | MovedModelQuestion
  | RenamedFieldQuestion
  | SharedDefaultQuestion
  | DroppedValuesQuestion
  | RenamedEnumQuestion
export type Question = YesNoQuestion | OneOffDefaultQuestion | RemovedEnumValueQuestion

/** A value or an expression for the rows there are; or nothing, and somebody sees to them by hand. */
export type OneOffDefault = { readonly kind: 'value'; readonly value: unknown } | { readonly kind: 'leave' }
export type Answer = boolean | OneOffDefault
/** By the keys of the questions. */
export type Answers = ReadonlyMap<string, Answer>

export function renamedModel(asked: Pick<RenamedModelQuestion, 'from' | 'to' | 'exact'>): RenamedModelQuestion {
  const name = nameOf(asked.to)
  return {
    kind: 'renamed-model',
    key: `rename:${asked.from}=${name}`,
    text: `Was the model ${asked.from} renamed to ${name}? [y/N]`,
    ...asked,
  }
}

/** `move:movies.Genre=library`; with another name as well, `move:movies.Genre=library.Category`. */
export function movedModel(asked: Pick<MovedModelQuestion, 'from' | 'to' | 'exact'>): MovedModelQuestion {
  const app = appOf(asked.to)
  const named = nameOf(asked.from) === nameOf(asked.to)
  return {
    kind: 'moved-model',
    key: `move:${asked.from}=${named ? app : asked.to}`,
    text: `Was the model ${asked.from} moved to the app ${app}${named ? '' : `, as ${nameOf(asked.to)}`}? [y/N]`,
    ...asked,
  }
}

type RenamedFieldParts = Pick<RenamedFieldQuestion, 'model' | 'from' | 'to' | 'field' | 'exact'>

export function renamedField(asked: RenamedFieldParts): RenamedFieldQuestion {
  const { model, from, to, field } = asked
  const spoken = nameOf(model).toLowerCase()
  return {
    kind: 'renamed-field',
    key: `rename:${model}.${from}=${to}`,
    text: `Was ${spoken}.${from} renamed to ${spoken}.${to} (a ${field.type.name})? [y/N]`,
    ...asked,
  }
}

type OneOffParts = Pick<OneOffDefaultQuestion, 'reason' | 'model' | 'name' | 'field' | 'unattended'>

export function oneOffDefault(asked: OneOffParts): OneOffDefaultQuestion {
  const { reason, model, name } = asked
  return {
    kind: 'one-off-default',
    key: `default:${model}.${name}`,
    text: `${impossible(asked)} This is because the database needs something to populate existing rows.`,
    mayLeave: reason === 'made-not-null',
    ...asked,
  }
}

function impossible({ reason, model, name, field }: OneOffParts): string {
  const spoken = nameOf(model).toLowerCase()
  switch (reason) {
    case 'added':
      return `It is impossible to add a non-nullable field '${name}' to ${spoken} without specifying a default.`
    case 'added-auto-now': {
      const option = 'autoNowAdd' in field.options ? 'autoNowAdd' : 'autoNow'
      return `It is impossible to add the field '${name}' with '${option}: true' to ${spoken} without providing a default.`
    }
    case 'made-not-null':
      return `It is impossible to change a nullable field '${name}' on ${spoken} to non-nullable without providing a default.`
  }
}

/** Goes on unattended: the migration fails, and says why, where there is more than one row; nothing is lost. */
export function sharedDefault(asked: Pick<SharedDefaultQuestion, 'model' | 'name'>): SharedDefaultQuestion {
  const { model, name } = asked
  const spoken = nameOf(model).toLowerCase()
  return {
    kind: 'shared-default',
    key: `shared-default:${model}.${name}`,
    text: `Callable default on unique field ${spoken}.${name} will not generate unique values upon migrating. Continue? [y/N]`,
    unattended: true,
    ...asked,
  }
}

/** `drop:shop.Book`: its table goes, with its rows. */
export function droppedTable(model: ModelKey): DroppedValuesQuestion {
  return {
    kind: 'dropped-values',
    key: `drop:${model}`,
    text: `The model ${model} is managed no longer: its table would be dropped with all rows. Continue? [y/N]`,
    model,
  }
}

/** `drop:shop.Book.price`: its values go. */
export function droppedValues({
  model,
  name,
  field,
}: {
  readonly model: ModelKey
  readonly name: string
  readonly field: Field
}): DroppedValuesQuestion {
  return {
    kind: 'dropped-values',
    key: `drop:${model}.${name}`,
    text: `The values of ${nameOf(model).toLowerCase()}.${name} cannot become those of a ${field.type.name}, and would be dropped. Continue? [y/N]`,
    model,
    name,
    field,
  }
}

function nameOf(key: ModelKey): string {
  return key.slice(key.indexOf('.') + 1)
}
