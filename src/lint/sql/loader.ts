import { StrataError } from '../../base/errors'
import type { Node } from './nodes'

/** SQL by PostgreSQL's own parser: its statements, or undefined where it is no SQL. */
export type Parse = (sql: string) => readonly Node[] | undefined

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
  parseSync(sql: string): { readonly stmts?: readonly { readonly stmt: Node }[] }
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
      return (parser.parseSync(sql).stmts ?? []).map(({ stmt }) => stmt)
    } catch {
      return undefined
    }
  }
}

async function imported(): Promise<Parser> {
  try {
    return (await import(parserPackage)) as Parser
  } catch (cause) {
    throw new ParserMissingError(cause)
  }
}

const parserPackage: string = 'libpg-query'
