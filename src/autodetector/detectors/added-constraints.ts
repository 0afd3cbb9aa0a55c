import { AddConstraint } from '../../operations'
import { fieldsOfConstraint } from '../../operations/references'
import type { Findings } from '../asking'
import { needsField, planned } from '../dependencies'
import type { Differences } from '../differences'
import { constraintChanges } from '../named-parts'

/** Constraints that are new, and those that come back changed. */
export function* addedConstraints({ changed }: Differences): Findings {
  for (const difference of changed) {
    const { key, app, name: model } = difference
    for (const constraint of constraintChanges(difference).added) {
      yield planned({
        app,
        operation: new AddConstraint({ model, constraint }),
        needs: [...fieldsOfConstraint(constraint)].map((field) => needsField(key, field)),
      })
    }
  }
}
