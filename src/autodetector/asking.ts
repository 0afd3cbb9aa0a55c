import type { Planned } from './dependencies'
import type { RemovedEnumValueQuestion } from './enum-questions'
import { AnswerError, GivenUpError } from './errors'
import type {
  Answer,
  DroppedValuesQuestion,
  OneOffDefault,
  OneOffDefaultQuestion,
  Question,
  SharedDefaultQuestion,
  YesNoQuestion,
} from './questions'

/** A computation that stops at a question and goes on with its answer. It stays pure: who answers is not its business. */
export type Asking<T> = Generator<Question, T, Answer | undefined>

/** What a detector comes upon: an operation, or a question it needs answered to go on. */
export type Finding = Planned | Question
export type Findings = Generator<Finding, void, Answer | undefined>

export function* confirmed(question: YesNoQuestion): Asking<boolean> {
  const answer = yield question
  if (typeof answer !== 'boolean') throw new AnswerError(question, answer)
  return answer
}

/** undefined: rows that hold the value stop the migration. */
export function* replacement(question: RemovedEnumValueQuestion): Asking<string | undefined> {
  const answer = yield question
  if (typeof answer !== 'object') throw new AnswerError(question, answer)
  if (answer.kind === 'leave') return undefined
  const { value } = answer
  if (typeof value !== 'string' || !question.values.includes(value)) throw new AnswerError(question, answer)
  return value
}

export function* oneOff(question: OneOffDefaultQuestion): Asking<OneOffDefault> {
  const answer = yield question
  if (typeof answer !== 'object' || (answer.kind === 'leave' && !question.mayLeave))
    throw new AnswerError(question, answer)
  return answer
}

/** A question where no means that there is nothing to be done. */
export function* goOn(question: SharedDefaultQuestion | DroppedValuesQuestion): Asking<void> {
  if (!(yield* confirmed(question))) throw new GivenUpError(question)
}

/** The operations among the findings; the questions go to whoever asked for them. */
export function* collected(findings: Findings): Asking<Planned[]> {
  const planned: Planned[] = []
  let turn = findings.next()
  while (turn.done !== true) {
    if ('operation' in turn.value) {
      planned.push(turn.value)
      turn = findings.next()
    } else turn = findings.next(yield turn.value)
  }
  return planned
}
