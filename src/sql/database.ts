import type { Connection } from './connection'
import type { Query } from './query'
import type { Statement } from './statement'

/** A session and the way to speak to it: what managers and data migrations are given. */
export interface Database extends Connection {
  compile(query: Query): Statement
}
