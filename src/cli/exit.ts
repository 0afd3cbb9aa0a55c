import { sep } from 'node:path'
import { StrataError } from '../base/errors'
import type { Output } from './output'

/** Docs: docs/commands.md, "Exit codes". */
export const exitCodes = { ok: 0, failure: 1, usage: 2, undecided: 3, stopped: 130 } as const
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** The codes of errors that do not end with 1, or the areas they belong to. */
const codesOf: ReadonlyMap<string, ExitCode> = new Map<string, ExitCode>([
  ['usage', exitCodes.usage],
  ['apps.unknown', exitCodes.usage],
  ['makemigrations.needs-answer', exitCodes.undecided],
  ['makemigrations.quit', exitCodes.undecided],
  ['makemigrations.given-up', exitCodes.undecided],
  ['flush.quit', exitCodes.undecided],
  ['squash.quit', exitCodes.undecided],
  ['merge.quit', exitCodes.undecided],
  ['merge.needs-answer', exitCodes.undecided],
  ['rebase.quit', exitCodes.undecided],
  ['rebase.needs-answer', exitCodes.undecided],
  ['prompt.cancelled', exitCodes.undecided],
  ['prompt.no-answer', exitCodes.undecided],
  ['migrate.stopped', exitCodes.stopped],
])

export function exitCodeOf(error: unknown): ExitCode {
  if (!(error instanceof StrataError)) return exitCodes.failure
  return codesOf.get(error.code) ?? codesOf.get(areaOf(error.code)) ?? exitCodes.failure
}

/** The command line is wrong: what the parser of arguments cannot know. */
export class UsageError extends StrataError {
  constructor(what: string, message: string, hint?: string, facts?: Readonly<Record<string, unknown>>) {
    super({ code: `usage.${what}`, message, hint, facts })
  }
}

export interface ReportOptions {
  /** Paths below it are printed as one would type them there. */
  readonly cwd?: string | undefined
  readonly json?: boolean | undefined
  readonly traceback?: boolean | undefined
}

/** Says what went wrong: what, where, why, what next. Returns the exit code. */
export function reportError(error: unknown, out: Output, options: ReportOptions): ExitCode {
  const { json = false, traceback = false, cwd } = options
  if (json) out.json({ error: errorData(error) })
  else for (const line of errorLines(error, out)) out.error(cwd === undefined ? line : line.replaceAll(cwd + sep, ''))
  if (traceback || !(error instanceof StrataError)) out.error(stackOf(error))
  return exitCodeOf(error)
}

/** An error as `--json` shows it. */
export function errorData(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof StrataError)) return { code: 'internal', message: messageOf(error), hint: bug, facts: {} }
  return { code: error.code, message: messageOf(error), hint: error.hint, facts: error.facts }
}

function errorLines(error: unknown, { style }: Output): readonly string[] {
  const known = error instanceof StrataError
  const [first = '', ...more] = messageOf(error).split('\n')
  const lines = [
    `${style.error('Error:')} ${first}`,
    ...more.map(indented),
    ...(known ? factLines(error) : []),
    ...(known ? (error.hint ?? '') : bug).split('\n').filter(Boolean).map(indented),
  ]
  const last = lines.pop() ?? ''
  return [...lines, `${last}  ${style.dim(`[${known ? codesIn(error) : 'internal'}]`)}`]
}

/** Where it says what came of another one, both: each has its row in docs/errors.md. What PostgreSQL reports has its SQL. */
function codesIn({ code, cause }: StrataError): string {
  const isOurs = cause instanceof StrataError && cause.facts.sqlstate === undefined && cause.code !== code
  return isOurs ? `${code}, ${cause.code}` : code
}

/** The facts that a person wants to see besides the sentence, by their names in `facts`. */
const shownFacts = [
  ['file', 'File'],
  ['operation', 'Operation'],
  ['sql', 'SQL'],
  ['detail', 'Detail'],
] as const

function factLines({ message, facts }: StrataError): readonly string[] {
  return shownFacts.flatMap(([key, label]) => {
    const fact = facts[key]
    if (typeof fact !== 'string' || fact === '' || message.includes(fact)) return []
    const [first = '', ...more] = fact.split('\n')
    return [indented(`${label}: ${first}`), ...more.map((line) => indented(indented(line)))]
  })
}

const bug = 'This is a bug in strata-orm, not in your project. Please report it with the lines below.'

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message || error.name : String(error)
  // swc says where a file cannot be read, and then goes on about itself.
  return message.replace(/\s*\n\s*Caused by:\s*Syntax Error\s*(Stack backtrace:.*)?$/s, '')
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const stack = error.stack ?? messageOf(error)
  return error.cause === undefined ? stack : `${stack}\nCaused by: ${stackOf(error.cause)}`
}

function areaOf(code: string): string {
  return code.slice(0, Math.max(0, code.indexOf('.')))
}

function indented(line: string): string {
  return `  ${line}`
}
