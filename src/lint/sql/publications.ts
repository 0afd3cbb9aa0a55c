import type { Action, Published } from '../action'
import type { Node } from './nodes'
import { relationName, textOf } from './nodes'

export function createPublication(node: NonNullable<Node['CreatePublicationStmt']>): readonly Action[] {
  const published = node.options?.find(({ DefElem: option }) => option?.defname === 'publish')?.DefElem
  // Of rows that are only added nobody has to say which they are.
  if (published !== undefined && !/update|delete/i.test(textOf(published.arg))) return []
  return [{ kind: 'publish', publication: node.pubname, does: 'create', of: publishedBy(node) }]
}

export function alterPublication(node: NonNullable<Node['AlterPublicationStmt']>): readonly Action[] {
  const does = changes[node.action ?? '']
  if (does === undefined || node.pubobjects === undefined) return []
  return [{ kind: 'publish', publication: node.pubname, does, of: publishedBy(node) }]
}

const changes: Readonly<Record<string, 'add' | 'set' | 'drop'>> = {
  AP_AddObjects: 'add',
  AP_SetObjects: 'set',
  AP_DropObjects: 'drop',
}

function publishedBy({
  for_all_tables,
  pubobjects = [],
}: {
  readonly for_all_tables?: boolean
  readonly pubobjects?: readonly Node[]
}): Published {
  const objects = pubobjects.flatMap(({ PublicationObjSpec: object }) => object ?? [])
  return {
    all: for_all_tables === true,
    tables: objects.flatMap(({ pubtable }) => (pubtable ? [relationName(pubtable.relation)] : [])),
    schemas: objects.flatMap(({ name, pubtable }) => (pubtable || name === undefined ? [] : [name])),
  }
}
