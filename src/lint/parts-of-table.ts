import type { ActionOf } from './action'

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
