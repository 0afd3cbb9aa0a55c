import type { Migration } from '../migrations/migration'
import { copyCode, type OldFile } from './copy/copy-code'
import { Imports } from './imports'
import type { MigrationFileOptions } from './migration-file'
import { migrationFile } from './migration-file'
import type { SourceFile } from './source-file'

export interface RewrittenOptions extends Omit<MigrationFileOptions, 'declarations' | 'imports'> {
  /** The files whose operations it takes over. */
  readonly from: readonly OldFile[]
}

/** The file of a migration made of others: what their operations hold of code comes along. */
export function rewrittenMigration(migration: Migration, { from, ...options }: RewrittenOptions): SourceFile {
  const imports = new Imports()
  const exports = [...(options.exports ?? [])]
  const { declarations, functions } = copyCode(migration.operations, { files: from, exports, imports })
  return migrationFile(migration, { ...options, imports, exports: [...exports, ...functions], declarations })
}
