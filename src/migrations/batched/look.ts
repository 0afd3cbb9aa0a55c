import { DatabaseError } from '../../backends/postgres/database-error'
import { analyzed, seqScansOf } from '../../backends/postgres/explain'
import { relationSizes } from '../../backends/postgres/relation-sizes'
import type { Database } from '../../sql/database'
import type { Statement } from '../../sql/statement'

/** What is seen of a statement before a batch runs it for the first time. */
export type Seen =
  /** Every batch would read this table as a whole. */
  | { readonly kind: 'reads-all'; readonly sql: string; readonly table: string; readonly rows: number }
  | { readonly kind: 'analyzed'; readonly sql: string; readonly text: string }

export interface LookOptions {
  /** Whether it is run beforehand, and rolled back, to see what it takes. */
  readonly analyze: boolean
  readonly onSeen: (seen: Seen) => void
}

/** Fewer rows are read before anybody notices. */
const manyRows = 10_000

/** Looks at how a statement is going to be run. One that is wrong says so itself when it is. */
export async function look(db: Database, one: Statement, { analyze, onSeen }: LookOptions): Promise<void> {
  const { sql } = one
  if (!/^\s*(SELECT|UPDATE|DELETE|INSERT|WITH)\b/i.test(sql)) return
  try {
    const scans = await seqScansOf(db, one)
    const sizes = await relationSizes(
      db,
      scans.map(({ table }) => table),
    )
    for (const { table, rows: expected } of scans) {
      const rows = Math.max(expected, sizes.get(table)?.rows ?? 0)
      if (rows > manyRows) onSeen({ kind: 'reads-all', sql, table, rows })
    }
    if (analyze) onSeen({ kind: 'analyzed', sql, text: await analyzed(db, one) })
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error
  }
}

/** The same database, with a look at each statement before it is run. */
export function watched(db: Database, before: (one: Statement) => Promise<void>): Database {
  return {
    run: async (one) => {
      await before(one)
      return db.run(one)
    },
    script: (sql) => db.script(sql),
    transaction: (work) => db.transaction(work),
    compile: (query) => db.compile(query),
    close: () => db.close(),
    get inTransaction() {
      return db.inTransaction
    },
    label: db.label,
    serverVersion: db.serverVersion,
  }
}
