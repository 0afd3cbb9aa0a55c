import { dependenciesOf } from '../../../objects/database-object'
import type { MaterializedViewIndex } from '../../../objects/materialized-view'
import type { SqlStep } from '../../../schema/step'
import { sqlStep } from '../../../schema/step'
import { qualifiedName, quoteName } from '../compiler'
import { locking } from '../ddl/effects'
import { bare, locksOn, madeAnew } from './words'

/** Its rows are computed anew with every change: PostgreSQL cannot replace one. */
export const materializedView = madeAnew<'materialized-view'>({
  create(object, { to }) {
    const { name, options } = object
    const { sql, columns, indexes = [], withData = true } = options
    const list = columns === undefined ? '' : ` (${columns.map(quoteName).join(', ')})`
    const locks = locksOn(to, dependenciesOf(object), 'ACCESS SHARE')
    return [
      sqlStep(
        `CREATE MATERIALIZED VIEW ${qualifiedName(name)}${list} AS\n${bare(sql)}${withData ? '' : '\nWITH NO DATA'}`,
        { locks, scans: withData ? locks.map(({ table }) => table) : [] },
      ),
      ...indexes.map((index) => createIndex(name, index)),
    ]
  },
  drop: ({ name }) => [sqlStep(`DROP MATERIALIZED VIEW ${qualifiedName(name)}`, locking(name))],
})

function createIndex(view: string, { name, columns, unique = false, method }: MaterializedViewIndex): SqlStep {
  const parts = columns.map((column) => (column.startsWith('(') ? column : quoteName(column)))
  const using = method === undefined ? '' : ` USING ${method}`
  return sqlStep(
    `CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${quoteName(name)} ON ${qualifiedName(view)}${using} (${parts.join(', ')})`,
  )
}
