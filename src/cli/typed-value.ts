import { StrataError } from '../base/errors'
import { didYouMean } from '../base/text'
import * as functions from '../sql/functions'

/** What was typed is not a value that we can read. */
export class TypedValueError extends StrataError {
  constructor(message: string, hint?: string) {
    super({ code: 'prompt.value', message, hint })
  }
}

/**
 * The value that a person typed as TypeScript: literals, arrays, objects, `new Date('2024-01-31')`, and the SQL functions
 * of the package, as `Now()`. It is read, never evaluated: an answer may come from a file or a pipe.
 */
export function typedValue(text: string): unknown {
  const reader = new Reader(text)
  const value = reader.value()
  reader.end()
  return value
}

const token =
  /\s*(?:(-?(?:\d[\d_]*\.?\d*|\.\d+)(?:e[+-]?\d+)?n?)|('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\$]|\\.)*`)|([A-Za-z_$][\w$]*)|(\S))/iy
const words: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
])
const notForValues: ReadonlySet<string> = new Set(['column', '__esModule', 'default'])
const calls: ReadonlyMap<string, (...args: readonly never[]) => unknown> = new Map(
  Object.entries(functions).filter(([name, value]) => typeof value === 'function' && !notForValues.has(name)),
)

type Token =
  | { readonly kind: 'number' | 'string' | 'word' | 'mark'; readonly text: string }
  | { readonly kind: 'end'; readonly text: '' }

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  value(): unknown {
    const next = this.#next()
    switch (next.kind) {
      case 'number':
        return toNumber(next.text)
      case 'string':
        return unquote(next.text)
      case 'word':
        return this.#word(next.text)
      case 'mark':
        if (next.text === '[') return this.#list(']')
        if (next.text === '{') return this.#object()
        throw new TypedValueError(`unexpected ${next.text}`)
      case 'end':
        throw new TypedValueError('a value is missing')
    }
  }

  end(): void {
    const rest = this.#next()
    if (rest.kind !== 'end') throw new TypedValueError(`unexpected ${rest.text} after the value`, quotes(rest))
  }

  #word(word: string): unknown {
    if (words.has(word)) return words.get(word)
    if (word === 'new') return this.#date()
    const called = calls.get(word)
    if (called === undefined || !this.#takes('(')) throw unknownWord(word)
    return called(...(this.#list(')') as readonly never[]))
  }

  #date(): Date {
    const { text } = this.#next()
    if (text !== 'Date' || !this.#takes('('))
      throw new TypedValueError(`new ${text} cannot be a default; new Date(…) can`)
    const parts = this.#list(')')
    const date = new Date(...(parts as [string]))
    if (parts.length === 0 || Number.isNaN(date.getTime())) {
      throw new TypedValueError("a date is written new Date('2024-01-31'); for the time of the migration, Now()")
    }
    return date
  }

  #list(close: string): readonly unknown[] {
    const items: unknown[] = []
    while (!this.#takes(close)) {
      items.push(this.value())
      if (!this.#takes(',') && this.#peek().text !== close) throw new TypedValueError(`, or ${close} is missing`)
    }
    return items
  }

  #object(): Readonly<Record<string, unknown>> {
    const entries: [string, unknown][] = []
    while (!this.#takes('}')) {
      const key = this.#next()
      if (key.kind === 'mark' || key.kind === 'end' || !this.#takes(':'))
        throw new TypedValueError('key: value expected')
      entries.push([key.kind === 'string' ? unquote(key.text) : key.text, this.value()])
      if (!this.#takes(',') && this.#peek().text !== '}') throw new TypedValueError(', or } is missing')
    }
    return Object.fromEntries(entries)
  }

  #takes(mark: string): boolean {
    if (this.#peek().text !== mark) return false
    this.#next()
    return true
  }

  #peek(): Token {
    const at = this.#at
    const next = this.#next()
    this.#at = at
    return next
  }

  #next(): Token {
    token.lastIndex = this.#at
    const match = token.exec(this.#text)
    if (match === null) return { kind: 'end', text: '' }
    this.#at = token.lastIndex
    const [, number, string, word, mark = ''] = match
    if (number !== undefined) return { kind: 'number', text: number }
    if (string !== undefined) return { kind: 'string', text: string }
    return word === undefined ? { kind: 'mark', text: mark } : { kind: 'word', text: word }
  }
}

function toNumber(text: string): number | bigint {
  const digits = text.replaceAll('_', '')
  return digits.endsWith('n') ? BigInt(digits.slice(0, -1)) : Number(digits)
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', 0: '\0', b: '\b', f: '\f', v: '\v' }

function unquote(quoted: string): string {
  return quoted
    .slice(1, -1)
    .replace(/\\(?:u\{([\da-f]+)\}|u([\da-f]{4})|x([\da-f]{2})|(.))/gis, (_, long, short, byte, char: string) => {
      const code: string | undefined = long ?? short ?? byte
      return code === undefined ? (escapes[char] ?? char) : String.fromCodePoint(Number.parseInt(code, 16))
    })
}

function unknownWord(word: string): TypedValueError {
  const near = calls.has(word) ? word : didYouMean(word, [...words.keys(), ...calls.keys()])
  const meant = near === undefined ? '' : ` Or did you mean ${calls.has(near) ? `${near}()` : near}?`
  return new TypedValueError(`${word} is not a value`, `Text goes in quotes: '${word}'${meant && `.${meant}`}`)
}

function quotes({ kind }: Token): string | undefined {
  return kind === 'word' ? 'Text goes in quotes.' : undefined
}
