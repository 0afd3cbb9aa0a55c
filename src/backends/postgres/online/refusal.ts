import { StrataError } from '../../../base/errors'
import { smallTable } from './live-tables'

const limit = `${smallTable.rows} rows and ${smallTable.bytes / 1024 ** 2} MB`

/** PostgreSQL has no way to do it while others use the table. */
export class NoOnlineWayError extends StrataError {
  constructor(table: string, what: string, why: string, instead?: string) {
    super({
      code: 'schema.no-online-way',
      message: `${what} of ${table} cannot be done while others use the table: ${why}`,
      hint: [
        instead,
        `While nobody needs the table, migrate --strategy direct does it at once; below the limit of safety.smallTable in the settings (${limit} unless said) it is done so anyway.`,
      ]
        .filter(Boolean)
        .join(' '),
      facts: { table, what, why },
    })
  }
}
