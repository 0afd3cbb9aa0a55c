import { lockModes } from '../schema/step'
import type { ActionKind, ConstraintFacts } from './action'
import { isLive, type Subject } from './subject'

/** The table that an action is about, if others wait for it until the transaction ends. */
export function lockedTable(subject: Subject): string | undefined {
  const { action, picture } = subject
  switch (action.kind) {
    case 'create-table':
      return action.partitionOf !== undefined && picture.isLive(action.partitionOf) ? action.partitionOf : undefined
    case 'drop-index': {
      const owner = picture.tableOfIndex(action.name)
      return action.concurrently || owner?.isNew === true ? undefined : owner?.name
    }
    case 'create-index':
    case 'detach':
      return action.concurrently || !isLive(subject) ? undefined : action.table
    case 'lock-table':
      return lockModes.indexOf(action.mode) >= lockModes.indexOf('SHARE') && isLive(subject) ? action.table : undefined
    case 'adjust':
      return action.lock === 'strong' && isLive(subject) ? action.table : undefined
    default:
      return 'table' in action && locking.has(action.kind) && isLive(subject) ? action.table : undefined
  }
}

/** All of them: a foreign key locks the table that it refers to as well. */
export function lockedTables(subject: Subject): readonly string[] {
  const own = lockedTable(subject)
  const referred = foreignKeys(subject).flatMap(({ target }) => target ?? [])
  const others = referred.filter((target) => subject.picture.isLive(target))
  return [...new Set(own === undefined ? others : [own, ...others])]
}

/** What stands before a subject in its transaction, and locks a table that others use. */
export function lockingBefore(subject: Subject): Subject | undefined {
  const { isOne, subjects } = subject.transaction
  if (!isOne) return undefined
  return subjects
    .slice(0, subjects.indexOf(subject))
    .find((each) => each.statement !== subject.statement && lockedTables(each).length > 0)
}

function foreignKeys({ action, picture }: Subject): readonly ConstraintFacts[] {
  const isForeign = ({ kind }: ConstraintFacts): boolean => kind === 'foreign'
  switch (action.kind) {
    case 'create-table':
    case 'add-column':
      return action.constraints.filter(isForeign)
    case 'add-constraint':
      return [action.constraint].filter(isForeign)
    case 'drop-table':
      return picture.constraints(action.table).filter(isForeign)
    case 'drop-constraint':
      return picture.constraints(action.table).filter((one) => isForeign(one) && one.name === action.name)
    default:
      return []
  }
}

const locking: ReadonlySet<ActionKind> = new Set<ActionKind>([
  'add-column',
  'drop-column',
  'rename-column',
  'rename-table',
  'drop-table',
  'alter-type',
  'set-not-null',
  'drop-not-null',
  'set-default',
  'add-identity',
  'set-expression',
  'add-constraint',
  'drop-constraint',
  'enforce-constraint',
  'column-storage',
  'replica-identity',
  'rewrite',
  'truncate',
  'set-schema',
  'protect',
  'policy',
  'rule',
  'inherit',
  'restart-identity',
  'drop-identity',
  'trigger',
])
