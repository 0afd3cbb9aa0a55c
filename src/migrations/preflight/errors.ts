import { StrataError } from '../../base/errors'
import { plural } from '../../base/text'
import type { Demand } from '../../schema/demand'
import { placeOf } from '../errors'

/** What would make a step fail. */
export interface Offence extends Pick<Demand, 'of'> {
  readonly app: string
  readonly name: string
  readonly file: string | undefined
  /** Of the operation, from 1. */
  readonly place: number
  readonly operation: string
  readonly table: string
  readonly wrong: string
  readonly count: number
  /** The columns by which each is named, and the first of them. */
  readonly key: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** What is there does not allow a plan, so none of it was run. */
export class PreflightError extends StrataError {
  constructor(offences: readonly Offence[]) {
    const isOfRows = offences.every(({ of }) => of === 'rows')
    const [who, what] = isOfRows ? ['rows do', 'the rows'] : ['database does', 'that']
    super({
      code: 'migrate.preflight',
      message: [`The ${who} not allow the plan, and nothing was run:`, ...offences.map(described)].join('\n'),
      hint: `Set ${what} right, by hand or by an operation before it. --no-preflight runs the plan as far as it goes.`,
      facts: { offences },
    })
  }
}

function described({ of, app, name, file, place, operation, table, wrong, count, key, rows }: Offence): string {
  const named = rows.map((row) => (row.length === 1 ? row.join() : `(${row.join(', ')})`)).join(', ')
  const more = rows.length < count ? ' …' : ''
  const where = `${placeOf({ app, name }, file)}, operation ${place}, "${operation}"`
  if (of === 'catalog') return `${where}: ${wrong}: ${named}${more}`
  const which = rows.length === 0 ? '' : `: ${key.join(', ')} ${named}${more}`
  return `${where}: ${plural(count, 'row')} of ${table} with ${wrong}${which}`
}
