import { createColors } from 'picocolors'
import type { Environment, Sink } from './environment'

/** The ways a piece of text can look; all of them the identity where there is no colour. */
export interface Style {
  heading(text: string): string
  label(text: string): string
  success(text: string): string
  notice(text: string): string
  warning(text: string): string
  error(text: string): string
  dim(text: string): string
}

/** Silent, normal, with details, with everything. */
export type Verbosity = 0 | 1 | 2 | 3

export interface OutputOptions {
  readonly color: boolean
  readonly verbosity: Verbosity
}

/** Where commands print: results on stdout, what is wrong on stderr. */
export class Output {
  readonly style: Style
  readonly verbosity: Verbosity
  readonly #color: boolean
  readonly #stdout: Sink
  readonly #stderr: Sink

  constructor({ stdout, stderr }: Pick<Environment, 'stdout' | 'stderr'>, { color, verbosity }: OutputOptions) {
    this.#stdout = stdout
    this.#stderr = stderr
    this.#color = color
    this.style = styleOf(color)
    this.verbosity = verbosity
  }

  /** Whether a line can be written anew: in a terminal, if it may be sent more than text. */
  get isLive(): boolean {
    return this.#color && this.#stdout.isTTY === true
  }

  get columns(): number {
    return this.#stdout.columns || 80
  }

  /** The same on stderr, where stdout is for a program. */
  aside(): Output {
    return new Output({ stdout: this.#stderr, stderr: this.#stderr }, { color: this.#color, verbosity: this.verbosity })
  }

  write(text: string): void {
    this.#stdout.write(text)
  }

  line(text = ''): void {
    this.write(`${text}\n`)
  }

  /** A line that `-v 0` leaves out. */
  info(text = ''): void {
    if (this.verbosity > 0) this.line(text)
  }

  warn(text: string): void {
    this.#stderr.write(`${this.style.warning(text)}\n`)
  }

  error(text: string): void {
    this.#stderr.write(`${text}\n`)
  }

  json(value: unknown): void {
    this.line(toJson(value))
  }
}

/** Colour is for a terminal, and never against the will of who runs it: https://no-color.org */
export function wantsColor({ stdout, env }: Pick<Environment, 'stdout' | 'env'>, asked = true): boolean {
  if (!asked || isSet(env.NO_COLOR)) return false
  if (isSet(env.FORCE_COLOR)) return env.FORCE_COLOR !== '0'
  return stdout.isTTY === true && env.TERM !== 'dumb'
}

function isSet(variable: string | undefined): boolean {
  return variable !== undefined && variable !== ''
}

function styleOf(color: boolean): Style {
  const { bold, cyan, dim, green, red, yellow } = createColors(color)
  return {
    heading: (text) => bold(cyan(text)),
    label: (text) => bold(text),
    success: (text) => bold(green(text)),
    notice: (text) => cyan(text),
    warning: (text) => yellow(text),
    error: (text) => bold(red(text)),
    dim: (text) => dim(text),
  }
}

/** JSON of whatever a command returns: what JSON has no word for becomes text, maps become objects, sets lists. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) => plain(item), 2)
}

function plain(item: unknown): unknown {
  if (typeof item === 'bigint') return item.toString()
  if (item instanceof Map) return Object.fromEntries(item)
  if (item instanceof Set) return [...item]
  if (item instanceof Uint8Array) return Buffer.from(item).toString('hex')
  if (item instanceof Error) return { message: item.message }
  return typeof item === 'function' ? undefined : item
}
