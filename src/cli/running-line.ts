import { secondsText } from '../base/amounts'
import type { Output } from './output'

/**
 * A line in a terminal while something runs: how long it has taken, and below it what it does or waits for. It is written
 * anew in its place, and leaves nothing behind.
 */
export class RunningLine {
  readonly #out: Output
  readonly #text: string
  readonly #since = Date.now()
  readonly #timer: NodeJS.Timeout
  #details: readonly string[] = []
  #detailsUntil = 0
  #height = 0

  constructor(out: Output, text: string) {
    this.#out = out
    this.#text = text
    this.#draw()
    // A process that has nothing else to do is not kept for it.
    this.#timer = setInterval(() => this.#draw(), 1000).unref()
  }

  /** What it is about now, for as long as that can be taken to be so. */
  say(details: readonly string[], ms: number): void {
    this.#details = details
    this.#detailsUntil = Date.now() + ms
    this.#draw()
  }

  /** A line that stays. */
  above(line: string): void {
    this.#out.write(`${this.#back()}${line}\n`)
    this.#height = 0
    this.#draw()
  }

  end(): void {
    clearInterval(this.#timer)
    this.#out.write(this.#back())
  }

  #draw(): void {
    const seconds = Math.floor((Date.now() - this.#since) / 1000)
    const first = seconds === 0 ? this.#text : `${this.#text} ${secondsText(seconds)}`
    const lines = [first, ...(Date.now() < this.#detailsUntil ? this.#details : [])]
    this.#out.write(this.#back() + lines.map((line) => clipped(line, this.#out.columns - 1)).join('\n'))
    this.#height = lines.length
  }

  /** To the beginning of what is drawn, and all of it gone. */
  #back(): string {
    if (this.#height === 0) return ''
    const up = this.#height > 1 ? `\u001b[${this.#height - 1}A` : ''
    return `${up}\r\u001b[J`
  }
}

function clipped(line: string, width: number): string {
  const signs = [...line]
  return signs.length > width ? `${signs.slice(0, width - 1).join('')}…` : line
}
