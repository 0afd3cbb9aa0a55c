import { optionsOf } from '../../fields/field'
import type { HeldForeignKeyOptions } from '../../fields/relation'
import { reverseName } from '../../query/reverse'
import type { ModelState } from '../../state/model-state'
import {
  hasLinkTable,
  isForeignKey,
  isManyToMany,
  manyToManyOptions,
  primaryKeyFields,
  referrersOf,
  targetKey,
  throughKey,
} from '../../state/relations'
import { lineage } from '../declaration'
import type { Check, CheckMessage, Project } from './message'
import { error, findField, meant } from './message'

/** Without these a state cannot be worked with. */
export const checkTargets: Check = function* (project) {
  for (const { state: model, relations } of project.models.values()) {
    for (const { object, field, target } of relations) {
      if (target === undefined)
        yield missing('fields.E300', object, `relates to ${targetKey(field)}`, targetKey(field), project)
      const through = throughKey(field)
      if (through !== undefined && !project.state.has(through)) {
        yield missing('fields.E331', object, `goes through ${through}`, through, project)
      }
    }
    for (const base of model.bases) {
      if (!project.state.has(base)) yield missing('fields.E300', model.key, `extends ${base}`, base, project)
    }
  }
}

function missing(id: string, object: string, what: string, key: string, { state }: Project): CheckMessage {
  const hint = meant(key, state.keys()) ?? 'List its app under apps in the settings, or see how the name is spelt.'
  return error(id, object, `the field ${what}, which is no model of the project`, hint)
}

export const checkTargetFields: Check = function* (project) {
  for (const { state: model, relations } of project.models.values()) {
    for (const { object, field, target } of relations) {
      if (target === undefined) continue
      const { toField } = field.options as HeldForeignKeyOptions
      if (isForeignKey(field) && toField !== undefined) yield* checkToField(object, toField, target, project)
      else if (isForeignKey(field))
        yield* checkSingleKey(object, target, project, 'Name another unique field of it with toField.')
      else if (hasLinkTable(field)) {
        for (const end of [target, model])
          yield* checkSingleKey(object, end, project, 'Give the links a model, with through.')
      }
    }
  }
}

function* checkSingleKey(object: string, target: ModelState, { state }: Project, hint: string): Iterable<CheckMessage> {
  let concrete: ModelState | undefined = target
  while (concrete?.proxy) concrete = state.find(concrete.bases[0] ?? '')
  if (concrete === undefined || primaryKeyFields(concrete).length < 2) return
  yield error(
    'fields.E347',
    object,
    `${target.key} has a primary key of several fields, which no relation can point at`,
    hint,
  )
}

function* checkToField(object: string, name: string, target: ModelState, { state }: Project): Iterable<CheckMessage> {
  const field = findField(state, target, name)
  if (field === undefined) {
    yield error(
      'fields.E312',
      object,
      `toField names ${name}, which ${target.key} does not have`,
      meant(name, target.fields.keys()),
    )
    return
  }
  const { unique, primaryKey } = optionsOf(field)
  if (unique === true || primaryKey === true || uniqueByConstraint(target, name)) return
  yield error(
    'fields.E311',
    object,
    `${target.key}.${name} must be unique, since a foreign key points at it`,
    'Add unique: true to it.',
  )
}

function uniqueByConstraint(model: ModelState, name: string): boolean {
  if (model.uniqueTogether.some((set) => set.length === 1 && set[0] === name)) return true
  return model.constraints.some((constraint) => {
    const { fields, condition } = constraint.options as { fields?: readonly string[]; condition?: unknown }
    return constraint.type.kind === 'unique' && fields?.length === 1 && fields[0] === name && condition === undefined
  })
}

export const checkRelatedNames: Check = function* (project) {
  for (const { relations } of project.models.values()) {
    for (const { object, field, target } of relations) {
      const { relatedName } = field.options as { relatedName?: string }
      if (relatedName === undefined || relatedName.endsWith('+')) continue
      if (target !== undefined && isMemberOfModel(project, target, relatedName)) {
        yield error('strata.E008', object, `relatedName ${JSON.stringify(relatedName)} would hide what every model has`)
      }
      if (!/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(relatedName)) {
        yield error(
          'fields.E306',
          object,
          `relatedName ${JSON.stringify(relatedName)} cannot be the name of a property`,
        )
      } else if (relatedName.endsWith('_')) {
        yield error('fields.E308', object, `relatedName ${JSON.stringify(relatedName)} cannot end with an underscore`)
      } else if (relatedName.includes('__')) {
        yield error('fields.E309', object, `relatedName ${JSON.stringify(relatedName)} cannot contain "__"`)
      }
    }
  }
}

/** Whether `save`, `delete` and the like are meant: what the base of all models has. */
function isMemberOfModel({ models }: Project, { key }: ModelState, name: string): boolean {
  const cls = models.get(key)?.cls
  const base = cls && [...lineage(cls)].at(-1)
  return base !== undefined && Object.hasOwn(base.prototype as object, name)
}

/** On each model: the ways back to those that point at it, and its own fields, all by different names. */
export const checkReverseNames: Check = function* ({ models, state }) {
  for (const { state: model } of models.values()) {
    const taken = new Map<string, string>()
    for (const referrer of referrersOf(state, model.key)) {
      const name = reverseName(referrer.model, referrer.field)
      if (name === undefined) continue
      const object = `${referrer.model.key}.${referrer.name}`
      const isField = findField(state, model, name) !== undefined
      if (isField) yield sameWayBack('fields.E302', object, model, name, 'a field of it')
      const other = taken.get(name)
      if (other !== undefined) yield sameWayBack('fields.E304', object, model, name, `that of ${other}`)
      taken.set(name, object)
    }
  }
}

function sameWayBack(id: string, object: string, { key }: ModelState, name: string, other: string): CheckMessage {
  const hint = `Give ${object} a relatedName of its own, or '+' for no way back.`
  return error(id, object, `the way back from ${key} is called ${name}, as ${other} is`, hint)
}

export const checkThrough: Check = function* (project) {
  for (const { state: model, relations } of project.models.values()) {
    const used = new Map<string, string>()
    for (const { object, name, field, target } of relations) {
      const through = isManyToMany(field) ? project.state.find(throughKey(field) ?? '') : undefined
      if (through === undefined || target === undefined) continue
      const { throughFields } = manyToManyOptions(field)
      yield* throughFields === undefined
        ? checkLinks(object, through, model, target)
        : checkThroughFields(object, throughFields, through, [model, target])
      const same = `${through.key} ${throughFields?.join() ?? ''}`
      const other = used.get(same)
      if (other !== undefined) {
        yield error(
          'models.E003',
          model.key,
          `${other} and ${name} are the same many-to-many relation through ${through.key}`,
          'Say which foreign keys each uses with throughFields.',
        )
      }
      used.set(same, name)
    }
  }
}

/** Which foreign keys of the model in between are meant must be plain to see. */
function* checkLinks(object: string, through: ModelState, from: ModelState, to: ModelState): Iterable<CheckMessage> {
  const hint = 'Say which two foreign keys to use: throughFields: [to this model, to the other].'
  const [fromKeys, toKeys] = [linksTo(through, from), linksTo(through, to)]
  const needed = from.key === to.key ? 2 : 1
  for (const [links, model] of from.key === to.key
    ? ([[fromKeys, from]] as const)
    : ([
        [fromKeys, from],
        [toKeys, to],
      ] as const)) {
    if (links.length < needed) {
      yield error(
        'fields.E336',
        object,
        `${through.key} has ${links.length === 0 ? 'no foreign key' : 'only one foreign key'} to ${model.key}`,
      )
    } else if (links.length > needed) {
      const id = needed === 2 ? 'fields.E333' : model === from ? 'fields.E334' : 'fields.E335'
      yield error(id, object, `${through.key} has several foreign keys to ${model.key}: ${links.join(', ')}`, hint)
    }
  }
}

function linksTo(through: ModelState, model: ModelState): string[] {
  return [...through.fields]
    .filter(([, field]) => isForeignKey(field) && targetKey(field) === model.key)
    .map(([name]) => name)
}

function* checkThroughFields(
  object: string,
  names: readonly string[],
  through: ModelState,
  ends: readonly [ModelState, ModelState],
): Iterable<CheckMessage> {
  if (names.length !== 2) {
    yield error(
      'fields.E337',
      object,
      'throughFields names two foreign keys: the one to this model, the one to the other',
    )
    return
  }
  for (const [i, end] of ends.entries()) {
    const name = names[i] ?? ''
    const field = through.fields.get(name)
    if (field === undefined) {
      yield error(
        'fields.E338',
        object,
        `throughFields names ${name}, which ${through.key} does not have`,
        meant(name, through.fields.keys()),
      )
    } else if (!isForeignKey(field) || targetKey(field) !== end.key) {
      yield error(
        'fields.E339',
        object,
        `throughFields names ${through.key}.${name}, which is no foreign key to ${end.key}`,
      )
    }
  }
}
