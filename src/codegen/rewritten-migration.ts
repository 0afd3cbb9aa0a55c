import type { Migration } from '../migrations/migration'
import type { OldFile } from './copy/copy-code'
import { functionsIn } from './copy/functions-in'
import { Imports } from './imports'
import type { MigrationFileOptions } from './migration-file'
import { migrationFile } from './migration-file'
import type { SourceFile } from './source-file'

export interface RewrittenOptions extends Omit<MigrationFileOptions, 'declarations' | 'imports'> {
  /** The files whose operations it takes over: read where there is code in them. */
  from(): readonly OldFile[]
}

/** The file of a migration made of others: what their operations hold of code comes along. */
export async function rewrittenMigration(
  migration: Migration,
  { from, ...options }: RewrittenOptions,
): Promise<SourceFile> {
  const exports = [...(options.exports ?? [])]
  const importable = new Set(exports.map(({ value }) => value))
  const wanted = [...functionsIn(migration.operations)].filter((each) => !importable.has(each))
  if (wanted.length === 0) return migrationFile(migration, options)
  // What reads source takes as long to load as all else that writes a file.
  const { copyCode } = await import('./copy/copy-code')
  const imports = new Imports()
  const { declarations, functions } = copyCode(wanted, { files: from(), imports })
  return migrationFile(migration, { ...options, imports, exports: [...exports, ...functions], declarations })
}
