import type { ActionOf } from './action'
import { without } from './parts-of-table'
import type { PicturedReader, PicturedView, PictureParts } from './picture'

type Views = PictureParts['views']
type Readers = PictureParts['readers']

/** Views after one is made; in the place of another it is used as that was. */
export function withView(views: Views, view: { readonly view: string } & Omit<PicturedView, 'isNew'>): Views {
  const { tables, columns, calls, starred } = view
  const isNew = views.get(view.view)?.isNew ?? true
  return new Map(views).set(view.view, { isNew, tables, columns, calls, starred })
}

export function withReader(readers: Readers, reader: PicturedReader): Readers {
  return new Map(readers).set(keyOf(reader), reader)
}

type OfTable = ActionOf<'trigger'> | ActionOf<'rule'> | ActionOf<'policy'>

/** What looks at columns after a trigger, a rule or a policy comes or goes. */
export function readersAfter(readers: Readers, action: OfTable): Readers {
  const { kind: what, table: of, does, name, columns } = action
  const reader = { what, name, of, tables: action.kind === 'trigger' ? [of] : action.tables, columns }
  switch (does) {
    case 'create':
      return withReader(readers, reader)
    case 'alter': {
      const before = readers.get(keyOf(reader))
      const [tables, seen] = [before?.tables ?? [], before?.columns ?? []]
      return withReader(readers, { ...reader, tables: [...tables, ...reader.tables], columns: [...seen, ...columns] })
    }
    case 'drop':
      return without(readers, keyOf(reader))
    case 'toggle':
      return readers
  }
}

type Looking = Pick<PictureParts, 'views' | 'storedViews' | 'readers'>

/** All that looks at columns, after a table or a view has got another name. */
export function withTableRenamed(
  { views, storedViews, readers }: Looking,
  { table, to }: { readonly table: string; readonly to: string },
): Looking {
  const other = (name: string): string => (name === table ? to : name)
  const renamed = (all: Views): Views =>
    new Map(
      [...all].map(([name, view]) => {
        return [other(name), { ...view, tables: view.tables.map(other), starred: view.starred.map(other) }]
      }),
    )
  const all = [...readers.values()].map((reader): PicturedReader => {
    return { ...reader, of: reader.of && other(reader.of), tables: reader.tables.map(other) }
  })
  return {
    views: renamed(views),
    storedViews: renamed(storedViews),
    readers: new Map(all.map((reader) => [keyOf(reader), reader])),
  }
}

/** The same after a column has: PostgreSQL knows it by its number. */
export function withColumnRenamed(
  { views, storedViews, readers }: Looking,
  { table, column, to }: ActionOf<'rename-column'>,
): Looking {
  const renamed = <T extends Pick<PicturedReader, 'tables' | 'columns'>>(
    all: ReadonlyMap<string, T>,
  ): ReadonlyMap<string, T> =>
    new Map(
      [...all].map(([key, one]) => {
        if (!one.tables.includes(table) || !one.columns.includes(column)) return [key, one]
        // One of that name may be of another table.
        const others = one.tables.length > 1 ? one.columns : one.columns.filter((name) => name !== column)
        return [key, { ...one, columns: [...others, to] }]
      }),
    )
  return { views: renamed(views), storedViews: renamed(storedViews), readers: renamed(readers) }
}

function keyOf({ what, name, of }: Pick<PicturedReader, 'what' | 'name' | 'of'>): string {
  return of === undefined ? `${what} ${name}` : `${what} ${name} of ${of}`
}
