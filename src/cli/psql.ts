import { spawn } from 'node:child_process'
import { StrataError } from '../base/errors'
import type { Environment } from './environment'

/** What a program is started with: its arguments, which others can see, and variables, which they cannot. */
export interface PsqlCall {
  readonly args: readonly string[]
  readonly variables: Readonly<Record<string, string>>
}

/** psql on the database of a `postgres://` URL, the password apart from it. */
export function psqlCall(url: string, parameters: readonly string[]): PsqlCall {
  const place = new URL(url)
  const password = decodeURIComponent(place.password) || place.searchParams.get('password')
  place.password = ''
  place.searchParams.delete('password')
  return {
    // Named, so that parameters may come before and after it.
    args: [`--dbname=${place.href}`, ...parameters],
    variables: password ? { PGPASSWORD: password } : {},
  }
}

/** Runs psql on the terminal of this process; gives the code that it ends with. */
export function runPsql({ args, variables }: PsqlCall, env: Environment['env']): Promise<number> {
  // Ctrl-C is for psql, which ends a query by it.
  const ignore = (): void => undefined
  process.on('SIGINT', ignore)
  return new Promise<number>((resolve, reject) => {
    const child = spawn('psql', args, { stdio: 'inherit', env: { ...env, ...variables } })
    child.on('error', (cause) => reject(new NoPsqlError(cause)))
    child.on('close', (code) => resolve(code ?? 1))
  }).finally(() => process.off('SIGINT', ignore))
}

export class NoPsqlError extends StrataError {
  constructor(cause: Error) {
    super({
      code: 'dbshell.no-psql',
      message: `psql cannot be started: ${cause.message}.`,
      hint: 'Is it installed, and on the PATH? It is in the package postgresql-client of most systems.',
      cause,
    })
  }
}
