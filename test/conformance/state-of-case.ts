import * as constraints from '../../src/constraints'
import type { Constraint } from '../../src/constraints/constraint'
import type { NamedIndex } from '../../src/constraints/db-index'
import * as fields from '../../src/fields'
import type { Field, FieldOptions, FieldType } from '../../src/fields/field'
import type { ModelOptions } from '../../src/state/model-options'
import { ModelState } from '../../src/state/model-state'
import { ProjectState } from '../../src/state/project-state'
import type { CaseField, CaseModel } from './case'
import { columnOf, conditionOf, expressionOf, type Json } from './expressions'
import { constraintOptions, fieldOptions, indexOptions, modelKeys, modelOptions, refuseOthers } from './known-keys'
import { dbDefaultOf, literalOf } from './literals'

/** The state that the models of a case describe. */
export function stateOfCase(models: readonly CaseModel[]): ProjectState {
  return ProjectState.of(models.map(modelOf))
}

/** `app.Model.field` of the fields that a form may leave empty. */
export function blankFields(models: readonly CaseModel[]): ReadonlySet<string> {
  return new Set(
    models.flatMap(({ app, name, fields: all }) =>
      all.filter(([, field]) => field.blank === true).map(([field]) => `${app}.${name}.${field}`),
    ),
  )
}

function modelOf(model: CaseModel): ModelState {
  const { app, name, fields: all, options = {}, bases = [] } = model
  refuseOthers(`${app}.${name}`, model, modelKeys)
  return new ModelState({
    app,
    name,
    fields: all.map(([field, json]) => [field, fieldOf(`${app}.${name}.${field}`, json)] as const),
    options: optionsOf(`${app}.${name}`, options),
    bases: bases.filter((base) => base.includes('.')),
  })
}

function fieldOf(path: string, { type: typeName, ...options }: CaseField): Field {
  const factory = (fields as Readonly<Record<string, { readonly type: FieldType } | undefined>>)[typeName]
  if (factory === undefined) throw new Error(`${path}: there is no field type ${typeName}`)
  const held = refuseOthers(path, options, fieldOptions).map(([key, value]) => [
    key,
    optionValue(path, key, value, typeName),
  ])
  return { type: factory.type, options: Object.fromEntries(held) as FieldOptions }
}

function optionValue(path: string, key: string, value: unknown, typeName: string): unknown {
  switch (key) {
    case 'baseField':
    case 'outputField':
      return fieldOf(path, value as CaseField)
    case 'expression':
      return expressionOf(value)
    case 'dbDefault':
      return dbDefaultOf(value, typeName)
    case 'default':
      return literalOf(value, typeName)
    case 'to':
    case 'through':
      return value === 'self' ? path.slice(0, path.lastIndexOf('.')) : value
    default:
      return value
  }
}

function optionsOf(path: string, options: Json): ModelOptions {
  const held = refuseOthers(path, options, modelOptions).map(([key, value]) => {
    if (key === 'indexes') return [key, (value as Json[]).map((json) => indexOf(path, json))]
    if (key === 'constraints') return [key, (value as Json[]).map((json) => constraintOf(path, json))]
    return [key, value]
  })
  return Object.fromEntries(held) as ModelOptions
}

type Make<Made> = (options: Json) => Made

function factoryOf<Made>(path: string, type: unknown): Make<Made> {
  const make = (constraints as unknown as Readonly<Record<string, Make<Made> | undefined>>)[String(type)]
  if (make === undefined) throw new Error(`${path}: there is no index or constraint of the type ${String(type)}`)
  return make
}

function indexOf(path: string, { type = 'Index', ...json }: Json): NamedIndex {
  const { columns, ...parts } = partsOf(path, json, indexOptions)
  const bits = ((columns as readonly unknown[] | undefined) ?? []).map((value, at) => [`col${at + 1}`, value])
  return factoryOf<NamedIndex>(path, type)({ ...parts, ...Object.fromEntries(bits) })
}

function constraintOf(path: string, { type, ...json }: Json): Constraint {
  const { indexType, ...parts } = partsOf(path, json, constraintOptions)
  const method = indexType === undefined ? {} : { method: String(indexType).toLowerCase().replace('-', '') }
  return factoryOf<Constraint>(path, type)({ ...parts, ...method })
}

function partsOf(path: string, json: Json, known: Parameters<typeof refuseOthers>[2]): Json {
  const parts = refuseOthers(path, json, known).map(([key, value]) => {
    switch (key) {
      case 'condition':
      case 'check':
        return ['condition', conditionOf(value)]
      case 'expressions':
        return [key, (value as readonly unknown[]).map(partOf)]
      case 'deferrable':
        return [key, String(value).toLowerCase()]
      default:
        return [camelCase(key), value]
    }
  })
  return Object.fromEntries(parts) as Json
}

/** An expression, or one of an exclusion with its operator. */
function partOf(part: unknown): unknown {
  return Array.isArray(part) ? [columnOf(part[0]), part[1]] : columnOf(part)
}

function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}
