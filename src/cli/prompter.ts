import { StrataError } from '../base/errors'

/** Asks a person. Each method gives an answer or throws: `prompt.cancelled`, `prompt.no-answer`. */
export interface Prompter {
  /** Yes or no. */
  confirm(question: string, otherwise: boolean): Promise<boolean>
  /** One of several; the index of it. */
  choose(question: string, choices: readonly string[]): Promise<number>
  /** A line that `read` understands: what it throws is shown, and the question asked again. */
  text<T>(question: string, read: (line: string) => T): Promise<T>
  close(): void
}

/** The person wants no more questions. */
export class PromptCancelledError extends StrataError {
  constructor() {
    super({ code: 'prompt.cancelled', message: 'Cancelled: nothing was changed.' })
  }
}

/** There is nobody who could answer. */
export class NoAnswerError extends StrataError {
  constructor(question: string) {
    super({
      code: 'prompt.no-answer',
      message: `A question has no answer, since the input has ended: ${question}`,
      hint: 'Run the command in a terminal, or pipe the answers into it, one a line.',
      facts: { question },
    })
  }
}
