import { StrataError } from '../../base/errors'
import type { Connection } from '../../sql/connection'
import { statement } from '../../sql/statement'

/**
 * A pooler that hands out sessions transaction by transaction: the session that holds a lock is not the one that does
 * the work, and two runs may both believe that they have it.
 */
export class PooledConnectionError extends StrataError {
  constructor(label: string) {
    super({
      code: 'database.pooled',
      message: `${label} is behind a pooler in transaction mode: a lock that one statement takes, the next one may not have`,
      hint: 'Give migrate the URL of the server itself, as another database of the settings: --database. Nothing was run.',
      facts: { database: label },
    })
  }
}

/**
 * Throws if the sessions are not ours alone. While the second one is in a transaction, the first is asked who serves it:
 * a pooler gives what is free, so that they meet the same one, or the first another than before.
 */
export async function refusePooled(first: Connection, second: Connection): Promise<void> {
  const own = await servedBy(first)
  for (let round = 0; round < 3; round++) {
    const isPooled = await second.transaction(async () => {
      const other = await servedBy(second)
      return other === own || (await servedBy(first)) !== own
    })
    if (isPooled) throw new PooledConnectionError(first.label)
  }
}

async function servedBy(connection: Connection): Promise<unknown> {
  return (await connection.run(statement('SELECT pg_backend_pid()'))).rows[0]?.[0]
}
