import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { Answer, Answers, Questioner } from '../autodetector'
import { StrataError } from '../base/errors'
import { typedValue } from './typed-value'

/** What is written for an answer: yes or no; a value as TypeScript; `leave` for rows that are seen to by hand. */
type WrittenAnswer = boolean | { readonly value: string } | 'leave'

/** A file of answers that cannot be used. */
export class AnswersFileError extends StrataError {
  constructor(file: string, problem: string, cause?: unknown) {
    super({
      code: 'makemigrations.answers-file',
      message: `the answers in ${file} cannot be read: ${problem}`,
      hint: 'Correct the file, or delete it and answer again: it is written when makemigrations asks.',
      facts: { file },
      cause,
    })
  }
}

/**
 * Answers that were given once and hold again: a first run in a terminal writes them, a run where nobody can be asked
 * reads them.
 */
export class AnswersFile {
  readonly #file: string
  readonly #answers: Map<string, Answer>
  #changed = false

  private constructor(file: string, answers: Answers) {
    this.#file = file
    this.#answers = new Map(answers)
  }

  /** The answers of a file; none if it is not there yet. */
  static read(file: string): AnswersFile {
    return new AnswersFile(file, existsSync(file) ? answersIn(file) : new Map())
  }

  /** Answers what the file knows; what it does not know is asked, and noted. */
  questioner(otherwise: Questioner): Questioner {
    return async (question) => {
      const known = this.#answers.get(question.key)
      if (known !== undefined) return known
      const answer = await otherwise(question)
      this.#answers.set(question.key, answer)
      this.#changed = true
      return answer
    }
  }

  /** Writes the file if there is anything new. `written` gives the text of a value. */
  async save(written: (value: unknown) => Promise<string>): Promise<void> {
    if (!this.#changed) return
    const entries = [...this.#answers]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(async ([key, answer]) => [key, await textOf(answer, written)] as const)
    const answers = Object.fromEntries(await Promise.all(entries))
    writeFileSync(this.#file, `${JSON.stringify(answers, undefined, 2)}\n`)
  }
}

async function textOf(answer: Answer, written: (value: unknown) => Promise<string>): Promise<WrittenAnswer> {
  if (typeof answer === 'boolean') return answer
  return answer.kind === 'leave' ? 'leave' : { value: await written(answer.value) }
}

function answersIn(file: string): Answers {
  let content: unknown
  try {
    content = JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new AnswersFileError(file, 'it is not JSON', cause)
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new AnswersFileError(file, 'it must be one object')
  }
  return new Map(Object.entries(content).map(([key, written]) => [key, answerOf(file, key, written)]))
}

function answerOf(file: string, key: string, written: unknown): Answer {
  if (typeof written === 'boolean') return written
  if (written === 'leave') return { kind: 'leave' }
  const value = (written as { value?: unknown } | null)?.value
  if (typeof value !== 'string') {
    throw new AnswersFileError(file, `${key} must be true, false, "leave" or { "value": "…" } with TypeScript in it`)
  }
  try {
    return { kind: 'value', value: typedValue(value) }
  } catch (cause) {
    throw new AnswersFileError(file, `the value of ${key} is not understood`, cause)
  }
}
