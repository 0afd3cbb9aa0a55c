import { equal } from '../base/equal'
import type { Field } from '../fields/field'
import { Q } from '../sql/q'
import type { ModelState } from '../state/model-state'
import type { ProjectState } from '../state/project-state'
import type { Referrer } from '../state/relations'
import { concreteModel, foreignKeyTarget, isForeignKey, isManyToMany } from '../state/relations'
import type { Binding } from './binding'
import { keyProperties, parentLinks } from './columns'
import { Core } from './core'
import { databaseOf, forgetRelatedOf, relatedOf, setRelatedOf } from './facts'
import { foreignKeyRows } from './foreign-key-rows'
import type { Instance } from './instance'
import { bindingOf, boundOf, keyHeldBy, propertyOf } from './instance'
import { LinkRows } from './link-rows'
import { Reference } from './reference'
import { RelatedRows } from './related-rows'
import { reverseRelations } from './reverse'

/**
 * Makes the relations of a model properties of its objects: `film.director`, `film.genres`, `person.films`. They work
 * on what the object's class is bound to when they are used. A member that the class itself has is left alone.
 */
export function installAccessors(prototype: object, state: ProjectState, model: ModelState): void {
  const concrete = concreteModel(state, model)
  for (const { parent } of parentLinks(state, concrete)) installAccessors(prototype, state, parent)
  for (const [name, field] of concrete.fields) {
    if (isForeignKey(field)) install(prototype, name, toOne(concrete, name, field))
    else if (isManyToMany(field)) install(prototype, name, toMany({ model: concrete, name, field, from: 'owner' }))
  }
  for (const [name, referrer] of reverseRelations(state, model)) {
    if (concrete.fields.has(name) || isOwnMember(prototype, name)) continue
    if (isManyToMany(referrer.field)) install(prototype, name, toMany({ ...referrer, from: 'target' }))
    else
      install(
        prototype,
        name,
        referrer.field.type.relation === 'one-to-one' ? backToOne(referrer) : backToMany(referrer),
      )
  }
}

type Accessor = { get(this: Instance): unknown; set?(this: Instance, value: unknown): void }

const installed = new WeakSet<() => unknown>()

function install(prototype: object, name: string, accessor: Accessor): void {
  installed.add(accessor.get)
  Object.defineProperty(prototype, name, { ...accessor, configurable: true, enumerable: false })
}

function isOwnMember(prototype: object, name: string): boolean {
  const there = Object.getOwnPropertyDescriptor(prototype, name)
  return there !== undefined && !(there.get !== undefined && installed.has(there.get))
}

/** A foreign key: a reference until the row is read or assigned, the row from then on. */
function toOne(model: ModelState, name: string, field: Field): Accessor {
  const property = propertyOf(name, field)
  return {
    get() {
      const key = this[property]
      const related = relatedOf(this, name)
      if (related !== undefined && related !== null && holds(this, name, field, related)) return related
      if (key === undefined || key === null) return null
      return new Reference(key, () => readRelated(this, name, field, key))
    },
    set(value) {
      forgetRelatedOf(this, name)
      if (bindingOf(value) === undefined) {
        this[property] = value instanceof Reference ? value.pk : value
        return
      }
      this[property] = keyOfRelated(this, model, name, field, value as Instance)
      setRelatedOf(this, name, value as Instance)
    },
  }
}

/** The key may have been set by itself after the row was assigned: then the row is another one's. */
function holds(object: Instance, name: string, field: Field, related: object): boolean {
  const { state } = boundOf(object)
  const target = foreignKeyTarget(state, field)
  const theirs = (related as Instance)[propertyOf(target.name, target.field)]
  const ours = object[propertyOf(name, field)]
  return ours === undefined || ours === null || equal(ours, theirs)
}

/** undefined where the row has no key yet: it is asked again when the object is saved. */
function keyOfRelated(object: Instance, model: ModelState, name: string, field: Field, related: Instance): unknown {
  const { state } = boundOf(object)
  const target = foreignKeyTarget(state, field)
  const property = propertyOf(target.name, target.field)
  if (related[property] === undefined || related[property] === null) return undefined
  return keyHeldBy(related, { model: target.model.key, properties: [property] }, `${model.key}.${name}`)
}

async function readRelated(object: Instance, name: string, field: Field, key: unknown): Promise<object> {
  const known = relatedOf(object, name)
  if (known !== undefined && known !== null && holds(object, name, field, known)) return known
  const binding = boundOf(object)
  const target = foreignKeyTarget(binding.state, field)
  const related = await rowsFrom(object, binding, (field.options as { to: string }).to)
    .narrowed('get', [Q({ [propertyOf(target.name, target.field)]: key })])
    .only()
  setRelatedOf(object, name, related)
  return related
}

function rowsFrom(object: Instance, binding: Binding, key: string): Core<Instance> {
  const core = Core.of<Instance>({ ...binding, key })
  const database = databaseOf(object)
  return database === undefined ? core : core.on(database)
}

function toMany(view: ConstructorParameters<typeof LinkRows>[1]): Accessor {
  return {
    get() {
      return new RelatedRows(new LinkRows(boundOf(this), view, this))
    },
  }
}

function backToMany(referrer: Referrer): Accessor {
  return {
    get() {
      return new RelatedRows(foreignKeyRows(boundOf(this), referrer, this))
    },
  }
}

/** The one row that points here. Whether there is one, and its key, only the database knows. */
function backToOne({ model, name, field }: Referrer): Accessor {
  return {
    get() {
      const binding = boundOf(this)
      const target = foreignKeyTarget(binding.state, field)
      const held = { model: target.model.key, properties: [propertyOf(target.name, target.field)] }
      return new Reference(undefined, async () => {
        const key = keyHeldBy(this, held, `${model.key}.${name}`)
        const related = await rowsFrom(this, binding, model.key)
          .narrowed('get', [Q({ [propertyOf(name, field)]: key })])
          .only()
        setRelatedOf(related, name, this)
        return related
      })
    },
  }
}

/** The primary key of an object; the list of its parts where it has several. */
export function keyOf(object: Instance, { state, key }: Binding): unknown {
  const properties = keyProperties(state, state.model(key))
  const [only] = properties
  return properties.length === 1 && only !== undefined ? object[only] : properties.map((each) => object[each])
}

/** Whether two objects stand for the same row: of the same table, with the same key, which both must have. */
export function isSameRow(a: object, b: unknown): boolean {
  if (a === b) return true
  const [ours, theirs] = [bindingOf(a), bindingOf(b)]
  if (ours === undefined || theirs === undefined) return false
  const concreteOf = ({ state, key }: Binding): string => concreteModel(state, state.model(key)).key
  if (concreteOf(ours) !== concreteOf(theirs)) return false
  const [left, right] = [keyOf(a as Instance, ours), keyOf(b as Instance, theirs)]
  return [left].flat().every((part) => part !== undefined && part !== null) && equal(left, right)
}
