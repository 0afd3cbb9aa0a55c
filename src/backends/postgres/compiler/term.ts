import { StrataError } from '../../../base/errors'
import type { Term, Test } from '../../../sql/query'
import { quoteLiteral, quoteName } from './quote'
import type { Writer } from './writer'

/** A term, in parentheses of its own where a neighbour could tear it apart. */
export function writeTerm(term: Term, writer: Writer): string {
  switch (term.kind) {
    case 'column':
      return term.table === undefined || !writer.qualified
        ? quoteName(term.column)
        : `${quoteName(term.table)}.${quoteName(term.column)}`
    case 'param':
      return writer.param(term)
    case 'literal':
      return quoteLiteral(term.value)
    case 'call':
      return `${functionName(term.function)}(${term.distinct ? 'DISTINCT ' : ''}${writeTerms(term.args, writer)})`
    case 'binary':
      return `(${writeTerm(term.left, writer)} ${term.operator} ${writeTerm(term.right, writer)})`
    case 'cast':
      return `${castable(term.term, writer)}::${term.type}`
    case 'collate':
      return `(${writeTerm(term.term, writer)} COLLATE ${quoteName(term.collation)})`
    case 'case':
      return writeCase(term, writer)
    case 'raw':
      return `(${term.sql})`
    case 'subquery':
      return `(${writer.select(term.query)})`
    case 'star':
      return '*'
  }
}

function writeTerms(terms: readonly Term[], writer: Writer): string {
  return terms.map((term) => writeTerm(term, writer)).join(', ')
}

function castable(term: Term, writer: Writer): string {
  const written = writeTerm(term, writer)
  switch (term.kind) {
    case 'column':
    case 'call':
    case 'collate':
    case 'binary':
    case 'raw':
    case 'subquery':
      return written
    case 'param':
    case 'literal':
    case 'cast':
    case 'case':
    case 'star':
      return `(${written})`
  }
}

function writeCase({ whens, otherwise }: Extract<Term, { kind: 'case' }>, writer: Writer): string {
  const branches = whens.map(({ test, then }) => `WHEN ${writeTest(test, writer)} THEN ${writeTerm(then, writer)}`)
  const last = otherwise === undefined ? [] : [`ELSE ${writeTerm(otherwise, writer)}`]
  // CASE without a branch is no SQL.
  if (branches.length === 0) return otherwise === undefined ? 'NULL' : writeTerm(otherwise, writer)
  return `CASE ${[...branches, ...last].join(' ')} END`
}

const FUNCTION = /^[A-Za-z_][\w$]*(\.[A-Za-z_][\w$]*)*$/

function functionName(name: string): string {
  if (FUNCTION.test(name)) return name
  throw new FunctionNameError(name)
}

/** A function is called by a plain name; anything else would be SQL in disguise. */
export class FunctionNameError extends StrataError {
  constructor(name: string) {
    super({
      code: 'query.function-name',
      message: `${JSON.stringify(name)} is not the name of a function`,
      hint: 'Use RawSQL for SQL as you write it.',
      facts: { function: name },
    })
  }
}

/** A test by itself: in `WHERE`, in a check. */
export function writeTest(test: Test, writer: Writer): string {
  switch (test.kind) {
    case 'compare':
      return `${writeTerm(test.left, writer)} ${test.operator} ${writeTerm(test.right, writer)}`
    case 'in':
      return `${writeTerm(test.term, writer)} IN (${writeTerms(test.values, writer)})`
    case 'in-query':
      return `${writeTerm(test.term, writer)} IN (${writer.select(test.query)})`
    case 'between':
      return `${writeTerm(test.term, writer)} BETWEEN ${writeTerm(test.low, writer)} AND ${writeTerm(test.high, writer)}`
    case 'is-null':
      return `${writeTerm(test.term, writer)} IS ${test.negated ? 'NOT NULL' : 'NULL'}`
    case 'and':
      return test.tests.map((each) => writeNested(each, writer)).join(' AND ')
    case 'or':
      return test.tests.map((each) => writeNested(each, writer)).join(' OR ')
    case 'not':
      return `NOT (${writeTest(test.test, writer)})`
    case 'exists':
      return `EXISTS (${writer.select(test.query)})`
    case 'constant':
      return test.holds ? 'true' : 'false'
    case 'term':
      return writeTerm(test.term, writer)
  }
}

function writeNested(test: Test, writer: Writer): string {
  const written = writeTest(test, writer)
  return test.kind === 'and' || test.kind === 'or' ? `(${written})` : written
}
