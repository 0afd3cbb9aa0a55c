import { StrataError } from '../../base/errors'
import { indexedField } from '../../constraints/db-index'
import type { Field } from '../../fields/field'
import { isPrimaryKey, optionsOf } from '../../fields/field'
import { UnknownPathError } from '../../query/errors'
import { findPath } from '../../query/path'
import type { Condition, Expression } from '../../sql/expression'
import { fieldsRead, fieldsReadBy } from '../../sql/expression'
import type { ModelState } from '../../state/model-state'
import { hasColumn, isManyToMany } from '../../state/relations'
import type { Check, CheckMessage, Project } from './message'
import { error, findField, meant } from './message'

export const checkModelName: Check = function* ({ models }) {
  for (const {
    state: { key, name },
  } of models.values()) {
    if (name.startsWith('_') || name.endsWith('_')) {
      yield error('models.E023', key, 'the name of a model cannot begin or end with an underscore')
    }
    if (name.includes('__'))
      yield error('models.E024', key, 'the name of a model cannot contain "__", which separates lookups')
  }
}

export const checkPrimaryKey: Check = function* ({ models }) {
  for (const {
    state: { key, fields },
  } of models.values()) {
    const keys: string[] = []
    for (const [name, field] of fields) if (isPrimaryKey(field)) keys.push(name)
    if (keys.length > 1) {
      yield error(
        'models.E026',
        key,
        `the model has several primary keys: ${keys.join(', ')}`,
        'Leave primaryKey: true on one of them.',
      )
    }
    const id = fields.get('id')
    if (id !== undefined && !isPrimaryKey(id)) {
      const hint = 'Add primaryKey: true to it, or give it another name.'
      yield error('models.E004', key, '"id" can only be the name of the primary key', hint)
    }
  }
}

export const checkProxy: Check = function* ({ models }) {
  for (const {
    state: { key, proxy, bases },
    declaration,
  } of models.values()) {
    if (!proxy) continue
    const names = [...(declaration?.fields.keys() ?? [])]
    if (names.length > 0) {
      yield error('models.E017', key, `a proxy has no fields of its own, and this one declares ${names.join(', ')}`)
    }
    if (bases.length === 0) {
      yield error('strata.E004', key, 'a proxy extends the model whose rows it stands for, and this one extends none')
    }
  }
}

export const checkInheritedNames: Check = function* ({ models, state }) {
  for (const { state: model } of models.values()) {
    if (model.proxy) continue
    for (const key of model.bases) {
      const base = state.find(key)
      if (base === undefined) continue
      for (const name of model.fields.keys()) {
        if (findField(state, base, name) !== undefined) {
          yield error(
            'models.E006',
            `${model.key}.${name}`,
            `${key}, which the model extends, has a field of the same name`,
          )
        }
      }
    }
  }
}

const systemColumns: ReadonlySet<string> = new Set(['tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid'])

export const checkColumns: Check = function* ({ models }) {
  for (const { state: model, columns } of models.values()) {
    const taken = new Map<string, string>()
    for (const [name, column] of columns) {
      if (systemColumns.has(column)) {
        const hint = "Give it another name, or a dbColumn: '…'."
        yield error(
          'strata.E013',
          `${model.key}.${name}`,
          `PostgreSQL has a column ${column} of its own in every table`,
          hint,
        )
      }
      const other = taken.get(column)
      if (other !== undefined) {
        const hint = "Give one of them a dbColumn: '…' of its own."
        yield error('models.E007', `${model.key}.${name}`, `its column ${column} is that of ${other} too`, hint)
      }
      taken.set(column, name)
    }
  }
}

/** Without these a state cannot be worked with. */
export const checkOptionFields: Check = function* (project) {
  for (const { state: model } of project.models.values()) {
    for (const set of model.uniqueTogether) yield* checkLocal(model, 'uniqueTogether', set, project)
    for (const { options } of model.indexes) yield* checkParts(model, `the index ${options.name}`, options, project)
    for (const { options } of model.constraints)
      yield* checkParts(model, `the constraint ${options.name}`, options, project)
    const { orderWithRespectTo } = model.options
    if (orderWithRespectTo !== undefined) yield* checkLocal(model, 'orderWithRespectTo', [orderWithRespectTo], project)
  }
}

/** Fields that speak of other fields of the row. */
export const checkComputedFrom: Check = function* ({ models }) {
  for (const { state: model } of models.values()) {
    for (const [name, field] of model.fields) {
      if (!('pkFields' in field.options) && field.type.generatedAs === undefined) continue
      const { pkFields = [] } = field.options as { pkFields?: readonly string[] }
      yield* checkNeighbours('models.E042', model, name, pkFields)
      yield* checkKeyParts(model, name, pkFields)
      const generated = field.type.generatedAs?.(optionsOf(field))
      if (generated !== undefined) yield* checkNeighbours('strata.E009', model, name, fieldsRead(generated.expression))
    }
  }
}

function* checkKeyParts(model: ModelState, name: string, parts: readonly string[]): Iterable<CheckMessage> {
  for (const part of parts) {
    if (model.fields.get(part)?.options.null !== true) continue
    const hint = 'Take out null: true of it.'
    yield error('models.E042', `${model.key}.${name}`, `${part} may be NULL, and no part of a primary key can be`, hint)
  }
}

function* checkNeighbours(
  id: string,
  model: ModelState,
  name: string,
  fields: Iterable<string>,
): Iterable<CheckMessage> {
  for (const each of fields) {
    const field = model.fields.get(each)
    if (field !== undefined && hasColumn(field) && each !== name) continue
    const others = [...model.fields.keys()].filter((other) => other !== name)
    yield error(
      id,
      `${model.key}.${name}`,
      `it is made of ${each}, which is no column of the model`,
      meant(each, others),
    )
  }
}

interface Parts {
  readonly fields?: readonly string[]
  readonly include?: readonly string[]
  readonly condition?: Condition
  readonly expressions?: readonly (Expression | readonly [Expression, string])[]
}

function* checkParts(model: ModelState, where: string, parts: Parts, project: Project): Iterable<CheckMessage> {
  const names = new Set([...(parts.fields ?? []).map((field) => indexedField(field).name), ...(parts.include ?? [])])
  for (const part of parts.expressions ?? []) {
    for (const name of fieldsRead('kind' in part ? part : part[0])) names.add(name)
  }
  if (parts.condition !== undefined) for (const name of fieldsReadBy(parts.condition)) names.add(name)
  yield* checkLocal(model, where, names, project)
}

function* checkLocal(
  model: ModelState,
  where: string,
  names: Iterable<string>,
  { state }: Project,
): Iterable<CheckMessage> {
  for (const name of names) {
    const field = model.fields.get(name)
    if (field === undefined && (name !== 'pk' || model.proxy))
      yield notLocal(model, where, name, findField(state, model, name))
    else if (field !== undefined && isManyToMany(field)) {
      yield error('models.E013', model.key, `${where} names ${name}, a many-to-many field, which is no column`)
    }
  }
}

function notLocal(model: ModelState, where: string, name: string, inherited: Field | undefined): CheckMessage {
  if (inherited === undefined) {
    return error(
      'models.E012',
      model.key,
      `${where} names ${name}, which is no field of the model`,
      meant(name, model.fields.keys()),
    )
  }
  return error(
    'models.E016',
    model.key,
    `${where} names ${name}, whose column is in the table of a model that this one extends`,
  )
}

export const checkOrdering: Check = function* (project) {
  for (const { state: model, declaration } of project.models.values()) {
    const { ordering = [], getLatestBy, orderWithRespectTo } = model.options
    if (declaration?.meta.ordering !== undefined && orderWithRespectTo !== undefined) {
      yield error('models.E021', model.key, 'ordering and orderWithRespectTo exclude each other')
    }
    const paths = { ordering, getLatestBy: getLatestBy === undefined ? [] : [getLatestBy] }
    for (const [option, signed] of Object.entries(paths)) {
      for (const path of signed) yield* checkPath(model, option, indexedField(path).name, project)
    }
  }
}

/** A path over a relation without a target is not looked at: that is reported elsewhere. */
function* checkPath(model: ModelState, option: string, path: string, { state }: Project): Iterable<CheckMessage> {
  if (path === '_order') return
  try {
    findPath(state, model, path)
  } catch (wrong) {
    if (!(wrong instanceof StrataError)) throw wrong
    if (wrong instanceof UnknownPathError)
      yield error('models.E015', model.key, `${option}: ${wrong.message}`, wrong.hint)
  }
}
