import { RemoveIndex } from '../../operations'
import { fieldsOfIndex } from '../../operations/references'
import type { Findings } from '../asking'
import { does, planned } from '../dependencies'
import type { Differences } from '../differences'
import { indexChanges } from '../named-parts'

/** Indexes that are gone, and those that come back changed. */
export function* removedIndexes({ changed }: Differences): Findings {
  for (const difference of changed) {
    const { key, app, name: model } = difference
    for (const index of indexChanges(difference).removed) {
      yield planned({
        app,
        operation: new RemoveIndex({ model, name: index.options.name }),
        does: [...fieldsOfIndex(index)].map((field) => does.unused(key, field)),
      })
    }
  }
}
