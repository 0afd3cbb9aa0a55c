import type { Answer, Question } from '../../src/autodetector'
import { type Changes, type DetectInput, detectChanges } from '../../src/autodetector'
import { BigAutoField } from '../../src/fields'
import type { Field } from '../../src/fields/field'
import type { Migration } from '../../src/migrations/migration'
import type { Operation } from '../../src/operations/operation'
import type { ModelOptions } from '../../src/state/model-options'
import { type ModelKey, ModelState } from '../../src/state/model-state'
import { appOf, ProjectState } from '../../src/state/project-state'

export interface ModelExtras {
  readonly options?: ModelOptions
  readonly bases?: readonly ModelKey[]
  /** false: the fields given are all that it has. */
  readonly id?: boolean
}

/** `model('shop.Order', { total: IntegerField() })`: with a key of its own, unless told otherwise. */
export function model(
  key: ModelKey,
  fields: Readonly<Record<string, Field>> = {},
  extras: ModelExtras = {},
): ModelState {
  const { id = true, options, bases } = extras
  const all = id ? { id: BigAutoField({ primaryKey: true }), ...fields } : fields
  const name = key.slice(appOf(key).length + 1)
  return new ModelState({ app: appOf(key), name, fields: Object.entries(all), options, bases })
}

export function state(...models: readonly ModelState[]): ProjectState {
  return ProjectState.of(models)
}

/** The state that migrations lead to. */
export function reached(from: ProjectState, migrations: readonly Migration[]): ProjectState {
  return migrations.reduce(
    (before, { app, operations }) => operations.reduce((each, operation) => operation.apply(app, each), before),
    from,
  )
}

export type Answering = (question: Question) => Answer

/** Answers that a test gives by key; all other renames are refused, all other values are 0. */
export function answers(given: Readonly<Record<string, Answer>> = {}): Answering {
  return (question) => {
    const answer = given[question.key]
    if (answer !== undefined) return answer
    if (question.kind === 'removed-enum-value') return { kind: 'leave' }
    return question.kind === 'one-off-default'
      ? { kind: 'value', value: 0 }
      : question.kind === 'shared-default' || question.kind === 'dropped-values'
  }
}

export const noon = new Date(2026, 10, 22, 12, 0)

export interface Detected extends Changes {
  readonly questions: readonly Question[]
}

/** Detects, and notes what was asked on the way. */
export function detect(input: Omit<DetectInput, 'now' | 'answers'>, answer: Answering = answers()): Detected {
  const questions: Question[] = []
  const given = new Map<string, Answer>()
  for (;;) {
    const result = detectChanges({ now: noon, ...input, answers: given })
    if (result.kind === 'changes') return { ...result, questions }
    questions.push(result.question)
    given.set(result.question.key, answer(result.question))
  }
}

/** `['shop.0001_initial: Create model Order']`, a line an operation. */
export function described(migrations: readonly Migration[]): string[] {
  return migrations.flatMap(({ app, name, operations }) =>
    operations.map((operation) => `${app}.${name}: ${operation.describe()}`),
  )
}

/** The only operation of the only migration. */
export function onlyOperation(migrations: readonly Migration[]): Operation {
  const [operation, ...others] = migrations.flatMap(({ operations }) => operations)
  if (operation === undefined || others.length > 0)
    throw new Error(`not one operation: ${described(migrations).join('; ')}`)
  return operation
}
