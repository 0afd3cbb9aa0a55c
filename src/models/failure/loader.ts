import { readFileSync } from 'node:fs'
import { isAbsolute, relative, sep } from 'node:path'
import { namedInFailure } from '../../base/load-failure'

/** A path as messages show it: relative to the project's folder, if it is in there. */
export function displayed(file: string, baseDir: string): string {
  const path = relative(baseDir, file)
  return (path.startsWith('..') || isAbsolute(path) ? file : path).split(sep).join('/')
}

/** Where in the user's own files it happened: the first line of the stack that is not a package's. */
export function placeOfFailure(cause: unknown, baseDir: string): string | undefined {
  const stack = cause instanceof Error ? (cause.stack ?? '') : ''
  for (const line of stack.split('\n')) {
    const found = /\(?((?:\/|[A-Za-z]:\\)[^()]+?):(\d+)(:\d+)?\)?$/.exec(line.trim().replace(/^at /, ''))
    const [, file = '', row = '', column = ''] = found ?? []
    if (!file.startsWith(baseDir + sep) || file.includes(`${sep}node_modules${sep}`)) continue
    return `${displayed(file, baseDir)}${rowInSource(file, Number(row), column, namedInFailure(cause))}`
  }
  return undefined
}

/**
 * Compilers do not note where decorators and imports came from, so a row may be that of the compiled text: it is
 * believed if what the failure names stands there, or, where it names nothing, if the file has such a row.
 */
function rowInSource(file: string, row: number, column: string, named: string | undefined): string {
  const rows = readFileSync(file, 'utf8').split('\n')
  const there = rows[row - 1]
  if (there?.includes(named ?? '')) return `:${row}${column}`
  const first = named === undefined ? -1 : rows.findIndex((text) => text.includes(named))
  return first < 0 ? '' : `:${first + 1}`
}
