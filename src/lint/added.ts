import type { ConstraintFacts } from './action'
import type { Finds } from './subject'
import { isNewColumn, onLive, type Subject, stepsAside } from './subject'

/** The way around a constraint that is held to all rows at once. */
export const twice = 'Add it NOT VALID, and validate it in a transaction of its own.'

type Test = (constraint: ConstraintFacts, subject: Subject, table: string) => boolean

/** A constraint of one kind that was not there. */
export function added(kind: ConstraintFacts['kind'], test: Test): Finds {
  return onLive('add-constraint', ({ table, constraint }, subject) => {
    if (constraint.kind !== kind || stepsAside(subject, table, constraint.name)) return false
    return test(constraint, subject, table) && `${constraint.name} of ${table}`
  })
}

/** Whether no release before knows the columns of a constraint. */
export function isOverNew(subject: Subject, table: string, { columns }: Pick<ConstraintFacts, 'columns'>): boolean {
  return columns.length > 0 && columns.every((column) => isNewColumn(subject, table, column))
}
