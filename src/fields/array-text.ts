import type { SqlParam } from '../sql/statement'
import { FieldValueError } from './errors'

/** `{1,"a b",NULL}`: the text form of an array, items by their own field. Nested arrays are items in text form. */
export function formatArray(value: unknown, item: (value: unknown) => SqlParam): string {
  if (!Array.isArray(value)) throw new FieldValueError(value, 'an array')
  const items = value.map((each: unknown) => {
    if (each === null || each === undefined) return 'NULL'
    const param = item(each)
    if (Array.isArray(each) && typeof param === 'string') return param
    if (param instanceof Uint8Array) return `"\\\\x${Buffer.from(param).toString('hex')}"`
    return quoted(String(param))
  })
  return `{${items.join(',')}}`
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}

/** Reads the text form of an array; an item that is an array itself is handed on as its text. */
export function parseArray(text: string, item: (raw: string) => unknown): unknown[] {
  const start = text.indexOf('{') // the bounds of `[0:2]={…}` come before it
  const items: unknown[] = []
  let at = start + 1
  while (at < text.length && text[at] !== '}') {
    const [raw, next] =
      text[at] === '"' ? readQuoted(text, at) : text[at] === '{' ? readNested(text, at) : readBare(text, at)
    items.push(raw === undefined ? null : item(raw))
    at = text[next] === ',' ? next + 1 : next
  }
  return items
}

type Read = [raw: string | undefined, next: number]

function readQuoted(text: string, start: number): Read {
  let raw = ''
  let at = start + 1
  for (; text[at] !== '"'; at++) {
    if (text[at] === '\\') at++
    raw += text[at]
  }
  return [raw, at + 1]
}

function readNested(text: string, start: number): Read {
  let depth = 0
  let at = start
  do {
    if (text[at] === '"') at = readQuoted(text, at)[1] - 1
    else if (text[at] === '{') depth++
    else if (text[at] === '}') depth--
    at++
  } while (depth > 0)
  return [text.slice(start, at), at]
}

function readBare(text: string, start: number): Read {
  let at = start
  while (text[at] !== ',' && text[at] !== '}') at++
  const raw = text.slice(start, at)
  return [raw === 'NULL' ? undefined : raw, at]
}
