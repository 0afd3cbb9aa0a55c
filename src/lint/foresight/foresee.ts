import type { NamedRelations } from '../../backends/postgres/catalog/relations-named'
import { effectsOf } from '../../backends/postgres/ddl/takes'
import type { ForeseenStep } from '../../migrations/forecast/foreseen'
import { type Effects, type IndexWork, type Lock, lockModes, type SqlStep, type Step } from '../../schema/step'
import type { Action } from '../action'
import { Picture } from '../picture'
import type { Parse } from '../sql/loader'
import { type ReadStatement, readSql } from '../sql/read'
import type { Around, Part, Unknown } from './part'
import { doubtAfter, statementParts } from './statement-parts'

export interface ForeseeOptions {
  readonly parse: Parse
  /** The database before the plan. */
  readonly named: NamedRelations
  /** Of PostgreSQL: 15. */
  readonly version: number
}

/**
 * The steps of a plan that are SQL of the user's own, statement by statement, with what each will take; and those of ours
 * that write a table anew for the sake of a domain, of which the models know no more than its name.
 */
export function foresee(
  steps: readonly Step[],
  { parse, named, version }: ForeseeOptions,
): ReadonlyMap<Step, readonly ForeseenStep[]> {
  const found = new Map<Step, readonly ForeseenStep[]>()
  let picture = named.sql
    .flatMap((sql) => readSql(sql, parse))
    .reduce(after, Picture.empty)
    .settled()
  let doubt: string | undefined
  for (const step of steps) {
    if (step.kind !== 'sql') continue
    const isOwn = step.locks === undefined
    const all: ForeseenStep[] = []
    for (const statement of readSql(step.sql, parse)) {
      const around = { statement, before: picture, picture: withoutDropped(picture, statement), named, version }
      if (!isOwn && addsDomain(statement, picture)) {
        const one = foreseen(step, around, [...statementParts(around)])
        if (one.step.rewrites.length > 0) found.set(step, [one])
      }
      if (isOwn) {
        const parts = [...statementParts(around)]
        all.push(foreseen(step, around, doubt === undefined ? parts : [...parts, doubted(doubt)]))
        doubt ??= doubtAfter(statement, parts)
      }
      picture = after(picture, statement)
    }
    if (isOwn) found.set(step, all)
  }
  return found
}

function addsDomain({ actions }: ReadStatement, { domains }: Picture): boolean {
  return actions.some((action) => action.kind === 'add-column' && domains.has(action.column.type.name))
}

function after(picture: Picture, { actions }: Pick<ReadStatement, 'actions'>): Picture {
  return actions.reduce((before, action) => before.after(action), picture)
}

function withoutDropped(picture: Picture, { actions }: ReadStatement): Picture {
  return after(picture, { actions: actions.filter(({ kind }) => kind === 'drop-constraint' || kind === 'drop-column') })
}

function doubted(doubt: string): Part {
  return { kind: 'unknown', of: 'locks', why: `${doubt} before it` }
}

/** One statement of a step as a step, with all that its parts take. */
function foreseen(step: SqlStep, { statement, before }: Around, parts: readonly Part[]): ForeseenStep {
  const effects = parts.map((part): Partial<Effects> => {
    if (part.kind === 'takes') return effectsOf(part.statement, part.of)
    return part.kind === 'locks' ? { locks: [part.lock] } : {}
  })
  const isThere = (table: string): boolean => before.isLive(table)
  /** A table that is divided has no rows of its own. */
  const tables = (of: 'rewrites' | 'scans' | 'builds', from = effects): readonly string[] => {
    const all = new Set(from.flatMap((each) => each[of] ?? []))
    return [...all].filter((table) => isThere(table) && before.tables.get(table)?.partitionKey === undefined)
  }
  // Whoever writes a table anew builds the indexes that it has.
  const builds = effects.filter(({ rewrites = [] }) => !rewrites.some((table) => before.indexes(table).length === 0))
  const locks = strongest(effects.flatMap((each) => each.locks ?? []).filter(({ table }) => isThere(table)))
  const unknown = unknownOf(parts)
  const { actions } = statement
  const [renamed] = actions.flatMap((action) => (action.kind === 'rename-table' ? [action] : []))
  const [dropped] = actions.flatMap((action) => (action.kind === 'drop-column' ? [action] : []))
  const [index] = actions.flatMap(indexOf)
  return {
    step: {
      ...step,
      sql: statement.sql,
      params: [],
      locks: locks.length === 0 && unknown?.of === 'locks' ? undefined : locks,
      rewrites: tables('rewrites'),
      scans: tables('scans'),
      builds: tables('builds', builds),
      writesRows: actions.some(({ kind }) => kind === 'insert' || kind === 'update' || kind === 'delete'),
      ...(renamed !== undefined && { renames: { from: renamed.table, to: renamed.to } }),
      ...(dropped !== undefined && { drops: { table: dropped.table, column: dropped.column } }),
      ...(index !== undefined && { index }),
    },
    ...(unknown !== undefined && { unknown }),
  }
}

/** Work beside others, which waits for whoever might still see the table as it was. */
function indexOf(action: Action): readonly IndexWork[] {
  if (!('concurrently' in action) || !action.concurrently) return []
  switch (action.kind) {
    case 'create-index':
      return [{ name: action.index.name, becomes: 'built' }]
    case 'reindex':
      return [{ name: action.what, becomes: 'built' }]
    case 'drop-index':
      return [{ name: action.name, becomes: 'gone' }]
    default:
      return []
  }
}

function strongest(locks: readonly Lock[]): readonly Lock[] {
  const found = new Map<string, Lock>()
  for (const lock of locks) {
    const known = found.get(lock.table)
    if (known === undefined || lockModes.indexOf(lock.mode) > lockModes.indexOf(known.mode)) found.set(lock.table, lock)
  }
  return [...found.values()]
}

/** Locks before work: who does not know the first cannot know the second. */
function unknownOf(parts: readonly Part[]): ForeseenStep['unknown'] {
  const all = parts.filter((part): part is Unknown => part.kind === 'unknown')
  const of = all.some((part) => part.of === 'locks') ? 'locks' : 'work'
  const why = [...new Set(all.filter((part) => part.of === of).map((part) => part.why))]
  return why.length === 0 ? undefined : { of, why: why.join(', ') }
}
