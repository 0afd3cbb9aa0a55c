import type { Writable } from 'node:stream'
import type { Environment, Sink } from './environment'
import { LinePrompter } from './line-prompter'
import type { Prompter } from './prompter'

/**
 * Arrow keys in a terminal; elsewhere the lines of stdin, in Django's words: also where the terminal does not say how
 * wide it is, as some that other programs open. `sink` is where questions are printed: not stdout where that is for JSON.
 */
export async function prompterFor({ stdin, env }: Environment, sink: Sink): Promise<Prompter> {
  if (stdin.isTTY !== true || env.TERM === 'dumb' || !isTerminal(sink) || sink.columns === 0)
    return new LinePrompter(stdin, sink)
  const { TerminalPrompter } = await import('./terminal-prompter')
  return new TerminalPrompter(sink)
}

/** One that is a terminal is a stream of the process. */
function isTerminal(sink: Sink): sink is Sink & Writable {
  return sink.isTTY === true
}
