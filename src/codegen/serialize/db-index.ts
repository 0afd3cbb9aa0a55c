import type { DbIndex, IndexType } from '../../constraints/db-index'
import { call, object } from '../code'
import { entries, present } from './entries'
import { importedName, serializer } from './serializer'

function isDbIndex(value: unknown): value is DbIndex {
  if (typeof value !== 'object' || value === null) return false
  const { type, options } = value as { readonly type?: Partial<IndexType>; readonly options?: unknown }
  return typeof options === 'object' && typeof type?.method === 'string' && typeof type.parameters === 'object'
}

export const dbIndex = serializer('index', isDbIndex, ({ type, options }, scope) => {
  const callee = importedName(type, `the index type ${type.name}`, scope)
  return call(callee, [object(entries(present(options), scope))])
})
