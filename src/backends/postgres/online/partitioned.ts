import type { SqlStep } from '../../../schema/step'
import { sqlStep } from '../../../schema/step'
import type { Foreign, Table, TableIndex, Unique } from '../../../schema/table'
import { partitionIndexName } from '../../../sql/names'
import { quoteName } from '../compiler'
import { constraintDefinition } from '../ddl/constraint'
import { addConstraint, targetsOf } from '../ddl/direct'
import { createIndex } from '../ddl/index-definition'
import { effectsOf } from '../ddl/takes'
import { alone } from './alone'
import { buildIndex, indexOf, usingIndex, validate } from './constraint'

/** A part of a table, which may have parts itself. */
export interface Partition {
  readonly name: string
  readonly parent: string
  readonly isLeaf: boolean
}

/**
 * PostgreSQL builds no index of a whole partitioned table beside its writers. It does so of each partition; the parent's,
 * which has been empty so far, is valid once it has all of them. Each is taken in by itself, so that few locks are held.
 */
export function buildPartitioned(
  table: Table,
  index: TableIndex,
  partitions: readonly Partition[],
): readonly SqlStep[] {
  const undo = `DROP INDEX IF EXISTS ${quoteName(index.name)}`
  const parts = partitions.map((partition) => ({
    ...partition,
    table: { ...table, name: partition.name },
    index: { ...index, name: partitionIndexName(partition.name, index.name) },
  }))
  return [
    onlyIndex(table, index, undo),
    ...parts.map((part) =>
      part.isLeaf ? buildIndex(part.table, part.index) : onlyIndex(part.table, part.index, undoOf(part.index)),
    ),
    ...attachments(partitions, index.name, table.name, undo),
  ]
}

/** The same for a key. */
export function uniquePartitioned(table: Table, key: Unique, partitions: readonly Partition[]): readonly SqlStep[] {
  const undo = `ALTER TABLE ${quoteName(table.name)} DROP CONSTRAINT IF EXISTS ${quoteName(key.name)}`
  const only = (of: Table, own: Unique, back: string): SqlStep =>
    alone(
      sqlStep(
        `ALTER TABLE ONLY ${quoteName(of.name)} ADD ${constraintDefinition(of, own)}`,
        effectsOf('add key, using index', { table: of.name }),
      ),
      { undo: back },
    )
  const steps = partitions.flatMap(({ name, isLeaf }) => {
    const [part, own] = [
      { ...table, name },
      { ...key, name: partitionIndexName(name, key.name) },
    ]
    const back = `ALTER TABLE ${quoteName(name)} DROP CONSTRAINT IF EXISTS ${quoteName(own.name)}`
    if (!isLeaf) return [only(part, own, back)]
    return [buildIndex(part, indexOf(own)), alone(usingIndex(part, own), { undo: back })]
  })
  return [only(table, key, undo), ...steps, ...attachments(partitions, key.name, table.name, undo)]
}

/** Before 18 no foreign key of the parent can be left to be validated, but it takes in those that its partitions have. */
export function foreignPartitioned(
  table: Table,
  constraint: Foreign,
  partitions: readonly Partition[],
): readonly SqlStep[] {
  const undo = (name: string): string =>
    `ALTER TABLE ${quoteName(name)} DROP CONSTRAINT IF EXISTS ${quoteName(constraint.name)}`
  const steps = partitions
    .filter(({ isLeaf }) => isLeaf)
    .flatMap(({ name }) => {
      const part = { ...table, name }
      return [alone(addConstraint(part, constraint, false), { undo: undo(name) }), validate(part, constraint)]
    })
  const whole = {
    ...addConstraint(table, constraint, true),
    ...effectsOf('adopt foreign key', { table: table.name, targets: targetsOf([constraint]) }),
  }
  return [...steps, alone(whole, { undo: undo(table.name) })]
}

function onlyIndex(table: Table, index: TableIndex, undo: string): SqlStep {
  return alone(
    sqlStep(createIndex(table, index, { only: true }), effectsOf('create index, parts later', { table: table.name })),
    { undo },
  )
}

function undoOf({ name }: TableIndex): string {
  return `DROP INDEX IF EXISTS ${quoteName(name)}`
}

/** From the leaves upwards. What is taken in goes with the whole. */
function attachments(partitions: readonly Partition[], name: string, table: string, undo: string): readonly SqlStep[] {
  return partitions.toReversed().map((partition) => {
    const part = partitionIndexName(partition.name, name)
    const whole = partition.parent === table ? name : partitionIndexName(partition.parent, name)
    const sql = `ALTER INDEX ${quoteName(whole)} ATTACH PARTITION ${quoteName(part)}`
    return alone(sqlStep(sql, { locks: [{ table: part, mode: 'ACCESS EXCLUSIVE' }] }), { undo })
  })
}
