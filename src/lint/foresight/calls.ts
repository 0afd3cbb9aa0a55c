import type { PicturedView } from '../picture'
import { type Call, callsOf } from '../sql/uses'
import { type Around, noLocks, type Parts, take } from './part'

/** What the functions take that a statement calls for its rows. */
export function* calling(around: Around): Parts {
  for (const call of callsOf(around.statement.node)) {
    const name = lastOf(call.name)
    if (name === 'nextval' || name === 'setval') {
      const sequence = sequenceOf(call, around)
      yield sequence === undefined ? noLocks(`the sequence of ${name}`) : take('use sequence', sequence)
    } else if (!isHarmless(name, around)) yield noLocks(`what the function ${call.name} does`)
  }
}

export function* callingIn({ calls }: PicturedView, around: Around): Parts {
  for (const name of calls) if (!isHarmless(lastOf(name), around)) yield noLocks(`what the function ${name} does`)
}

function lastOf(name: string): string {
  return name.split('.').at(-1) ?? ''
}

/** Functions of PostgreSQL itself lock nothing, unless they run a query that is given to them as text. */
function isHarmless(name: string, { named }: Around): boolean {
  const known = named.functions.get(name)
  return grammar.has(name) || (known !== undefined && !known.isOwn && !running.has(name))
}

function sequenceOf({ texts: [text], inner }: Call, { named }: Around): string | undefined {
  if (text !== undefined) return text.replace(/^public\./, '').replaceAll('"', '')
  if (inner?.name !== 'pg_get_serial_sequence') return undefined
  return named.sequences.get(inner.texts.join('.').replaceAll('"', ''))
}

/** What the parser writes as a function, and servers before 14 call otherwise. */
const grammar: ReadonlySet<string> = new Set(['extract'])

const running: ReadonlySet<string> = new Set(
  'query_to_xml query_to_xmlschema query_to_xml_and_xmlschema table_to_xml table_to_xmlschema cursor_to_xml schema_to_xml database_to_xml ts_stat ts_rewrite lo_import lo_export'.split(
    ' ',
  ),
)
