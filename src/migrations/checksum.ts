import { hash } from 'node:crypto'
import type { Operation } from '../operations/operation'
import { encode } from './cache/encode'
import { localImports } from './cache/sources'

/**
 * Of what a migration does: a file that was formatted, commented, compiled or given other dependencies has the same.
 * Where operations are no data (code, or what a file takes from elsewhere), of the text that says them.
 */
export function checksumOf(text: string, operations: readonly Operation[]): string {
  return hash('sha256', dataOf(text, operations) ?? essenceOf(text))
}

/** The same for the same text, whoever runs it and wherever: else the text has to do. */
function dataOf(text: string, operations: readonly Operation[]): string | undefined {
  if (localImports(text)?.length !== 0) return undefined
  const says = encode({ operations })
  const data = says && JSON.stringify(says.operations)
  return data?.includes('{"$":"code",') ? undefined : data
}

/** The text without its layout, its comments, and the lists that say where the migration stands. */
function essenceOf(text: string): string {
  return text.replace(tokens, dense).replace(lists, '')
}

/** Strings, which stay, and what is between words; a regular expression that looks like one of them costs a warning. */
const tokens =
  /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`|,?(?:\s|(?<!\S)\/\/.*|\/\*[\s\S]*?\*\/)+/g

function dense(token: string, at: number, text: string): string {
  if (/^['"`]/.test(token)) return token
  const next = text[at + token.length] ?? ''
  if (token.startsWith(',')) return /[\])}]/.test(next) ? '' : ','
  return /\w/.test(text[at - 1] ?? '') && /\w/.test(next) ? ' ' : ''
}

const lists = /\b(?:dependencies|runBefore|replaces):\[(?:\[[^[\]]*\]|[^[\]])*\],?/g
