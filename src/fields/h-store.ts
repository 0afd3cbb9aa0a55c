import type { ValueOptions } from './define'
import { defineField } from './define'
import { FieldValueError } from './errors'

/** Texts by key. */
export type HStore = Readonly<Record<string, string | null>>

/** Texts by key; needs the extension `hstore`. PostgreSQL: `hstore`. */
export const HStoreField = defineField<HStore, ValueOptions<HStore>>({
  name: 'HStoreField',
  columnType: () => ({ kind: 'hstore' }),
  toDb: formatHStore,
  fromDb: (raw) => parseHStore(String(raw)),
  designTypes: [Object],
})

function formatHStore(value: unknown): string {
  if (typeof value !== 'object' || value === null) throw new FieldValueError(value, 'an object of texts')
  const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`
  const pairs = Object.entries(value as HStore)
  return pairs.map(([key, text]) => `${quoted(key)}=>${text === null ? 'NULL' : quoted(String(text))}`).join(',')
}

function parseHStore(raw: string): HStore {
  const unescaped = (text: string): string => text.replace(/\\(.)/g, '$1')
  const pairs = raw.matchAll(/"((?:[^"\\]|\\.)*)"=>(?:"((?:[^"\\]|\\.)*)"|NULL)/g)
  return Object.fromEntries(
    Array.from(pairs, ([, key = '', text]) => [unescaped(key), text === undefined ? null : unescaped(text)]),
  )
}
