import type { Connection, Rows } from '../../src/sql/connection'
import type { Statement } from '../../src/sql/statement'

/** Sessions that are lent for one transaction each, the one that came back last first, as poolers do. */
export class TransactionPool {
  readonly #free: Connection[]

  constructor(sessions: readonly Connection[]) {
    this.#free = [...sessions]
  }

  /** What a client of the pooler takes for a session. */
  client(): Connection {
    let own: Connection | undefined
    const borrowed = async <T>(work: (session: Connection) => Promise<T>): Promise<T> => {
      if (own !== undefined) return work(own)
      const session = this.#free.pop()
      if (session === undefined) throw new Error('the pool is empty')
      try {
        return await work(session)
      } finally {
        this.#free.push(session)
      }
    }
    return {
      run: (one: Statement): Promise<Rows> => borrowed((session) => session.run(one)),
      script: (sql) => borrowed((session) => session.script(sql)),
      transaction: (work) =>
        borrowed((session) =>
          session.transaction(async () => {
            own = session
            try {
              return await work()
            } finally {
              own = undefined
            }
          }),
        ),
      get inTransaction() {
        return own !== undefined
      },
      label: 'a pooler',
      serverVersion: this.#free[0]?.serverVersion ?? 0,
      close: async () => {},
    }
  }
}
