import { optionsOf } from '../fields/field'
import type { ModelState } from '../state/model-state'
import type { ProjectState } from '../state/project-state'
import { columnOf, columnTypeOf, valueField } from '../state/relations'
import { RelationInRowError } from './errors'
import type { NamedField } from './path'
import { findPath } from './path'
import { onePlace } from './place'
import type { Place, Scope } from './scope'

/** One table by itself, its columns by their bare names: for checks, indexes and generated columns. */
export function tableScope(state: ProjectState, model: ModelState): Scope {
  return {
    place(path) {
      const { hops, fields, lookups } = ownColumn(state, model, path)
      if (hops.length > 0) throw new RelationInRowError(model.key, path)
      return { ...onePlace(fields.map((field) => placeOfField(state, field))), lookups }
    },
  }
}

function placeOfField(state: ProjectState, { name, field }: NamedField): Place {
  return {
    term: { kind: 'column', column: columnOf(name, field) },
    field: valueField(state, field),
    type: columnTypeOf(state, field),
    nullable: optionsOf(field).null === true,
    lookups: [],
  }
}

/** A foreign key is the column that holds it, whatever it refers to. */
function ownColumn(state: ProjectState, model: ModelState, path: string): ReturnType<typeof findPath> {
  const found = findPath(state, model, path)
  const [hop, second] = found.hops
  const own = hop === undefined ? undefined : model.fields.get(hop.name)
  if (hop === undefined || second !== undefined || own === undefined || hop.many) return found
  return found.isRelation ? { ...found, hops: [], model, fields: [{ name: hop.name, field: own }] } : found
}
