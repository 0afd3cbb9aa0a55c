import { type Field, isRelation, optionsOf, type RelationKind } from '../fields/field'
import type { ModelKey, ModelState } from '../state/model-state'
import type { ProjectState } from '../state/project-state'
import { columnOf, foreignKeyOptions, hasColumn, primaryKeyFields, tableOf, targetKey } from '../state/relations'

/** What is drawn of a model. */
export interface ModelNode {
  readonly key: ModelKey
  readonly app: string
  readonly name: string
  readonly table: string
  readonly fields: readonly FieldNode[]
}

export interface FieldNode {
  readonly name: string
  /** As it is imported: `CharField`. */
  readonly type: string
  /** undefined: it has none of its own. */
  readonly column: string | undefined
  readonly isKey: boolean
  readonly isNull: boolean
  readonly to: ModelKey | undefined
  readonly relation: RelationKind | undefined
  /** What else is to be known of it, a few words each. */
  readonly notes: readonly string[]
}

/** A field of one model that points at another, or at its own. */
export interface RelationEdge {
  readonly from: ModelKey
  readonly field: string
  readonly to: ModelKey
  readonly kind: RelationKind
}

export function modelNodes(state: ProjectState, apps: readonly string[]): readonly ModelNode[] {
  return [...state.models()].filter(({ app }) => apps.includes(app)).map(modelNode)
}

/** The relations between these models. */
export function relationEdges(models: readonly ModelNode[]): readonly RelationEdge[] {
  const known = new Set(models.map(({ key }) => key))
  return models.flatMap(({ key, fields }) =>
    fields.flatMap(({ name, to, relation }) =>
      to === undefined || relation === undefined || !known.has(to)
        ? []
        : [{ from: key, field: name, to, kind: relation }],
    ),
  )
}

function modelNode(model: ModelState): ModelNode {
  const keys = new Set(primaryKeyFields(model))
  const fields = [...model.fields].map(([name, field]) => fieldNode(name, field, keys.has(name)))
  return { key: model.key, app: model.app, name: model.name, table: tableOf(model), fields }
}

function fieldNode(name: string, field: Field, isKey: boolean): FieldNode {
  return {
    name,
    type: field.type.name,
    column: hasColumn(field) ? columnOf(name, field) : undefined,
    isKey,
    isNull: optionsOf(field).null === true,
    to: isRelation(field) ? targetKey(field) : undefined,
    relation: field.type.relation,
    notes: [...notesOf(field, isKey)],
  }
}

function* notesOf(field: Field, isKey: boolean): Generator<string> {
  const options = optionsOf(field)
  if (isKey) yield 'primary key'
  if (options.null === true) yield 'null'
  if (options.unique === true) yield 'unique'
  if (options.dbIndex === true && !isRelation(field)) yield 'index'
  if (isRelation(field)) yield `to ${targetKey(field)}`
  const { onDelete } = foreignKeyOptions(field)
  if (onDelete !== undefined) yield `on delete ${onDelete}`
  if (options.default !== undefined) yield `default ${valueText(options.default)}`
  if (options.dbDefault !== undefined) yield `database default ${valueText(options.dbDefault)}`
}

function valueText(value: unknown): string {
  if (typeof value === 'function') return 'of a function'
  if (typeof value === 'bigint') return String(value)
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'object' && value !== null && 'kind' in value) return 'of an expression'
  return JSON.stringify(value)
}
