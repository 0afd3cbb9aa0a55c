import { displayWidth } from './display-width'

/**
 * Source text before it is laid out, as a tree. Each node knows its width on one line from the start, so that laying
 * out takes one look a node. Closed union: a new kind does not compile until `print` knows it.
 */
export type Code = Atom | ObjectCode | ArrayCode | CallCode

interface Measured {
  /** Of all of it on one line. */
  readonly width: number
  /** It, or something in it, takes several lines wherever it stands. */
  readonly tall: boolean
}

/** What is never broken. Formatters treat text, numbers, texts of several lines and the rest each in their own way. */
export interface Atom extends Measured {
  readonly kind: 'word' | 'number' | 'string' | 'script'
  readonly text: string
}

export interface Entry {
  /** As it is written: a name, or text in quotes. */
  readonly key: string
  readonly value: Code
}

export interface ObjectCode extends Measured {
  readonly kind: 'object'
  readonly entries: readonly Entry[]
}

export interface ArrayCode extends Measured {
  readonly kind: 'array'
  readonly items: readonly Code[]
}

export interface CallCode extends Measured {
  readonly kind: 'call'
  /** `CharField`, `Q.or`, `new Date`. */
  readonly callee: string
  readonly args: readonly Code[]
}

/** `one-line`: if it fits and holds nothing tall; `tall`: one entry a line in any case. */
export type Layout = 'one-line' | 'tall'

export function word(text: string): Atom {
  return { kind: 'word', text, width: displayWidth(text), tall: false }
}

export function number(text: string): Atom {
  return { kind: 'number', text, width: text.length, tall: false }
}

/** `text` with its quotes; see `quoted`. */
export function string(text: string): Atom {
  return { kind: 'string', text, width: displayWidth(text), tall: false }
}

/** A text of several lines, between backticks: its lines stand in the file as they are. */
export function script(text: string): Atom {
  return { kind: 'script', text, width: displayWidth(text), tall: true }
}

export function object(entries: readonly Entry[], layout: Layout = 'one-line'): Code {
  let width = entries.length === 0 ? 2 : 2 * entries.length + 2
  let tall = layout === 'tall' && entries.length > 0
  for (const { key, value } of entries) {
    width += displayWidth(key) + 2 + value.width
    tall ||= value.tall
  }
  return { kind: 'object', entries, width, tall }
}

export function array(items: readonly Code[], layout: Layout = 'one-line'): Code {
  const tall = isTable(items) || items.some((item) => item.tall) || (layout === 'tall' && items.length > 0)
  return { kind: 'array', items, width: 2 + joinedWidth(items), tall }
}

export function call(callee: string, args: readonly Code[]): Code {
  const width = displayWidth(callee) + 2 + joinedWidth(args)
  return { kind: 'call', callee, args, width, tall: args.some((arg) => arg.tall) }
}

function joinedWidth(parts: readonly Code[]): number {
  let width = 2 * Math.max(0, parts.length - 1)
  for (const part of parts) width += part.width
  return width
}

/** Rows of several columns each are put one below the other, as formatters do. */
function isTable(items: readonly Code[]): boolean {
  return items.length > 1 && items.every((item) => item.kind === items[0]?.kind && columns(item) > 1)
}

function columns(row: Code): number {
  switch (row.kind) {
    case 'object':
      return row.entries.length
    case 'array':
      return row.items.length
    case 'call':
    case 'word':
    case 'number':
    case 'string':
    case 'script':
      return 0
  }
}
