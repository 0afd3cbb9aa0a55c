import * as constraints from '../../src/constraints'
import type { Constraint } from '../../src/constraints/constraint'
import type { NamedIndex } from '../../src/constraints/db-index'
import * as fields from '../../src/fields'
import type { Field, FieldOptions, FieldType } from '../../src/fields/field'
import type { Condition, Expression } from '../../src/sql/expression'
import { add, desc, F, Lower, multiply, Now, Upper, Value } from '../../src/sql/functions'
import { Q } from '../../src/sql/q'
import type { ModelOptions } from '../../src/state/model-options'
import { ModelState } from '../../src/state/model-state'
import { ProjectState } from '../../src/state/project-state'
import type { CaseField, CaseModel } from './case'

type Json = Readonly<Record<string, unknown>>

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

function modelOf({ app, name, fields: all, options, bases = [] }: CaseModel): ModelState {
  return new ModelState({
    app,
    name,
    fields: all.map(([field, json]) => [field, fieldOf(json)] as const),
    options: optionsOf(options),
    bases: bases.filter((base) => base.includes('.')),
  })
}

export function fieldOf({ type: typeName, ...options }: CaseField): Field {
  const factory = (fields as Readonly<Record<string, { readonly type: FieldType } | undefined>>)[typeName]
  if (factory === undefined) throw new Error(`there is no field type ${typeName}`)
  const held = Object.entries(options).map(([key, value]) => [key, optionValue(key, value, typeName)])
  return { type: factory.type, options: Object.fromEntries(held) as FieldOptions }
}

function optionValue(key: string, value: unknown, typeName: string): unknown {
  if (key === 'baseField' || key === 'outputField') return fieldOf(value as CaseField)
  if (key === 'expression') return expressionOf(value as Json)
  if (key === 'dbDefault') return dbDefaultOf(value, typeName)
  return key === 'default' ? literalOf(value, typeName) : value
}

/** A value as JavaScript holds one of that type of field. */
export function literalOf(value: unknown, typeName: string): unknown {
  if (value === 'list' && typeName === 'ArrayField') return () => []
  if (value === 'dict' && typeName === 'JSONField') return () => ({})
  if (typeof value === 'number' && /Big(Integer)?Field|BigIntegerField/.test(typeName)) return BigInt(value)
  return typeof value === 'number' && typeName === 'DecimalField' ? String(value) : value
}

function dbDefaultOf(value: unknown, typeName: string): unknown {
  const json = value as Json
  return 'value' in json ? literalOf(json.value, typeName) : expressionOf(json)
}

function optionsOf(options: Json): ModelOptions {
  const { indexes, constraints: rules, verboseName: _, verboseNamePlural: __, ...plain } = options
  return {
    ...plain,
    ...(indexes !== undefined && { indexes: (indexes as Json[]).map(indexOf) }),
    ...(rules !== undefined && { constraints: (rules as Json[]).map(constraintOf) }),
  }
}

const parameterNames: Readonly<Record<string, string>> = { gin_pending_list_limit: 'ginPendingListLimit' }

function indexOf({ type = 'Index', ...json }: Json): NamedIndex {
  const make = (constraints as unknown as Readonly<Record<string, (options: Json) => NamedIndex>>)[type as string]
  if (make === undefined) throw new Error(`there is no index type ${String(type)}`)
  return make(partsOf(json))
}

function constraintOf({ type, ...json }: Json): Constraint {
  const make = (constraints as unknown as Readonly<Record<string, (options: Json) => Constraint>>)[type as string]
  if (make === undefined) throw new Error(`there is no constraint type ${String(type)}`)
  return make(partsOf(json))
}

function partsOf(json: Json): Json {
  const parts = Object.entries(json).map(([key, value]) => {
    if (key === 'condition') return [key, conditionOf(value as Json)]
    if (key === 'expressions') return [key, (value as Json[]).map(expressionOf)]
    if (key === 'deferrable') return [key, String(value).toLowerCase()]
    return [parameterNames[key] ?? key, value]
  })
  return Object.fromEntries(parts) as Json
}

function expressionOf(json: Json): Expression {
  const [entry] = Object.entries(json)
  if (entry === undefined) throw new Error('an empty expression')
  const [kind, value] = entry
  const of = (part: unknown): Expression | string => (typeof part === 'string' ? part : expressionOf(part as Json))
  switch (kind) {
    case 'f':
      return F(value as string)
    case 'value':
      return Value(value)
    case 'now':
      return Now()
    case 'lower':
      return Lower(of(value))
    case 'upper':
      return Upper(of(value))
    case 'desc':
      return desc(of(value))
    case 'add':
    case 'mul': {
      const [left, right] = (value as Json[]).map(expressionOf)
      return kind === 'add' ? add(left, right) : multiply(left, right)
    }
    default:
      throw new Error(`there is no expression ${kind}`)
  }
}

function conditionOf(json: Json): Condition {
  if ('q' in json) {
    const lookups = Object.entries(json.q as Json).map(([path, value]) => [path, lookupValue(value)])
    return Q(Object.fromEntries(lookups) as Json)
  }
  if ('not' in json) return Q.not(conditionOf(json.not as Json))
  if ('or' in json) return Q.or(...(json.or as Json[]).map(conditionOf))
  return Q.and(...(json.and as Json[]).map(conditionOf))
}

function lookupValue(value: unknown): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? expressionOf(value as Json) : value
}
