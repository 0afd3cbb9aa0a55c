import { equal } from '../base/equal'
import type { Constraint } from '../constraints/constraint'
import type { NamedIndex } from '../constraints/db-index'
import type { Field } from '../fields/field'
import { sameField, stateField } from '../fields/field'
import { DuplicateFieldError, UnknownFieldError, UnknownIndexError } from './errors'
import type { ModelOptions } from './model-options'
import { tidyOptions } from './model-options'
import { renameInField, renameInOptions } from './rename-field'

/** `app.Model`: how models are named everywhere. */
export type ModelKey = string

export function modelKey(app: string, name: string): ModelKey {
  return `${app}.${name}`
}

export interface ModelParts {
  readonly app: string
  readonly name: string
  readonly fields: Iterable<readonly [string, Field]>
  readonly options?: ModelOptions | undefined
  /** Keys of the models that it inherits from in the database (multi-table) or stands for (proxy). */
  readonly bases?: readonly ModelKey[] | undefined
}

/** A frozen picture of one model. Every change makes a new one. */
export class ModelState {
  readonly app: string
  readonly name: string
  readonly key: ModelKey
  readonly fields: ReadonlyMap<string, Field>
  readonly options: ModelOptions
  readonly bases: readonly ModelKey[]

  constructor({ app, name, fields, options = {}, bases = [] }: ModelParts) {
    this.app = app
    this.name = name
    this.key = modelKey(app, name)
    const held = new Map<string, Field>()
    for (const [field, value] of fields) {
      if (held.has(field)) throw new DuplicateFieldError(this.key, field)
      held.set(field, stateField(value))
    }
    this.fields = held
    this.options = tidyOptions(options)
    this.bases = Object.freeze([...bases])
    Object.freeze(this)
  }

  with(changes: Partial<ModelParts>): ModelState {
    return new ModelState({ ...this, ...changes })
  }

  withOptions(changes: ModelOptions): ModelState {
    return this.with({ options: { ...this.options, ...changes } })
  }

  field(name: string): Field {
    const field = this.fields.get(name)
    if (field === undefined) throw new UnknownFieldError(this.key, name, this.fields.keys())
    return field
  }

  withNewField(name: string, field: Field): ModelState {
    if (this.fields.has(name)) throw new DuplicateFieldError(this.key, name)
    return this.with({ fields: [...this.fields, [name, stateField(field)]] })
  }

  withField(name: string, field: Field): ModelState {
    this.field(name)
    return this.with({ fields: mapEntries(this.fields, (key, old) => [key, key === name ? stateField(field) : old]) })
  }

  withoutField(name: string): ModelState {
    this.field(name)
    return this.with({ fields: [...this.fields].filter(([key]) => key !== name) })
  }

  /** Renames the field wherever the model speaks of it: indexes, constraints, ordering, generated columns, other fields. */
  withRenamedField(oldName: string, newName: string): ModelState {
    this.field(oldName)
    if (this.fields.has(newName)) throw new DuplicateFieldError(this.key, newName)
    return this.with({
      fields: mapEntries(this.fields, (key, field) => [
        key === oldName ? newName : key,
        renameInField(field, oldName, newName),
      ]),
      options: renameInOptions(this.options, oldName, newName),
    })
  }

  get indexes(): readonly NamedIndex[] {
    return this.options.indexes ?? []
  }

  get constraints(): readonly Constraint[] {
    return this.options.constraints ?? []
  }

  get uniqueTogether(): readonly (readonly string[])[] {
    return this.options.uniqueTogether ?? []
  }

  get managed(): boolean {
    return this.options.managed !== false
  }

  get proxy(): boolean {
    return this.options.proxy === true
  }

  index(name: string): NamedIndex {
    const index = this.indexes.find((each) => each.options.name === name)
    if (index !== undefined) return index
    throw new UnknownIndexError(
      this.key,
      'index',
      name,
      this.indexes.map((each) => each.options.name),
    )
  }

  constraint(name: string): Constraint {
    const constraint = this.constraints.find((each) => each.options.name === name)
    if (constraint !== undefined) return constraint
    throw new UnknownIndexError(
      this.key,
      'constraint',
      name,
      this.constraints.map((each) => each.options.name),
    )
  }

  /** Same fields in any order, same options, same bases. */
  equals(other: ModelState): boolean {
    if (this === other) return true
    if (this.key !== other.key || this.fields.size !== other.fields.size) return false
    for (const [name, field] of this.fields) {
      const theirs = other.fields.get(name)
      if (theirs === undefined || !sameField(field, theirs)) return false
    }
    return equal(comparableOptions(this.options), comparableOptions(other.options)) && equal(this.bases, other.bases)
  }
}

/** Indexes and constraints go by name, not by place. */
function comparableOptions(options: ModelOptions): ModelOptions {
  const byName = <T extends { readonly options: { readonly name: string } }>(items: readonly T[] | undefined): T[] =>
    [...(items ?? [])].sort((a, b) => (a.options.name < b.options.name ? -1 : 1))
  const sets = [...(options.uniqueTogether ?? [])].sort((a, b) => (a.join() < b.join() ? -1 : 1))
  return {
    ...options,
    indexes: byName(options.indexes),
    constraints: byName(options.constraints),
    uniqueTogether: sets,
  }
}

function mapEntries(
  fields: ReadonlyMap<string, Field>,
  map: (name: string, field: Field) => [string, Field],
): [string, Field][] {
  return [...fields].map(([name, field]) => map(name, field))
}
