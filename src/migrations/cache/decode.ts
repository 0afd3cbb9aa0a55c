import { deepFreeze } from '../../base/freeze'
import type { MigrationDefinition } from '../migration'
import type { Data, DataRecord } from './data'
import type { CodeAt, Reader } from './kinds'
import { kinds } from './kinds'

/** What a migration said when it was encoded. Its operations are made when they are asked for: many commands never do. */
export function decode({ operations, ...rest }: DataRecord, code: CodeAt): MigrationDefinition {
  const reader = readerOf(code)
  let made: MigrationDefinition['operations']
  return {
    ...deepFreeze(reader.value(rest) as MigrationDefinition),
    get operations() {
      made ??= Object.freeze(reader.value(operations ?? []) as NonNullable<MigrationDefinition['operations']>)
      return made
    },
  }
}

const readers = new Map(kinds.map(({ tag, read }) => [tag, read]))

function readerOf(code: CodeAt): Reader {
  const reader: Reader = {
    code,
    value(data) {
      if (typeof data !== 'object' || data === null) return data
      if (isList(data)) return data.map(reader.value)
      return '$' in data ? tagged(data, reader) : record(data, reader)
    },
  }
  return reader
}

function isList(data: readonly Data[] | DataRecord): data is readonly Data[] {
  return Array.isArray(data)
}

function tagged({ $: tag, v = null }: DataRecord, reader: Reader): unknown {
  if (tag === 'record')
    return Object.fromEntries((v as [string, Data][]).map(([key, item]) => [key, reader.value(item)]))
  const read = readers.get(String(tag))
  if (read === undefined) throw new Error(`no value has the tag ${String(tag)}`)
  return read(v, reader)
}

function record(data: DataRecord, reader: Reader): object {
  const made: Record<string, unknown> = {}
  for (const key in data) made[key] = reader.value(data[key] as Data)
  return made
}
