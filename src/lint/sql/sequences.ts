import type { Action } from '../action'
import type { Node } from './nodes'
import { relationName, textOf } from './nodes'
import { type Call, callsOf } from './uses'

export function alterSequence({ sequence, options = [] }: NonNullable<Node['AlterSeqStmt']>): readonly Action[] {
  const has = (name: string): boolean =>
    options.some(({ DefElem: option }) => option?.defname === name && option.arg !== undefined)
  const [isOwned, restarts] = [has('owned_by'), has('restart')]
  return [{ kind: 'alter-sequence', sequence: relationName(sequence), isOwned, restarts }]
}

/** `setval('a_b_seq', …)`, `setval(pg_get_serial_sequence('a', 'b'), …)`. */
export function sequencesSet(query: unknown): readonly Action[] {
  return callsOf(query)
    .filter(({ name }) => name === 'setval')
    .map((call) => ({ kind: 'set-sequence', sequence: sequenceOf(call) }))
}

function sequenceOf({ texts: [named], inner }: Call): string {
  if (inner?.name !== 'pg_get_serial_sequence') return plain(named)
  const [table, column] = inner.texts
  return sequenceName(plain(table), column ?? '')
}

function plain(name = ''): string {
  return name.replaceAll('"', '').replace(/^public\./, '')
}

/** As PostgreSQL calls the sequence of a column. */
export function sequenceName(table: string, column: string): string {
  return `${table}_${column}_seq`
}

interface Counting {
  /** Its name is its own. */
  readonly sequence: string
  readonly starts: boolean
}

/** What ADD GENERATED … AS IDENTITY says of the sequence. */
export function counting(table: string, column: string, options: readonly Node[] = []): Counting {
  const of = (name: string): Node | undefined =>
    options.find(({ DefElem: option }) => option?.defname === name)?.DefElem?.arg
  const named = of('sequence_name')?.List?.items.map(textOf).join('.')
  const start = of('start')
  const isFirst = start?.Integer !== undefined && (start.Integer.ival ?? 0) <= 1
  return {
    sequence: named === undefined ? sequenceName(table, column) : plain(named),
    starts: start !== undefined && !isFirst,
  }
}
