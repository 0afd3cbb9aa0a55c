import { StrataError } from '../../base/errors'
import type { Node } from './nodes'

/** One statement of a text. */
export interface Parsed {
  readonly node: Node
  readonly sql: string
}

/** SQL by PostgreSQL's own parser: its statements, or undefined where it is no SQL. */
export type Parse = (sql: string) => readonly Parsed[] | undefined

/** The package with PostgreSQL's parser is not there. */
export class ParserMissingError extends StrataError {
  constructor(cause: unknown) {
    super({
      code: 'lint.no-parser',
      message: 'the package libpg-query, which reads SQL for the linter, cannot be loaded',
      hint: 'npm install --save-dev libpg-query',
      cause,
    })
  }
}

interface Parser {
  loadModule(): Promise<void>
  parseSync(sql: string): { readonly stmts?: readonly RawStatement[] }
}

interface RawStatement {
  readonly stmt: Node
  /** In bytes; left out: from the beginning, to the end. */
  readonly stmt_location?: number
  readonly stmt_len?: number
}

let loaded: Promise<Parse> | undefined

/** Loaded when something is linted, once: 10 ms. */
export function loadParser(): Promise<Parse> {
  loaded ??= load()
  return loaded
}

async function load(): Promise<Parse> {
  const parser = await imported()
  await parser.loadModule()
  return (sql) => {
    try {
      const bytes = Buffer.from(sql)
      return (parser.parseSync(sql).stmts ?? []).map(({ stmt, stmt_location: from = 0, stmt_len: length }) => ({
        node: stmt,
        sql: withoutComments(bytes.toString('utf8', from, length === undefined ? undefined : from + length)),
      }))
    } catch {
      return undefined
    }
  }
}

/** A statement begins where the one before it ends. */
function withoutComments(sql: string): string {
  return sql.replace(/^(?:\s+|--[^\n]*|\/\*[\s\S]*?\*\/)+/, '').trimEnd()
}

async function imported(): Promise<Parser> {
  try {
    return (await import(parserPackage)) as Parser
  } catch (cause) {
    throw new ParserMissingError(cause)
  }
}

const parserPackage: string = 'libpg-query'
