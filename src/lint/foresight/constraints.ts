import type { ActionOf, ConstraintFacts } from '../action'
import { type Around, noLocks, noWork, type Parts, take, takeEach } from './part'

/** A constraint that is added to a table with rows. */
export function* constraintParts(table: string, constraint: ConstraintFacts, around: Around): Parts {
  const { picture } = around
  const { kind, valid, usingIndex } = constraint
  switch (kind) {
    case 'check':
      yield* takeEach(around, valid ? 'add check' : 'add check, not valid', table)
      return
    case 'not null':
      for (const each of picture.partsOf(table)) {
        const isProven = constraint.columns.every((column) => picture.provesNotNull(each, column))
        yield take(!valid ? 'add check, not valid' : isProven ? 'set not null, proven' : 'set not null', each)
      }
      return
    case 'foreign': {
      const target = constraint.target ?? ''
      yield* inParts(table, target, around)
      yield take(valid ? 'add foreign key' : 'add foreign key, not valid', table, { targets: [target] })
      return
    }
    case 'unique':
    case 'primary':
    case 'exclusion': {
      if (usingIndex === undefined) {
        yield* takeEach(around, 'add key', table)
        return
      }
      yield take('add key, using index', table)
      const columns = picture.tables.get(table)?.indexes.get(usingIndex)?.columns
      if (columns === undefined) yield noWork(`what the index ${usingIndex} is over`)
      const isFull = columns?.every((column) => picture.provesNotNull(table, column)) !== false
      if (kind === 'primary' && !isFull) yield take('set not null', table)
      return
    }
  }
}

/** Between partitioned tables a foreign key is one for each of their parts. */
function* inParts(table: string, target: string, { before }: Around): Parts {
  const whole = [table, target].find((name) => before.tables.get(name)?.partitionKey !== undefined)
  if (whole !== undefined) yield noLocks(`which parts of ${whole} a foreign key is for`)
}

export function* validate({ table, name }: ActionOf<'validate-constraint'>, around: Around): Parts {
  const constraint = around.picture.constraint(table, name)
  if (constraint === undefined) yield noLocks(`the constraint ${name}`)
  else if (constraint.valid) yield* takeEach(around, 'set option', table)
  else if (constraint.kind === 'foreign') {
    const target = constraint.target ?? ''
    yield* inParts(table, target, around)
    yield take('validate foreign key', table, { targets: [target] })
  } else yield* takeEach(around, 'validate', table)
}

export function* enforce({ table, name }: ActionOf<'enforce-constraint'>, { picture }: Around): Parts {
  const constraint = picture.constraint(table, name)
  if (constraint?.kind === 'foreign') yield take('enforce foreign key', table, { targets: [constraint.target ?? ''] })
  else yield noLocks(`the constraint ${name}`)
}

export function* dropConstraint({ table, name, cascade }: ActionOf<'drop-constraint'>, around: Around): Parts {
  const { before } = around
  const constraint = before.constraint(table, name)
  if (constraint?.kind === 'foreign') {
    const target = constraint.target ?? ''
    yield* inParts(table, target, around)
    yield take('drop foreign key', table, { targets: [target] })
    return
  }
  const isKey = constraint?.kind === 'primary' || constraint?.kind === 'unique'
  // Foreign keys may rest on another key over the same columns.
  if (cascade && isKey && before.referrers(table).length > 0) yield noLocks(`which foreign keys rest on ${name}`)
  yield* takeEach(around, 'drop constraint', table)
}
