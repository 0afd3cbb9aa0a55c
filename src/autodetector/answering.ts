import { NeedsAnswerError } from './errors'
import type { Answer, Answers, Question } from './questions'

/** A terminal, a file, a test's list: whoever knows. To give up it throws. */
export type Questioner = (question: Question) => Promise<Answer>

/** What comes of a computation that may need answers: the next question, or what was asked for. */
export type Answerable<T> = { readonly kind: 'question'; readonly question: Question } | T

/** Starts again with each answer until no question is left. */
export async function answering<T extends { readonly kind: 'changes' }>(
  detect: (answers: Answers) => Answerable<T>,
  questioner: Questioner,
): Promise<T> {
  const answers = new Map<string, Answer>()
  for (;;) {
    const result = detect(answers)
    if (result.kind === 'changes') return result
    const { question } = result
    if (answers.has(question.key)) throw new Error(`${question.key} was asked twice`)
    answers.set(question.key, await questioner(question))
  }
}

/** Where nobody can be asked: what a person has to decide is an error, never a guess. */
export const nonInteractive: Questioner = async (question) => {
  if (question.unattended === undefined) throw new NeedsAnswerError(question)
  return question.unattended
}

/** Answers that were written down, and somebody to ask about the rest. */
export function fromAnswers(answers: Answers, otherwise: Questioner = nonInteractive): Questioner {
  return async (question) => answers.get(question.key) ?? (await otherwise(question))
}
