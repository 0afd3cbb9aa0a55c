import { RenameIndex } from '../../operations'
import type { Findings } from '../asking'
import { planned } from '../dependencies'
import type { Differences } from '../differences'
import { indexChanges } from '../named-parts'

/** Indexes that have another name and are the same: also those named after a table or a column that was renamed. */
export function* renamedIndexes({ changed }: Differences): Findings {
  for (const difference of changed) {
    const { app, name: model } = difference
    for (const { part, newName } of indexChanges(difference).renamed) {
      yield planned({ app, operation: new RenameIndex({ model, oldName: part.options.name, newName }) })
    }
  }
}
