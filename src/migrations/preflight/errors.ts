import { StrataError } from '../../base/errors'
import { plural } from '../../base/text'
import { placeOf } from '../errors'

/** Rows that would make a step fail. */
export interface Offence {
  readonly app: string
  readonly name: string
  readonly file: string | undefined
  /** Of the operation, from 1. */
  readonly place: number
  readonly operation: string
  readonly table: string
  /** What is wrong with them. */
  readonly wrong: string
  readonly count: number
  /** The columns that name a row, and the first rows by them. */
  readonly key: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** The rows do not allow a plan, so none of it was run. */
export class PreflightError extends StrataError {
  constructor(offences: readonly Offence[]) {
    super({
      code: 'migrate.preflight',
      message: ['The rows do not allow the plan, and nothing was run:', ...offences.map(described)].join('\n'),
      hint: 'Set the rows right, by hand or by an operation before it. --no-preflight runs the plan as far as it goes.',
      facts: { offences },
    })
  }
}

function described({ app, name, file, place, operation, table, wrong, count, key, rows }: Offence): string {
  const named = rows.map((row) => (row.length === 1 ? row.join() : `(${row.join(', ')})`)).join(', ')
  const more = rows.length < count ? ' …' : ''
  const which = rows.length === 0 ? '' : `: ${key.join(', ')} ${named}${more}`
  const where = `${placeOf({ app, name }, file)}, operation ${place}, "${operation}"`
  return `${where}: ${plural(count, 'row')} of ${table} with ${wrong}${which}`
}
