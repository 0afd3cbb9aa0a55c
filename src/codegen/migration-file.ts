import { join } from 'node:path'
import type { Migration, MigrationRef } from '../migrations/migration'
import type { Code, Entry } from './code'
import { array, call, object, word } from './code'
import type { ScopeOptions } from './file-scope'
import { FileScope } from './file-scope'
import { defaultWidth, print } from './print'
import type { SourceFile } from './source-file'

export interface MigrationFileOptions extends Omit<ScopeOptions, 'where'> {
  /** The folder of the app's migrations. */
  readonly folder: string
  /** A line or more of comment above the file. */
  readonly header?: string | undefined
  /** What stands between the imports and the migration. */
  readonly declarations?: string | undefined
  /** Of a line, in columns. */
  readonly width?: number | undefined
}

/** The file of a migration: the same migration gives the same text, to the letter. */
export function migrationFile(migration: Migration, options: MigrationFileOptions): SourceFile {
  const { folder, header, declarations = '', width = defaultWidth } = options
  const scope = new FileScope({ ...options, where: `${migration.app} ${migration.name}: ` })
  const code = call(scope.ours('migration'), [object(entriesOf(migration, scope), 'tall')])
  const body = print(code, width)
  const comment = header === undefined ? '' : `${commented(header)}\n\n`
  return {
    path: join(folder, `${migration.name}.ts`),
    text: `${comment}${scope.imports.print(width)}\n${declarations}export default ${body}\n`,
  }
}

function entriesOf(migration: Migration, scope: FileScope): readonly Entry[] {
  const { initial, dependencies, runBefore, replaces, atomic, assure } = migration
  const entries: (readonly [string, Code | undefined])[] = [
    ['initial', initial === undefined ? undefined : word(String(initial))],
    ['dependencies', refs('dependencies', [...dependencies].sort(byAppAndName), scope)],
    ['runBefore', refs('runBefore', [...runBefore].sort(byAppAndName), scope)],
    ['replaces', refs('replaces', replaces, scope)],
    ['atomic', atomic ? undefined : word('false')],
    ['assure', assure.length === 0 ? undefined : scope.value(assure, 'assure')],
    ['operations', operations(migration, scope)],
  ]
  return entries.flatMap(([key, value]) => (value === undefined ? [] : [{ key, value }]))
}

/** One a line, however short: a line in a review is one change. */
function operations({ operations: all }: Migration, scope: FileScope): Code {
  const code = scope.value(all, 'operations')
  return code.kind === 'array' ? array(code.items, 'tall') : code
}

function refs(key: string, all: readonly MigrationRef[], scope: FileScope): Code | undefined {
  return all.length === 0 ? undefined : scope.value(all, key)
}

/** The order in which they were found means nothing. */
function byAppAndName([app, name]: MigrationRef, [otherApp, otherName]: MigrationRef): number {
  if (app !== otherApp) return app < otherApp ? -1 : 1
  if (name === otherName) return 0
  return name < otherName ? -1 : 1
}

function commented(text: string): string {
  return text
    .split('\n')
    .map((line) => `// ${line}`.trimEnd())
    .join('\n')
}
