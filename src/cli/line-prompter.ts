import { createInterface, type Interface } from 'node:readline'
import type { Input, Sink } from './environment'
import { NoAnswerError, type Prompter } from './prompter'

/** Reads answers line by line. One that nobody sees typed is repeated after its question, so that a log reads well. */
export class LinePrompter implements Prompter {
  readonly #stdin: Input
  readonly #sink: Sink
  #interface: Interface | undefined
  #lines: AsyncIterator<string> | undefined

  constructor(stdin: Input, sink: Sink) {
    this.#stdin = stdin
    this.#sink = sink
  }

  async confirm(question: string, otherwise: boolean): Promise<boolean> {
    let answer = await this.#ask(`${question} [${otherwise ? 'Y/n' : 'y/N'}] `, question)
    for (;;) {
      if (answer === '') return otherwise
      if (/^(y|yes)$/i.test(answer)) return true
      if (/^(n|no)$/i.test(answer)) return false
      answer = await this.#ask('Please answer yes or no: ', question)
    }
  }

  async choose(question: string, choices: readonly string[]): Promise<number> {
    this.#sink.write(`${question}\n${choices.map((choice, index) => ` ${index + 1}) ${choice}\n`).join('')}`)
    let answer = await this.#ask('Select an option: ', question)
    for (;;) {
      const chosen = Number(answer)
      if (/^\d+$/.test(answer) && chosen >= 1 && chosen <= choices.length) return chosen - 1
      answer = await this.#ask('Please select a valid option: ', question)
    }
  }

  async text<T>(question: string, read: (line: string) => T): Promise<T> {
    this.#sink.write(`${question}\n`)
    for (;;) {
      const line = await this.#ask('>>> ', question)
      try {
        return read(line)
      } catch (error) {
        this.#sink.write(`${whatIsWrong(error)}\n`)
      }
    }
  }

  close(): void {
    this.#interface?.close()
  }

  async #ask(prompt: string, question: string): Promise<string> {
    this.#sink.write(prompt)
    const { value, done } = await this.#reader().next()
    if (done === true) {
      this.#sink.write('\n')
      throw new NoAnswerError(question.split('\n')[0] ?? question)
    }
    const answer = value.trim()
    if (!this.#isShownAsTyped) this.#sink.write(`${answer}\n`)
    return answer
  }

  /** By the terminal itself. */
  get #isShownAsTyped(): boolean {
    return this.#stdin.isTTY === true && this.#sink.isTTY === true
  }

  /** Opened at the first question: a command that asks nothing leaves stdin alone. */
  #reader(): AsyncIterator<string> {
    this.#interface ??= createInterface({ input: this.#stdin, crlfDelay: Number.POSITIVE_INFINITY })
    this.#lines ??= this.#interface[Symbol.asyncIterator]()
    return this.#lines
  }
}

/** What was wrong with a line, and what would be right, on one line. */
export function whatIsWrong(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const hint = 'hint' in error && typeof error.hint === 'string' ? ` ${error.hint}` : ''
  return hint === '' ? error.message : `${error.message}.${hint}`
}
