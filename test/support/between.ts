import type { Database } from '../../src/sql/database'
import type { Statement } from '../../src/sql/statement'

/** A session in which something else happens between transactions; `then` is told the statements since it was asked last. */
export function between(db: Database, then: (statements: readonly string[]) => Promise<void>): Database {
  let since: string[] = []
  const followed = async <Result>(sql: string, work: Promise<Result>): Promise<Result> => {
    const result = await work
    since.push(sql)
    if (!db.inTransaction) {
      const statements = since
      since = []
      await then(statements)
    }
    return result
  }
  const watched: Database = Object.create(db, {
    run: { value: (one: Statement) => followed(one.sql, db.run(one)) },
    script: { value: (text: string) => followed(text, db.script(text)) },
  })
  return watched
}
