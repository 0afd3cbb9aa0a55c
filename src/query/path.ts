import type { Field } from '../fields/field'
import { isRelation, optionsOf } from '../fields/field'
import type { ModelState } from '../state/model-state'
import type { ProjectState } from '../state/project-state'
import type { Referrer } from '../state/relations'
import {
  columnOf,
  concreteModel,
  foreignKeyOptions,
  foreignKeyTarget,
  hasColumn,
  isForeignKey,
  isManyToMany,
  orderField,
  orderName,
  primaryKeyFields,
  tableOf,
} from '../state/relations'
import { UnknownPathError } from './errors'
import type { Link } from './link'
import { linkOf } from './link'
import { lookups as knownLookups } from './lookups'
import { reverseRelations } from './reverse'

/** One table that a path goes through: which column of the table before equals which of this one. */
export interface Segment {
  readonly table: string
  readonly from: string
  readonly to: string
  /** The column before refers to this row, so that `to` need not be read here: it is known there. */
  readonly trimmable: boolean
}

/** One relation that a path follows. */
export interface Hop {
  readonly name: string
  readonly segments: readonly Segment[]
  readonly model: ModelState
  /** More than one row may be there. */
  readonly many: boolean
  /** Maybe none is there. */
  readonly optional: boolean
  /** No word of the path: the way to the model that this one extends. */
  readonly implied?: true
}

/** A field under its name. */
export interface NamedField {
  readonly name: string
  readonly field: Field
}

/** Where a path ends: a field of a model; several where what is meant is a primary key of several. */
interface End {
  /** The model that has the columns. */
  readonly model: ModelState
  readonly fields: readonly NamedField[]
}

/** A path with every step found. */
export interface Path extends End {
  readonly hops: readonly Hop[]
  /** The path ends at a relation, and the column is the key of it. */
  readonly isRelation: boolean
  /** The words after the field. */
  readonly lookups: readonly string[]
}

/** Finds every step of a path. Throws an UnknownPathError. */
export function findPath(state: ProjectState, start: ModelState, path: string): Path {
  const words = path.split('__')
  const hops: Hop[] = []
  let model = concreteModel(state, start)
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    const step = findStep(state, model, word)
    if (step === undefined) {
      const last = hops.at(-1)
      if (last !== undefined && knownLookups.has(word)) return atRelation(hops, words.slice(at))
      throw new UnknownPathError(model.key, word, path, namesOf(state, model))
    }
    hops.push(...step.hops)
    if (step.end !== undefined) return { hops, ...step.end, isRelation: false, lookups: words.slice(at + 1) }
    model = hops.at(-1)?.model ?? model
  }
  return atRelation(hops, [])
}

interface Step {
  readonly hops: readonly Hop[]
  /** Where the way ends. undefined: it leads on. */
  readonly end?: End | undefined
}

/** What a word of a path is to a model. Its own fields come first. */
function findStep(state: ProjectState, model: ModelState, word: string): Step | undefined {
  const key = word === 'pk' ? keyFields(model) : []
  if (key.length > 0) return { hops: [], end: { model, fields: key } }
  const own = model.fields.get(word)
  if (own !== undefined && isRelation(own)) return { hops: [forward(state, model, word, own)] }
  const column = ownColumn(model, word)
  if (column !== undefined) return { hops: [], end: { model, fields: [column] } }
  const referrer = reverseRelations(state, model).get(word)
  if (referrer !== undefined) return { hops: [backward(state, word, referrer)] }
  return inherited(state, model, word)
}

function keyFields(model: ModelState): readonly NamedField[] {
  return primaryKeyFields(model).map((name) => ({ name, field: model.field(name) }))
}

/** A field that is a column, the key that a foreign key holds, or the place in an order set by hand. */
function ownColumn(model: ModelState, word: string): NamedField | undefined {
  const field = model.fields.get(word)
  if (field !== undefined && hasColumn(field)) return { name: word, field }
  if (word === orderName && model.options.orderWithRespectTo !== undefined) return { name: word, field: orderField }
  return rawForeignKey(model, word)
}

/** `director_id`: the key itself. */
function rawForeignKey(model: ModelState, word: string): NamedField | undefined {
  if (!word.endsWith('_id')) return undefined
  const name = word.slice(0, -3)
  const field = model.fields.get(name)
  return field !== undefined && isForeignKey(field) ? { name, field } : undefined
}

/** Fields of the model that this one extends in the database: over the link to the parent. */
function inherited(state: ProjectState, model: ModelState, word: string): Step | undefined {
  for (const [name, field] of model.fields) {
    if (!isForeignKey(field) || foreignKeyOptions(field).parentLink !== true) continue
    const up: Hop = { ...forward(state, model, name, field), implied: true }
    const step = findStep(state, up.model, word)
    if (step !== undefined) return { hops: [up, ...step.hops], end: step.end }
  }
  return undefined
}

function forward(state: ProjectState, model: ModelState, name: string, field: Field): Hop {
  if (isManyToMany(field)) return manyToMany(name, linkOf(state, model, name, field), 'forward')
  const target = foreignKeyTarget(state, field)
  const segment: Segment = {
    table: tableOf(target.model),
    from: columnOf(name, field),
    to: columnOf(target.name, target.field),
    trimmable: true,
  }
  return { name, segments: [segment], model: target.model, many: false, optional: optionsOf(field).null === true }
}

function backward(state: ProjectState, name: string, referrer: Referrer): Hop {
  if (isManyToMany(referrer.field))
    return manyToMany(name, linkOf(state, referrer.model, referrer.name, referrer.field), 'backward')
  const target = foreignKeyTarget(state, referrer.field)
  const segment: Segment = {
    table: tableOf(concreteModel(state, referrer.model)),
    from: columnOf(target.name, target.field),
    to: columnOf(referrer.name, referrer.field),
    trimmable: false,
  }
  const many = referrer.field.type.relation !== 'one-to-one'
  return { name, segments: [segment], model: concreteModel(state, referrer.model), many, optional: true }
}

function manyToMany(name: string, link: Link, direction: 'forward' | 'backward'): Hop {
  const [near, far] = direction === 'forward' ? [link.owner, link.target] : [link.target, link.owner]
  return {
    name,
    segments: [
      { table: link.table, from: near.keyColumn, to: near.column, trimmable: false },
      { table: tableOf(far.model), from: far.column, to: far.keyColumn, trimmable: true },
    ],
    model: far.model,
    many: true,
    optional: true,
  }
}

/** The path ends at a relation: what is meant is the key that the relation goes by. */
function atRelation(hops: readonly Hop[], lookups: readonly string[]): Path {
  const last = hops.at(-1)
  if (last === undefined) throw new Error('a path without a step')
  const segment = last.segments.at(-1)
  for (const [name, field] of last.model.fields) {
    if (segment?.trimmable && hasColumn(field) && columnOf(name, field) === segment.to) {
      return { hops, model: last.model, fields: [{ name, field }], isRelation: true, lookups }
    }
  }
  return { hops, model: last.model, fields: keyFields(last.model), isRelation: true, lookups }
}

/** Every word that can stand first in a path from the model. */
export function namesOf(state: ProjectState, model: ModelState): readonly string[] {
  const own = [...model.fields.keys()]
  const keys = own.filter((name) => isForeignKey(model.field(name))).map((name) => `${name}_id`)
  const order = model.options.orderWithRespectTo === undefined ? [] : [orderName]
  return ['pk', ...own, ...keys, ...order, ...reverseRelations(state, model).keys()]
}
