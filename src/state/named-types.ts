import type { Field } from '../fields/field'
import { optionsOf, plain } from '../fields/field'
import type { ObjectOf } from '../objects/database-object'
import type { ColumnType } from '../sql/column-type'
import type { ModelState } from './model-state'
import type { ProjectState } from './project-state'

/** The types of the database's own that a column type is made of: itself, or what an array holds. */
export function namesIn(type: ColumnType | undefined): readonly string[] {
  if (type?.kind === 'array') return namesIn(type.of)
  return type?.kind === 'named' ? [type.name] : none
}

/** Shared, since most of thousands of fields name none. */
const none: readonly string[] = Object.freeze([])

/** The types of the database's own that a field names; a relation names none, whatever its target's type is. */
export function namedTypes(field: Field): readonly string[] {
  return namesIn(field.type.columnType(optionsOf(field)))
}

export function enumNamed(state: ProjectState, name: string): ObjectOf<'enum'> | undefined {
  for (const object of state.objects()) if (object.kind === 'enum' && object.name === name) return object
  return undefined
}

export interface FieldPlace {
  readonly model: ModelState
  readonly name: string
  readonly field: Field
}

/** The fields whose columns are of a type of the database's own. */
export function* fieldsOfType(state: ProjectState, type: string): Iterable<FieldPlace> {
  for (const model of state.models()) {
    for (const [name, field] of model.fields) if (namedTypes(field).includes(type)) yield { model, name, field }
  }
}

/** Changes every field that names the type; all other models stay the very same. */
export function withFieldsOfType(
  state: ProjectState,
  type: string,
  change: (options: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>,
): ProjectState {
  const places = [...fieldsOfType(state, type)]
  return places.reduce((before, { model, name, field }) => {
    return before.with(before.model(model.key).withField(name, changedField(field, type, change)))
  }, state)
}

/** An array holds items of the type, a generated column gives one: the change is made inside them too. */
function changedField(
  field: Field,
  type: string,
  change: (options: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>,
): Field {
  const inner = Object.entries(field.options).map(([key, value]) => [
    key,
    isField(value) ? changedField(value, type, change) : value,
  ])
  const options = change(Object.fromEntries(inner) as Record<string, unknown>)
  return plain({ type: field.type, options })
}

function isField(value: unknown): value is Field {
  return typeof value === 'object' && value !== null && 'type' in value && 'options' in value
}
