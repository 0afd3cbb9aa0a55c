/** What a terminal shows of the text that is written to it: as much of one as prompts and lines that are redrawn need. */
export class Screen {
  /** Whether a line was longer than the screen is wide. */
  isWrapped = false
  isCursorShown = true
  readonly #columns: number
  readonly #lines: string[][] = [[]]
  #row = 0
  #column = 0
  #rest = ''

  constructor(columns: number) {
    this.#columns = columns
  }

  /** The lines, without spaces and empty lines at the end. */
  get text(): string {
    const lines = this.#lines.map((line) => Array.from(line, (sign) => sign ?? ' ').join(''))
    return lines
      .map((line) => line.trimEnd())
      .join('\n')
      .trimEnd()
  }

  write(written: string): void {
    const text = this.#rest + written
    let at = 0
    for (const { 0: found, index } of text.matchAll(control)) {
      this.#print(text.slice(at, index))
      this.#control(found)
      at = index + found.length
    }
    // A sequence that goes on in what is written next.
    const open = text.indexOf('\u001b', at)
    const end = open === -1 ? text.length : open
    this.#print(text.slice(at, end))
    this.#rest = text.slice(end)
  }

  #print(text: string): void {
    for (const sign of text) {
      if (this.#column >= this.#columns) {
        this.isWrapped = true
        this.#move(this.#row + 1, 0)
      }
      this.#line()[this.#column++] = sign
    }
  }

  #control(sequence: string): void {
    const given = sequence.slice(2, -1)
    const kind = sequence.at(-1) ?? ''
    const move = moves[kind]
    const line = this.#line()
    if (move !== undefined) {
      const [row, column] = move(this.#row, this.#column, given === '' ? 1 : Number(given))
      this.#move(row, column)
    } else if (kind === 'J' && given === '') {
      this.#lines.length = this.#row + 1
      line.length = Math.min(line.length, this.#column)
    } else if (kind === 'K') {
      line.length = given === '2' ? 0 : Math.min(line.length, this.#column)
    } else if (given === '?25') {
      this.isCursorShown = kind === 'h'
    } else if (kind !== 'm') {
      throw new Error(`the screen does not know ${JSON.stringify(sequence)}`)
    }
  }

  #move(row: number, column: number): void {
    this.#row = Math.max(0, row)
    this.#column = Math.min(Math.max(0, column), this.#columns)
    while (this.#lines.length <= this.#row) this.#lines.push([])
  }

  #line(): string[] {
    const line = this.#lines[this.#row] ?? []
    this.#lines[this.#row] = line
    return line
  }
}

const introducer = '\u001b'
const control = new RegExp(`${introducer}\\[[?\\d;]*[A-Za-z]|[\\r\\n\\b]`, 'g')

/** Where the cursor goes, by the last character of what is written. */
const moves: Readonly<Record<string, (row: number, column: number, count: number) => readonly [number, number]>> = {
  '\r': (row) => [row, 0],
  // A terminal makes \r\n of it, which a sink of a test does not.
  '\n': (row) => [row + 1, 0],
  '\b': (row, column) => [row, column - 1],
  A: (row, column, count) => [row - count, column],
  B: (row, column, count) => [row + count, column],
  C: (row, column, count) => [row, column + count],
  D: (row, column, count) => [row, column - count],
  E: (row, _, count) => [row + count, 0],
  F: (row, _, count) => [row - count, 0],
  G: (row, _, count) => [row, count - 1],
}
