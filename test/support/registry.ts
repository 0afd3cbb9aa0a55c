/** A folder of things of one kind: a file for each, and a list that names them. */
export interface Registry {
  readonly folder: string
  /** The file that lists them. */
  readonly list: string
  /** A page that has to name each. */
  readonly docs?: string
  /** What tests and pages call an entry: the value that the list takes from it, or its file. */
  readonly calledBy: 'export' | 'file'
  /** Files, without `.ts`, that are no entries: what the entries share. */
  readonly notEntries: readonly string[]
}

export interface Entry {
  /** Without `.ts`. */
  readonly file: string
  readonly name: string
}

/** `files` are those on disk, without `.ts`; an entry that the list does not name has its file as name. */
export function entriesOf(registry: Registry, files: readonly string[], list: string): readonly Entry[] {
  const { folder, calledBy, notEntries } = registry
  return files
    .filter((file) => `${folder}/${file}.ts` !== registry.list && !notEntries.includes(file))
    .map((file) => ({ file, name: calledBy === 'file' ? file : (listedName(file, list) ?? file) }))
}

export function unlisted(entries: readonly Entry[], list: string): readonly string[] {
  return entries.map(({ file }) => file).filter((file) => listedName(file, list) === undefined)
}

/** The first value that the list takes from the file. */
function listedName(file: string, list: string): string | undefined {
  const [, names = ''] = new RegExp(`\\{([^}]*)\\} from '\\./(?:[\\w-]+/)*${file}'`).exec(list) ?? []
  return names
    .split(',')
    .map((name) => name.trim())
    .find((name) => name !== '' && !name.startsWith('type '))
}

/** Those that no text names as a whole word. */
export function unnamed(entries: readonly Entry[], texts: readonly string[]): readonly string[] {
  const words = new Set(texts.flatMap((text) => text.match(/[\w-]+/g) ?? []))
  return entries.filter(({ name }) => !words.has(name)).map(({ name }) => name)
}
