import type { Connection } from '../../sql/connection'
import type { Database } from '../../sql/database'
import { compile } from './compiler'

/** A session that queries can be given to. */
export function toDatabase(connection: Connection): Database {
  return {
    compile,
    run: (statement) => connection.run(statement),
    script: (sql) => connection.script(sql),
    transaction: (work) => connection.transaction(work),
    get inTransaction() {
      return connection.inTransaction
    },
    label: connection.label,
    serverVersion: connection.serverVersion,
    close: () => connection.close(),
  }
}
