import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { start } from 'node:repl'
import type { Scope } from './run-code'

export interface SessionOptions {
  readonly scope: Scope
  /** What to say of a failure instead of it. */
  readonly explain?: ((error: Error) => Promise<Error>) | undefined
  /** Where lines are kept for the next session; none unless given. */
  readonly history?: string | undefined
  /** The terminal of the process unless given. */
  readonly input?: NodeJS.ReadableStream | undefined
  readonly output?: NodeJS.WritableStream | undefined
}

/**
 * Reads lines of JavaScript and prints what they come to, until the person leaves. A promise or a query set is waited
 * for: `Movie.objects.count()` shows the number.
 */
export async function readEvalPrint({ scope, explain, history, input, output }: SessionOptions): Promise<void> {
  // The globals of this process: a Date of another realm would be no Date to a field.
  const session = start({ prompt: '>>> ', useGlobal: true, input, output })
  const evaluate = session.eval
  Object.assign(session, {
    eval: function (this: typeof session, ...[code, context, file, done]: Parameters<typeof evaluate>): void {
      evaluate.call(this, code, context, file, (error, value: unknown) => {
        if (error !== null || !isThenable(value)) return done(error, value)
        value.then(
          (found) => done(null, found),
          async (reason: Error) => done((await explain?.(reason)) ?? reason, undefined),
        )
      })
    },
  })
  for (const [name, value] of Object.entries(scope)) {
    Object.defineProperty(session.context, name, { value, configurable: true, writable: true, enumerable: true })
  }
  if (history !== undefined) {
    mkdirSync(dirname(history), { recursive: true })
    session.setupHistory(history, () => undefined)
  }
  await once(session, 'exit')
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}
