import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { describe, test } from 'node:test'
import type { Environment } from '../../../src/cli/environment'
import { LinePrompter } from '../../../src/cli/line-prompter'
import { prompterFor } from '../../../src/cli/prompt'
import { TerminalPrompter } from '../../../src/cli/terminal-prompter'

interface Given {
  readonly term?: string
  readonly columns?: number
  readonly isTTY?: boolean
}

async function chosen({ term = 'xterm', columns = 80, isTTY = true }: Given): Promise<unknown> {
  const sink = Object.assign(new PassThrough(), { isTTY, columns })
  const stdin = Object.assign(new PassThrough(), { isTTY })
  const environment = { cwd: '', env: { TERM: term }, stdin, stdout: sink, stderr: sink } as unknown as Environment
  const prompter = await prompterFor(environment, sink)
  prompter.close()
  return prompter.constructor
}

describe('who asks', () => {
  test('arrow keys in a terminal', async () => assert.equal(await chosen({}), TerminalPrompter))

  const plain: readonly (readonly [string, Given])[] = [
    ['a pipe', { isTTY: false }],
    ['a dumb terminal', { term: 'dumb' }],
    ['a terminal that does not know its width', { columns: 0 }],
  ]
  for (const [where, given] of plain)
    test(`lines in ${where}`, async () => assert.equal(await chosen(given), LinePrompter))
})
