import type { Database } from '../../src/sql/database'
import type { SqlParam, Statement } from '../../src/sql/statement'

/** A session that dies at a statement: neither it nor any later one reaches the server, but what ends its lock. */
export function dying(
  db: Database,
  dies: (sql: string, count: number, params: readonly SqlParam[]) => boolean,
): Database {
  let count = 0
  let dead = false
  const live = (text: string, params: readonly SqlParam[]): void => {
    if (text.includes('pg_advisory_unlock')) return
    dead ||= dies(text, ++count, params)
    if (dead) throw new Error('the line is dead')
  }
  const dyingDb: Database = Object.create(db, {
    run: {
      value: async (one: Statement) => {
        live(one.sql, one.params)
        return db.run(one)
      },
    },
    script: {
      value: async (text: string) => {
        live(text, [])
        return db.script(text)
      },
    },
  })
  return dyingDb
}

/** Dies before every statement that it has not seen yet, once. */
export function dyingAtNew(db: Database, seen: Set<string>): Database {
  return dying(db, (sql, _count, params) => {
    // Times differ from run to run, and nothing happens in these.
    if (/^(SET|RESET|SELECT)/.test(sql.trim())) return false
    const key = `${sql.replace(/LIMIT \d+/g, '')} ${JSON.stringify(params)}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
