import type { CaseCatalog } from './case'

type Row = readonly unknown[]

/** One line a difference; none where the catalogs say the same. */
export function differences(what: string, ours: readonly Row[], theirs: readonly Row[]): string[] {
  const count = (rows: readonly Row[]): Map<string, number> => {
    const counts = new Map<string, number>()
    for (const row of rows) counts.set(JSON.stringify(row), (counts.get(JSON.stringify(row)) ?? 0) + 1)
    return counts
  }
  const [a, b] = [count(ours), count(theirs)]
  const missing = [...b].filter(([row, n]) => (a.get(row) ?? 0) < n).map(([row]) => `${what}: missing ${row}`)
  const extra = [...a].filter(([row, n]) => (b.get(row) ?? 0) < n).map(([row]) => `${what}: extra ${row}`)
  return [...missing, ...extra]
}

export interface CatalogComparison {
  /** Names of constraints and indexes depend on the history in Django; ours do not. */
  readonly names: boolean
  /** Tables that are there in one and not in the other for a reason. */
  readonly except?: ReadonlySet<string>
  /** Tables whose primary key Django loses. */
  readonly keyless?: ReadonlySet<string>
}

/** Ours against Django's, after the exemptions of the conformance files. */
export function compareWithDjango(
  what: string,
  allOurs: CaseCatalog,
  allTheirs: CaseCatalog,
  { names, except = new Set(), keyless = new Set() }: CatalogComparison,
): string[] {
  const ours = withoutKeys(keyless, without(except, allOurs))
  const theirs = withoutKeys(keyless, without(except, allTheirs))
  const theirDefaults = new Set(
    theirs.columns.filter((row) => row[4] !== null).map(([table, column]) => `${String(table)}.${String(column)}`),
  )
  const withoutDefault = (row: Row): Row => {
    const [table, column] = row
    return theirDefaults.has(`${String(table)}.${String(column)}`)
      ? row
      : row.map((value, i) => (i === 4 ? null : value))
  }
  const named = (row: Row): Row => (names ? row : row.filter((_, i) => i !== 1))
  return [
    ...differences(`${what} columns`, ours.columns.map(withoutDefault), theirs.columns),
    ...differences(
      `${what} constraints`,
      ours.constraints.map(withoutOnDelete).map(named),
      theirs.constraints.map(withoutOnDelete).map(named),
    ),
    ...differences(
      `${what} indexes`,
      ours.indexes.map((row) => indexRow(row, names)),
      theirs.indexes.filter((row) => !String(row[1]).endsWith('_like')).map((row) => indexRow(row, names)),
    ),
    ...differences(`${what} comments`, ours.comments, theirs.comments),
  ]
}

function without(tables: ReadonlySet<string>, { columns, constraints, indexes, comments }: CaseCatalog): CaseCatalog {
  const kept = (rows: readonly Row[]): readonly Row[] => rows.filter(([table]) => !tables.has(String(table)))
  return { columns: kept(columns), constraints: kept(constraints), indexes: kept(indexes), comments: kept(comments) }
}

function withoutKeys(tables: ReadonlySet<string>, all: CaseCatalog): CaseCatalog {
  const isKey = (row: Row): boolean => tables.has(String(row[0])) && row[2] === 'p'
  const keys = new Set(all.constraints.filter(isKey).map(([table, name]) => `${String(table)} ${String(name)}`))
  return {
    ...all,
    constraints: all.constraints.filter((row) => !isKey(row)),
    indexes: all.indexes.filter(([table, name]) => !keys.has(`${String(table)} ${String(name)}`)),
  }
}

function withoutOnDelete(row: Row): Row {
  return row.map((value, i) =>
    i === 3 ? String(value).replace(/ ON DELETE (CASCADE|RESTRICT|SET NULL|SET DEFAULT|NO ACTION)/, '') : value,
  )
}

function indexRow([table, name, definition]: Row, names: boolean): Row {
  if (names) return [table, name, definition]
  return [table, String(definition).replace(/^(CREATE (?:UNIQUE )?INDEX ).*?( ON )/, '$1_$2')]
}

/** Ours against ours: to the letter, names included; columns in any order. */
export function compareExactly(what: string, ours: CaseCatalog, expected: CaseCatalog): string[] {
  return [
    ...differences(`${what} columns`, ours.columns, expected.columns),
    ...differences(`${what} constraints`, ours.constraints, expected.constraints),
    ...differences(`${what} indexes`, ours.indexes, expected.indexes),
    ...differences(`${what} comments`, ours.comments, expected.comments),
  ]
}
