import type { Step } from '../../../schema/step'
import type { TableChange } from '../../../schema/table-change'
import type { LiveTables } from './live-tables'
import { onlineSteps } from './recipes'
import { shadowSteps } from './shadow'
import { shadowsOf } from './shadow-plan'

/** All changes that are made together, each in the way that its table allows. */
export function compileChanges(
  changes: readonly TableChange[],
  { live: before, version }: { readonly live: LiveTables; readonly version: number },
): readonly Step[] {
  const live = before.during(changes)
  const shadows = shadowsOf(changes, live)
  const rest = changes.filter((change) => shadows?.absorbed.has(change) !== true)
  // Names have changed before columns do, and what is new over them is added after.
  const place = changes.findIndex((change) => change.kind === 'alter-column' && shadows?.absorbed.has(change) === true)
  const isBefore = (change: TableChange): boolean => place >= 0 && changes.indexOf(change) < place
  const compiled = (some: readonly TableChange[]): readonly Step[] =>
    some.flatMap((change) => onlineSteps(change, { live, version, changes }))
  return [
    ...compiled(rest.filter(isBefore)),
    ...(shadows === undefined ? [] : shadowSteps(shadows)),
    ...compiled(rest.filter((change) => !isBefore(change))),
  ]
}
