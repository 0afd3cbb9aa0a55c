import { statSync } from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
import { StrataError } from '../base/errors'
import type { Fixture } from '../fixtures/load'
import type { AppPlace } from '../project/app-places'
import type { Environment } from './environment'
import { UsageError } from './exit'
import { formatOf, formats, readPieces } from './fixture-file'

export interface Search {
  /** Their folders `fixtures` are looked into, in this order, and then the current folder. */
  readonly apps: readonly AppPlace[]
  readonly environment: Pick<Environment, 'cwd' | 'stdin'>
  /** Of what comes through a pipe. */
  readonly format?: Fixture['format'] | undefined
}

/** The fixtures of a name: one of each folder that has it. `-` is what comes through a pipe. */
export function findFixtures(name: string, { apps, environment, format }: Search): readonly Fixture[] {
  const { cwd, stdin } = environment
  if (name === '-') {
    if (format === undefined) throw new UsageError('missing-option', '- is read from a pipe, and needs --format')
    return [{ name: 'stdin', format, open: readOnce(stdin) }]
  }
  const folders = [...apps.map(({ folder }) => join(folder, 'fixtures')), cwd]
  const found = new Set(folders.flatMap((folder) => fileIn(resolve(folder, name)) ?? []))
  if (found.size === 0) throw new FixtureNotFoundError(name, folders, cwd)
  return [...found].map((path) => ({
    name: relative(cwd, path) || path,
    format: formatOf(path) ?? 'json',
    open: () => readPieces(path),
  }))
}

function fileIn(path: string): string | undefined {
  const endings = formats.flatMap((format) => [`.${format}`, `.${format}.gz`])
  const paths = formatOf(path) === undefined ? endings.map((ending) => path + ending) : [path]
  const [found, second] = paths.filter((each) => statSync(each, { throwIfNoEntry: false })?.isFile())
  if (second !== undefined) throw new AmbiguousFixtureError(path, [found ?? '', second])
  return found
}

/** A pipe is empty when it is read again. */
function readOnce(stdin: NodeJS.ReadableStream): Fixture['open'] {
  let isRead = false
  return async function* () {
    if (isRead) return
    isRead = true
    for await (const chunk of stdin) yield String(chunk)
  }
}

export class FixtureNotFoundError extends StrataError {
  constructor(name: string, folders: readonly string[], cwd: string) {
    const shown = folders.map((folder) => relative(cwd, folder) || '.')
    super({
      code: 'fixtures.not-found',
      message: `There is no fixture '${name}'.`,
      hint: `Looked for it in ${shown.join(', ')}. A fixture ends with .json or .jsonl, and .gz if it is compressed.`,
      facts: { name, folders },
    })
  }
}

class AmbiguousFixtureError extends StrataError {
  constructor(path: string, found: readonly [string, string]) {
    const names = found.map((each) => basename(each))
    super({
      code: 'fixtures.ambiguous',
      message: `'${basename(path)}' may be ${names.join(' or ')}.`,
      hint: 'Say which, with its ending.',
      facts: { path, found },
    })
  }
}
