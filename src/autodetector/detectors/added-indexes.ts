import { AddIndex } from '../../operations'
import { fieldsOfIndex } from '../../operations/references'
import type { Findings } from '../asking'
import { needsField, planned } from '../dependencies'
import type { Differences } from '../differences'
import { indexChanges } from '../named-parts'

/** Indexes that are new, and those that come back changed. */
export function* addedIndexes({ changed }: Differences): Findings {
  for (const difference of changed) {
    const { key, app, name: model } = difference
    for (const index of indexChanges(difference).added) {
      yield planned({
        app,
        operation: new AddIndex({ model, index }),
        needs: [...fieldsOfIndex(index)].map((field) => needsField(key, field)),
      })
    }
  }
}
