import type { ActionOf, ConstraintFacts } from './action'

export function without<T>(map: ReadonlyMap<string, T>, key: string): ReadonlyMap<string, T> {
  return new Map([...map].filter(([each]) => each !== key))
}

type Part = { readonly name: string; readonly columns: readonly string[] }

/** What looks at a column goes with it. */
export function kept<T extends Part>(parts: ReadonlyMap<string, T>, column: string): ReadonlyMap<string, T> {
  return new Map([...parts].filter(([, { columns }]) => !columns.includes(column)))
}

export function withColumn<T extends Part>(
  parts: ReadonlyMap<string, T>,
  from: string,
  to: string,
): ReadonlyMap<string, T> {
  const other = (name: string): string => (name === from ? to : name)
  return new Map([...parts].map(([key, part]) => [key, { ...part, columns: part.columns.map(other) }]))
}

export function renamedPart<T extends Part>(
  parts: ReadonlyMap<string, T>,
  { from, to }: ActionOf<'rename-part'>,
): ReadonlyMap<string, T> {
  return new Map(
    [...parts.values()].map((part) => (part.name === from ? [to, { ...part, name: to }] : [part.name, part])),
  )
}

/** Constraints that nobody has named get a number where the name is taken. */
export function withConstraints(
  before: ReadonlyMap<string, ConstraintFacts>,
  added: readonly ConstraintFacts[],
): ReadonlyMap<string, ConstraintFacts> {
  const all = new Map(before)
  for (const one of added) {
    const name = one.isNamed ? one.name : freeName(one.name, new Set(all.keys()))
    all.set(name, { ...one, name })
  }
  return all
}

export function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name
  let number = 1
  while (taken.has(`${name}${number}`)) number++
  return `${name}${number}`
}
