import type { Node, RangeVar } from './nodes'
import { textOf, valuesOf } from './nodes'

/** The relations that a statement names without their schema, as the search path finds them. */
export function unqualifiedIn(statement: Node): readonly string[] {
  const made = new Set([...valuesOf(statement, 'ctename')])
  const named = [...rangesIn(statement)]
    .filter(({ schemaname, relpersistence }) => schemaname === undefined && relpersistence !== 't')
    .map(({ relname }) => relname)
  return [...new Set([...named.filter((name) => !made.has(name)), ...droppedNames(statement)])]
}

function* rangesIn(node: unknown): Iterable<RangeVar> {
  if (typeof node !== 'object' || node === null) return
  if ('relname' in node) yield node as RangeVar
  for (const inner of Object.values(node)) yield* rangesIn(inner)
}

/** DROP has lists of words: a name of one word is without a schema. */
function droppedNames({ DropStmt: drop }: Node): readonly string[] {
  if (drop === undefined || !/^OBJECT_(TABLE|INDEX|VIEW|MATVIEW|SEQUENCE)$/.test(drop.removeType)) return []
  return drop.objects.flatMap(({ List: list }) => (list?.items.length === 1 ? list.items.map(textOf) : []))
}
