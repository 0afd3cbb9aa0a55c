import { StrataError } from '../base/errors'

/** What code sees besides what is global, by name. */
export type Scope = Readonly<Record<string, unknown>>

type AsyncFunction = (...values: readonly unknown[]) => Promise<unknown>
const AsyncFunction = (async () => undefined).constructor as new (...text: readonly string[]) => AsyncFunction

/** Runs JavaScript that may say `await`, and gives what it returns: an expression by itself, its value. */
export async function runCode(code: string, scope: Scope): Promise<unknown> {
  const names = Object.keys(scope)
  try {
    const run = compiled(names, `return (${code}\n)`) ?? new AsyncFunction(...names, code)
    return await run(...Object.values(scope))
  } catch (error) {
    throw error instanceof StrataError ? error : new CodeError(error)
  }
}

/** undefined: it cannot be read. */
function compiled(names: readonly string[], code: string): AsyncFunction | undefined {
  try {
    return new AsyncFunction(...names, code)
  } catch {
    return undefined
  }
}

/** The code that the shell was given cannot be read, or throws. */
export class CodeError extends StrataError {
  constructor(cause: unknown) {
    super({ code: 'shell.code', message: `The code failed: ${String(cause)}`, cause })
  }
}
