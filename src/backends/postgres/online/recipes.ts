import type { SqlStep, Step } from '../../../schema/step'
import { sqlStep } from '../../../schema/step'
import type { Check, Table, TableConstraint } from '../../../schema/table'
import type { TableChange } from '../../../schema/table-change'
import { quoteName } from '../compiler'
import { addIdentity, alter, alterations, commentOnColumn, typeAction } from '../ddl/alter-column'
import { addConstraint, directSteps, targetsOf } from '../ddl/direct'
import type { Standing } from '../ddl/standing'
import { restingOn, standing } from '../ddl/standing'
import { effectsOf } from '../ddl/takes'
import { changesType } from '../ddl/type-change'
import { addColumnOnline } from './add-column'
import { holdsUp, holdsUpLong, together } from './alone'
import { addConstraintOnline, buildIndex, dropConstraint, validate } from './constraint'
import type { LiveTables } from './live-tables'
import { filledSteps, notNullSteps } from './not-null'
import { buildPartitioned, foreignPartitioned, uniquePartitioned } from './partitioned'
import { NoOnlineWayError } from './refusal'
import type { Alter } from './shadow-plan'

export interface Online {
  readonly live: LiveTables
  /** Of PostgreSQL: 18. */
  readonly version: number
  /** All that are made together. */
  readonly changes: readonly TableChange[]
}

/** One change: as it is where nobody waits long for it, alone in its transaction where somebody waits at all. */
export function onlineSteps(change: TableChange, online: Online): readonly Step[] {
  const stands = standing(change.table, online.changes)
  const direct = (): readonly SqlStep[] => directSteps(change, stands)
  if (!tablesOf(change).some((table) => online.live.has(table))) return direct()
  // PostgreSQL drops an index beside reads and writes as well.
  const isShort = change.kind !== 'drop-index' && change.kind !== 'create-table' && !direct().some(holdsUpLong)
  if (!isShort || change.kind === 'drop-table') return recipe(change, online, stands)
  return direct().some(holdsUp) ? together(direct()) : direct()
}

function tablesOf(change: TableChange): readonly string[] {
  const { table } = change
  switch (change.kind) {
    case 'create-table':
    case 'drop-table':
      return [table.name, ...targetsOf(table.constraints)]
    case 'add-constraint':
    case 'drop-constraint':
      return [table.name, ...targetsOf([change.constraint])]
    default:
      return [table.name]
  }
}

function recipe(change: TableChange, online: Online, stands: Standing): readonly Step[] {
  const { table } = change
  switch (change.kind) {
    case 'create-table':
      return createTable(change.table, online)
    case 'drop-table':
      return dropTable(change.table)
    case 'add-column':
      return addColumnOnline(withStandingKey(table, stands), change.column, change.fill, online.version)
    case 'alter-column':
      return alterColumn(change, online, stands)
    case 'add-constraint':
      return constraintSteps(table, change.constraint, online)
    case 'add-index': {
      const partitions = online.live.partitionsOf(table.name)
      return partitions === undefined
        ? [buildIndex(table, change.index)]
        : buildPartitioned(table, change.index, partitions)
    }
    case 'drop-index':
      return online.live.partitionsOf(table.name) === undefined
        ? directSteps({ ...change, concurrently: true })
        : together(directSteps({ ...change, concurrently: false }))
    case 'move-table':
      throw new NoOnlineWayError(table.name, 'moving to another tablespace', 'PostgreSQL copies every row for it')
    case 'move-index':
      throw new NoOnlineWayError(
        table.name,
        `moving the index ${change.index} to another tablespace`,
        'PostgreSQL copies it while nobody may use it',
        'REINDEX (TABLESPACE …) INDEX CONCURRENTLY does, before the migration.',
      )
    case 'drop-constraint':
    case 'rename-table':
    case 'rename-column':
    case 'rename-sequence':
    case 'rename-constraint':
    case 'rename-index':
    case 'drop-column':
    case 'comment-table':
    case 'row-level-security':
      return together(directSteps(change, stands))
  }
}

function constraintSteps(table: Table, constraint: TableConstraint, { live, version }: Online): readonly Step[] {
  const partitions = live.partitionsOf(table.name)
  if (partitions === undefined) return addConstraintOnline(table, constraint)
  switch (constraint.kind) {
    case 'foreign':
      if (version >= 18) return addConstraintOnline(table, constraint)
      return foreignPartitioned(table, constraint, partitions)
    case 'unique':
      return uniquePartitioned(table, constraint, partitions)
    case 'primary':
      throw new NoOnlineWayError(
        table.name,
        `the primary key ${constraint.name}`,
        'PostgreSQL takes no index of a partitioned table for one',
      )
    case 'check':
    case 'exclusion':
      return addConstraintOnline(table, constraint)
  }
}

/** A key that is still to be added is none to go along. */
export function withStandingKey(table: Table, { constraints }: Standing): Table {
  return { ...table, constraints }
}

/** A foreign key locks the table that it refers to, so each to a live one is added by itself. */
function createTable(table: Table, online: Online): readonly Step[] {
  const late = table.constraints.filter((each) => targetsOf([each]).some((name) => online.live.has(name)))
  const rest = { ...table, constraints: table.constraints.filter((each) => !late.includes(each)) }
  return [
    ...directSteps({ kind: 'create-table', table: rest }),
    ...late.flatMap((constraint) => addConstraintOnline(table, constraint)),
  ]
}

/** Dropping a foreign key locks the other table as well: one at a time, and the table when it has none. */
function dropTable(table: Table): readonly Step[] {
  const foreign = table.constraints.filter(({ kind }) => kind === 'foreign')
  const bare = { ...table, constraints: table.constraints.filter((each) => !foreign.includes(each)) }
  return [
    ...foreign.flatMap((constraint) => together(directSteps({ kind: 'drop-constraint', table, constraint }))),
    ...together(directSteps({ kind: 'drop-table', table: bare }), { phase: 'contract' }),
  ]
}

/** Its type may change here as well, as long as the rows stay as they are. */
function alterColumn(change: Alter, online: Online, stands: Standing): readonly Step[] {
  return [...definitionSteps(change, stands), ...rowSteps(change, online, stands)]
}

/** What is asked of the rows, and what goes by them. */
export function rowSteps(
  { from, to, fill, table: after }: Alter,
  { version }: Online,
  stands: Standing,
): readonly Step[] {
  const table = withStandingKey(after, stands)
  const steps: Step[] = []
  if (from.nullable && !to.nullable && to.generated === undefined) {
    const [value, prove] = [fill ?? to.default, notNullSteps(table, to, version)]
    steps.push(...(value === undefined ? prove : filledSteps(table, to, value, prove, 'kept')))
  }
  if (!from.identity && to.identity) {
    const lock = sqlStep(`LOCK TABLE ${quoteName(table.name)} IN ACCESS EXCLUSIVE MODE`)
    steps.push(...together([lock, ...addIdentity(table, to, to.identity, stands)]))
  }
  if (from.comment !== to.comment) steps.push(commentOnColumn(table, to))
  return steps
}

/** Checks over a column that changes its type are looked at anew: they step aside, and are validated afterwards. */
export function definitionSteps({ table, from, to, values }: Alter, stands: Standing): readonly SqlStep[] {
  const retyped = changesType(from, to)
  const actions = alterations(table, from, to, retyped ? [typeAction(from, to, values)] : [])
  if (actions.length === 0) return []
  const { constraints } = restingOn(stands, new Set(retyped ? [to.key] : []))
  const checks = constraints.filter((each): each is Check => each.kind === 'check')
  const of = { table: table.name }
  const altered = together([
    ...checks.map((check) => sqlStep(dropConstraint(table, check), effectsOf('drop constraint', of))),
    alter(table, to, actions),
    ...checks.map((check) => addConstraint(table, check, false)),
  ])
  return [...altered, ...checks.map((check) => validate(table, check))]
}
