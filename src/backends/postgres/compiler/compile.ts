import type { Query, Term, Test } from '../../../sql/query'
import type { SqlParam, Statement } from '../../../sql/statement'
import { statement } from '../../../sql/statement'
import { writeDelete, writeInsert, writeUpdate } from './change'
import { writeSelect } from './select'
import { writeTerm, writeTest } from './term'
import type { Writer } from './writer'
import { literalWriter, parameterWriter } from './writer'

/** A query as a statement of PostgreSQL, its values as parameters. */
export function compile(query: Query): Statement {
  const params: SqlParam[] = []
  const writer: Writer = parameterWriter(params, (inner) => writeSelect(inner, writer))
  return statement(writeQuery(query, writer), params)
}

function writeQuery(query: Query, writer: Writer): string {
  switch (query.kind) {
    case 'select':
      return writeSelect(query, writer)
    case 'insert':
      return writeInsert(query, writer)
    case 'update':
      return writeUpdate(query, writer)
    case 'delete':
      return writeDelete(query, writer)
  }
}

/** In a check or an index there is one table, and a subquery is PostgreSQL's to refuse. */
const ddl: Writer = literalWriter(false, (query) => writeSelect(query, literalWriter(true, ddl.select)))

/** A test as it stands in DDL: values in the text, columns by their bare names, no parentheses around the whole. */
export function renderTest(test: Test): string {
  return writeTest(test, ddl)
}

/** A term as it stands in DDL. */
export function renderTerm(term: Term): string {
  return writeTerm(term, ddl)
}
