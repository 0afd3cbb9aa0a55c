import { confirm, isCancel, select, text } from '@clack/prompts'
import { whatIsWrong } from './line-prompter'
import { PromptCancelledError, type Prompter } from './prompter'

/** Asks in a terminal: arrow keys, a default under the cursor, what is wrong shown while it can be mended. */
export class TerminalPrompter implements Prompter {
  async confirm(question: string, otherwise: boolean): Promise<boolean> {
    return answered(await confirm({ message: question, initialValue: otherwise }))
  }

  async choose(question: string, choices: readonly string[]): Promise<number> {
    const options = choices.map((label, value) => ({ value, label }))
    return answered(await select<number>({ message: question, options }))
  }

  async text<T>(question: string, read: (line: string) => T): Promise<T> {
    const line = answered(await text({ message: question, validate: (typed) => problemOf(typed, read) }))
    return read(line)
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
