import { StrataError } from '../base/errors'
import { plural } from '../base/text'
import type { CheckMessage } from '../models/checks'

/** Models with mistakes in them, met by a command that works with the models. */
export class ChecksFailedError extends StrataError {
  constructor(messages: readonly CheckMessage[]) {
    super({
      code: 'checks.failed',
      message: describeIssues(messages),
      hint: `System check identified ${plural(messages.length, 'issue')} (0 silenced).`,
      facts: { messages },
    })
  }
}

/** What is wrong with the models, in Django's form. */
export function describeIssues(messages: readonly CheckMessage[]): string {
  const groups = [
    ['ERRORS', messages.filter(({ level }) => level === 'error')],
    ['WARNINGS', messages.filter(({ level }) => level === 'warning')],
  ] as const
  const texts = groups
    .filter(([, group]) => group.length > 0)
    .map(([title, group]) => `\n${title}:\n${group.map(describeIssue).join('\n')}\n`)
  return `System check identified some issues:\n${texts.join('')}`
}

function describeIssue({ object, id, message, hint }: CheckMessage): string {
  return `${object}: (${id}) ${message}${hint === undefined ? '' : `\n\tHINT: ${hint}`}`
}
