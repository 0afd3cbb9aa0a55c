import type { SqlStep, Step } from '../../../schema/step'
import { sqlStep } from '../../../schema/step'
import type { TableChange } from '../../../schema/table-change'
import { addConstraint, targetsOf } from '../ddl/direct'
import type { Standing } from '../ddl/standing'
import { standing } from '../ddl/standing'
import { effectsOf } from '../ddl/takes'
import { together } from './alone'
import { dropConstraint, validate } from './constraint'
import type { LiveTables } from './live-tables'
import type { Online } from './recipes'
import { definitionSteps, onlineSteps, rowSteps } from './recipes'
import { addedAgain, dropped } from './recomputed'
import { shadowSteps } from './shadow'
import type { Companions, ShadowForeign } from './shadow-plan'
import { companionsOf, shadowsOf } from './shadow-plan'

/** All changes that are made together, each in the way that its table allows. */
export function compileChanges(
  changes: readonly TableChange[],
  { live: before, version }: { readonly live: LiveTables; readonly version: number },
): readonly Step[] {
  const live = before.during(changes)
  const online: Online = { live, version, changes }
  const [shadows, companions] = [shadowsOf(changes, live), companionsOf(changes, live)]
  const absorbed = (shadows ?? companions)?.absorbed ?? new Set()
  const steps = shadows !== undefined ? shadowSteps(shadows) : companions && companionSteps(companions, online)
  // Names have changed before columns do, and what is new over them is added after.
  const place = changes.findIndex((change) => changesColumns.has(change.kind) && absorbed.has(change))
  const compiled = (some: readonly TableChange[]): readonly Step[] =>
    some.filter((change) => !absorbed.has(change)).flatMap((change) => onlineSteps(change, online))
  if (place < 0) return compiled(changes)
  return [...compiled(changes.slice(0, place)), ...(steps ?? []), ...compiled(changes.slice(place))]
}

const changesColumns: ReadonlySet<TableChange['kind']> = new Set(['alter-column', 'add-column'])

/**
 * A foreign key that stepped aside and came back later would have let orphans in, and a column would have been missed:
 * they do both in one transaction.
 */
function companionSteps({ alters, foreign, recomputed }: Companions, online: Online): readonly Step[] {
  const standingAt = ({ table }: TableChange): Standing => standing(table, online.changes)
  const definitions = alters.map((alter) => definitionSteps(alter, standingAt(alter)))
  return [
    ...together([
      ...foreign.flatMap(drop),
      ...dropped(recomputed),
      ...definitions.flatMap(([altered]) => altered ?? []),
      ...addedAgain(recomputed),
      ...foreign.map(({ table, constraint }) => addConstraint(table, constraint, false)),
    ]),
    ...definitions.flatMap(([, ...validations]) => validations),
    ...foreign.map(({ table, constraint }) => validate(table, constraint)),
    ...alters.flatMap((alter) => rowSteps(alter, online, standingAt(alter))),
  ]
}

function drop({ table, was }: ShadowForeign): readonly SqlStep[] {
  if (was === undefined) return []
  const of = { table: table.name, targets: targetsOf([was]) }
  return [sqlStep(dropConstraint(table, was), effectsOf('drop foreign key', of))]
}
