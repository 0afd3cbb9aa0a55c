import { RemoveConstraint } from '../../operations'
import { fieldsOfConstraint } from '../../operations/references'
import type { Findings } from '../asking'
import { does, planned } from '../dependencies'
import type { Differences } from '../differences'
import { constraintChanges } from '../named-parts'

/** Constraints that are gone, and those that come back changed. */
export function* removedConstraints({ changed }: Differences): Findings {
  for (const difference of changed) {
    const { key, app, name: model } = difference
    for (const constraint of constraintChanges(difference).removed) {
      yield planned({
        app,
        operation: new RemoveConstraint({ model, name: constraint.options.name }),
        does: [...fieldsOfConstraint(constraint)].map((field) => does.unused(key, field)),
      })
    }
  }
}
