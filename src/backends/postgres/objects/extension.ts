import type { ObjectOf } from '../../../objects/database-object'
import { sqlStep } from '../../../schema/step'
import type { ProjectState } from '../../../state/project-state'
import { quoteLiteral, quoteName } from '../compiler'
import { words as joined } from '../ddl/constraint'
import type { Words } from './words'

/** It may be there already, made by another app or by whoever may make it; it stays while another app wants it. */
export const extension: Words<'extension'> = {
  create: (object, { from }) => {
    if (isWanted(from, object)) return []
    const { schema, version } = object.options
    const sql = joined(
      `CREATE EXTENSION IF NOT EXISTS ${quoteName(object.name)}`,
      schema !== undefined && `SCHEMA ${quoteName(schema)}`,
      version !== undefined && `VERSION ${quoteLiteral(version)}`,
    )
    return [sqlStep(sql)]
  },

  drop: (object, { to }) =>
    isWanted(to, object) ? [] : [sqlStep(`DROP EXTENSION IF EXISTS ${quoteName(object.name)}`)],

  alter(from, to) {
    const name = quoteName(to.name)
    const { schema, version } = to.options
    return [
      ...(schema !== undefined && schema !== from.options.schema
        ? [sqlStep(`ALTER EXTENSION ${name} SET SCHEMA ${quoteName(schema)}`)]
        : []),
      ...(version !== undefined && version !== from.options.version
        ? [sqlStep(`ALTER EXTENSION ${name} UPDATE TO ${quoteLiteral(version)}`)]
        : []),
    ]
  },
}

function isWanted(state: ProjectState, { name }: ObjectOf<'extension'>): boolean {
  return [...state.objects()].some((object) => object.kind === 'extension' && object.name === name)
}
