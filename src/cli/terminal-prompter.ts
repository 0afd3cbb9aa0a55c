import type { Writable } from 'node:stream'
import { confirm, isCancel, S_BAR, select, text } from '@clack/prompts'
import { gray } from 'picocolors'
import { whatIsWrong } from './line-prompter'
import { PromptCancelledError, type Prompter } from './prompter'

/** Asks in a terminal: arrow keys, a default under the cursor, what is wrong shown while it can be mended. */
export class TerminalPrompter implements Prompter {
  readonly #output: Writable

  constructor(output: Writable) {
    this.#output = output
  }

  async confirm(question: string, otherwise: boolean): Promise<boolean> {
    return answered(await confirm({ message: question, initialValue: otherwise, output: this.#output }))
  }

  async choose(question: string, choices: readonly string[]): Promise<number> {
    const options = choices.map((label, value) => ({ value, label }))
    return answered(await select<number>({ message: question, options, output: this.#output }))
  }

  async text<T>(question: string, read: (line: string) => T): Promise<T> {
    // It draws its bar beside the first line only.
    const message = question.replaceAll('\n', `\n${gray(S_BAR)}  `)
    const validate = (typed: string | undefined): string | undefined => problemOf(typed, read)
    return read(answered(await text({ message, validate, output: this.#output })))
  }

  close(): void {}
}

function answered<T>(answer: T): Exclude<T, symbol> {
  if (isCancel(answer)) throw new PromptCancelledError()
  return answer as Exclude<T, symbol>
}

function problemOf(typed: string | undefined, read: (line: string) => unknown): string | undefined {
  try {
    read(typed ?? '')
    return undefined
  } catch (error) {
    return whatIsWrong(error)
  }
}
