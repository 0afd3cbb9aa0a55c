import type { AnyClass } from '../base/metadata'
import { BigAutoField, OneToOneField } from '../fields'
import type { Field, FieldOptions } from '../fields/field'
import { isPrimaryKey, isRelation, plain } from '../fields/field'
import type { ModelKey } from '../state/model-state'
import { ModelState, modelKey } from '../state/model-state'
import type { Declaration } from './declaration'
import { declarationOf, isAbstract } from './declaration'
import { describeOptions, filledIn } from './describe-options'
import { DuplicateNameError } from './errors'
import { notedModels } from './model-decorator'
import type { KeyOf } from './target'
import { classKey, targetKeyOf } from './target'

/** The classes that one app exports; abstract ones may be among them. */
export interface AppClasses {
  readonly label: string
  readonly classes: readonly AnyClass[]
}

/** The name of a model that is not abstract; undefined: the class is none. */
export function modelName(cls: AnyClass): string | undefined {
  return isAbstract(cls) ? undefined : notedModels.own(cls)?.name
}

/** Which class has which key, over all apps: what the relations between them are resolved with. */
export function modelKeys(apps: Iterable<AppClasses>): ReadonlyMap<AnyClass, ModelKey> {
  const keys = new Map<AnyClass, ModelKey>()
  for (const { label, classes } of apps) {
    const taken = new Map<string, AnyClass>()
    for (const cls of classes) {
      const name = modelName(cls)
      if (name === undefined) continue
      if ((taken.get(name) ?? cls) !== cls) throw new DuplicateNameError(label, name)
      taken.set(name, cls)
      keys.set(cls, modelKey(label, name))
    }
  }
  return keys
}

/** The states of an app's models, in the order of its classes. */
export function describeModels({ label, classes }: AppClasses, keyOf: KeyOf): ModelState[] {
  const states: ModelState[] = []
  for (const cls of classes) {
    const declaration = isAbstract(cls) ? undefined : declarationOf(cls)
    if (declaration !== undefined) states.push(describeModel(label, declaration, keyOf))
  }
  return states
}

function describeModel(app: string, declaration: Declaration, keyOf: KeyOf): ModelState {
  const { name, meta, parent } = declaration
  const key = modelKey(app, name)
  const fields = meta.proxy === true ? new Map<string, Field>() : describeFields(app, declaration, keyOf)
  return new ModelState({
    app,
    name,
    fields,
    options: describeOptions(app, name, meta, fields),
    bases: parent === undefined ? [] : [classKey(`the base of ${key}`, parent, keyOf)],
  })
}

type Fields = ReadonlyMap<string, Field>

function describeFields(app: string, { name: model, meta, fields, parent }: Declaration, keyOf: KeyOf): Fields {
  const resolved = new Map<string, Field>()
  if (parent === undefined && ![...fields.values()].some(({ field }) => isPrimaryKey(field)))
    resolved.set('id', automaticKey)
  for (const [name, { field }] of fields) {
    resolved.set(
      name,
      isRelation(field) ? resolvedRelation(app, model, name, field, meta.defaultRelatedName, keyOf) : field,
    )
  }
  return parent === undefined ? resolved : withParentLink(resolved, modelKey(app, model), parent, keyOf)
}

/** Of a model that names none. */
const automaticKey = plain(BigAutoField())

interface HeldRelation extends FieldOptions {
  readonly to: unknown
  readonly through?: unknown
  readonly relatedName?: string
}

/** The relation with keys of models for its targets, and the name of the way back as it will be. */
function resolvedRelation(
  app: string,
  model: string,
  name: string,
  field: Field,
  defaultRelatedName: string | undefined,
  keyOf: KeyOf,
): Field {
  const { to, through, relatedName = defaultRelatedName } = field.options as HeldRelation
  const at = { app, model, field: name }
  const options: HeldRelation = {
    ...field.options,
    to: targetKeyOf(at, to, keyOf),
    ...(through !== undefined && { through: targetKeyOf(at, through, keyOf) }),
    ...(relatedName !== undefined && { relatedName: filledIn(relatedName, app, model) }),
  }
  return plain({ type: field.type, options })
}

/** Multi-table inheritance: a row is a row of the parent's table too, and points at it by its key. */
function withParentLink(fields: Fields, key: ModelKey, parent: AnyClass, keyOf: KeyOf): Fields {
  const table = tableOwner(parent)
  const to = classKey(`the base of ${key}`, table, keyOf)
  const primaryKey = ![...fields.values()].some(isPrimaryKey)
  const isLink = (field: Field): boolean => {
    const { to: target, parentLink } = field.options as { to?: unknown; parentLink?: boolean }
    return target === to && parentLink === true
  }
  if ([...fields.values()].some(isLink)) {
    return new Map(
      [...fields].map(([name, field]) => [name, isLink(field) && primaryKey ? asPrimaryKey(field) : field]),
    )
  }
  const name = `${notedModels.own(table)?.name.toLowerCase()}_ptr`
  return new Map([[name, OneToOneField(to, { onDelete: 'CASCADE', parentLink: true, primaryKey })], ...fields])
}

function asPrimaryKey({ type, options }: Field): Field {
  return plain({ type, options: { ...options, primaryKey: true } })
}

/** The class in whose table the rows of a proxy are. */
function tableOwner(cls: AnyClass): AnyClass {
  const declaration = declarationOf(cls)
  return declaration?.meta.proxy === true && declaration.parent !== undefined ? tableOwner(declaration.parent) : cls
}
