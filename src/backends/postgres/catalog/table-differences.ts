import type { ColumnThere, TableThere } from './tables-there'

/** What is not as the models say, a sentence each. Undefined: there is no such table, or there is to be none. */
export function tableDifferences(
  table: string,
  there: TableThere | undefined,
  meant: TableThere | undefined,
): readonly string[] {
  if (meant === undefined) return there === undefined ? [] : [`table ${table} is there, the models have none`]
  if (there === undefined) return [`table ${table} is missing`]
  return [
    ...columnDifferences(table, there.columns, meant.columns),
    ...namedDifferences('constraint', table, there.constraints, meant.constraints),
    ...namedDifferences('index', table, there.indexes, meant.indexes),
  ]
}

type Columns = TableThere['columns']

function* columnDifferences(table: string, there: Columns, meant: Columns): Iterable<string> {
  for (const [name, column] of meant) {
    const own = there.get(name)
    if (own === undefined) yield `${table}.${name} is missing`
    else yield* oneColumn(`${table}.${name}`, own, column)
  }
  for (const name of there.keys()) if (!meant.has(name)) yield `${table}.${name} is there, the models have none`
}

function* oneColumn(column: string, there: ColumnThere, meant: ColumnThere): Iterable<string> {
  if (there.type !== meant.type) yield `${column} is ${there.type}, the models say ${meant.type}`
  if (there.nullable !== meant.nullable)
    yield there.nullable
      ? `${column} may be NULL, the models say NOT NULL`
      : `${column} is NOT NULL, the models say NULL`
  if (there.value !== meant.value)
    yield `${column} has ${there.value || 'no default'}, the models say ${meant.value || 'none'}`
}

/** What is the same under another name is that, and nothing missing. */
function* namedDifferences(
  kind: 'constraint' | 'index',
  table: string,
  there: ReadonlyMap<string, string>,
  meant: ReadonlyMap<string, string>,
): Iterable<string> {
  const others = new Map([...there].filter(([name]) => !meant.has(name)))
  for (const [name, definition] of meant) {
    const own = there.get(name)
    if (own === definition) continue
    const [namesake] = [...others].find(([, each]) => each === definition) ?? []
    if (own !== undefined) yield `${kind} ${name} of ${table} is ${own}, the models say ${definition}`
    else if (namesake === undefined) yield `${kind} ${name} of ${table} is missing: ${definition}`
    else yield `${kind} ${namesake} of ${table} is called so, the models say ${name}`
    if (own === undefined && namesake !== undefined) others.delete(namesake)
  }
  for (const [name, definition] of others)
    yield `${kind} ${name} of ${table} is there, the models have none: ${definition}`
}
