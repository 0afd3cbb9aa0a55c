import { quoteText } from '../../backends/postgres/compiler'
import { paramText } from '../../backends/postgres/value-text'
import type { SqlParam, Statement } from '../../sql/statement'
import type { MigrationKey } from '../migration'
import { recordTable } from '../records'

/** A parameter as a literal without a type: the server decides what it means, as it does for a driver's. */
export function literal(param: SqlParam): string {
  const text = paramText(param)
  return text === null ? 'NULL' : quoteText(text)
}

/** A statement of our own, with its parameters in their places. */
export function inlined({ sql, params }: Statement): string {
  return sql.replace(/\$(\d+)/g, (_, number: string) => literal(params[Number(number) - 1] ?? null))
}

/** A text between marks that it does not contain. */
export function dollarQuoted(text: string, tag: string): string {
  let mark = `$${tag}$`
  for (let i = 1; text.includes(mark); i++) mark = `$${tag}${i}$`
  return `${mark}${text}${mark}`
}

export function terminated(sql: string): string {
  const text = sql.trim()
  return text.endsWith(';') ? text : `${text};`
}

/** A condition: all of these names are recorded. */
export function recorded(keys: readonly MigrationKey[]): string {
  return keys
    .map((key) => {
      const dot = key.indexOf('.')
      const pair = `${quoteText(key.slice(0, dot))}, ${quoteText(key.slice(dot + 1))}`
      return `EXISTS (SELECT FROM ${recordTable} WHERE (app, name) = (${pair}))`
    })
    .join(' AND ')
}

/** Statements of PL/pgSQL as one of SQL. */
export function block(lines: readonly string[]): string {
  const body = ['BEGIN', ...lines.map((line) => `  ${line}`), 'END'].join('\n')
  return `DO ${dollarQuoted(`\n${body}\n`, 'strata')};`
}

export function inTransaction(statement: string): string {
  return `BEGIN;\n${statement}\nCOMMIT;`
}

export function raise(level: 'NOTICE' | 'EXCEPTION', message: string): string {
  return `RAISE ${level} ${quoteText(message.replaceAll('%', '%%'))};`
}

export function inCase(condition: string, ...lines: readonly string[]): readonly string[] {
  return [`IF ${condition} THEN`, ...lines.map((line) => `  ${line}`), 'END IF;']
}

export function failIf(condition: string, message: string): readonly string[] {
  return inCase(condition, raise('EXCEPTION', message))
}
