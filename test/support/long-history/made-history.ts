import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { migrationFile } from '../../../src/codegen/migration-file'
import { migrationNumber, numberedName } from '../../../src/migrations/names'
import { RenameField, RenameModel } from '../../../src/operations'
import { ProjectState } from '../../../src/state/project-state'
import { detect } from '../build'
import { script } from './script'

/** What each app's code may need of the others. */
const below: Readonly<Record<string, readonly string[]>> = {
  people: [],
  catalog: ['people'],
  shop: ['people', 'catalog'],
  reviews: ['people', 'catalog'],
}

/** Goes through the script day by day, as makemigrations would, and writes each day's files. Returns how many. */
export function makeHistory(folder: string): number {
  const leaves = new Map<string, string>()
  let state = ProjectState.empty
  let files = 0
  for (const day of script) {
    const { app } = day
    if (day.kind === 'code') {
      const name = numberedName(migrationNumber(leaves.get(app) ?? '') + 1, day.name)
      const needed = [app, ...(below[app] ?? [])].map((each) => `['${each}', '${leaves.get(each)}']`)
      write(join(folder, app, 'migrations', `${name}.ts`), day.source.replace('DEPENDENCIES', needed.join(', ')))
      leaves.set(app, name)
      files++
      continue
    }
    const to = day.edits.reduce((before, edit) => edit.apply(app, before), state)
    const renames = day.edits.some((each) => each instanceof RenameField || each instanceof RenameModel)
    const { migrations } = detect({ from: state, to, leaves }, (question) =>
      question.kind === 'one-off-default' ? { kind: 'value', value: 0 } : renames,
    )
    for (const migration of migrations) {
      const file = migrationFile(migration, { folder: join(folder, migration.app, 'migrations') })
      write(file.path, file.text)
      leaves.set(migration.app, migration.name)
      files++
    }
    state = to
  }
  return files
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}
