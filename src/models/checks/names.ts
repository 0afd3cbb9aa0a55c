import { fits, maxNameBytes } from '../../sql/names'
import type { ModelState } from '../../state/model-state'
import { hasLinkTable, linkTableOf, tableOf } from '../../state/relations'
import type { Check, CheckMessage } from './message'
import { error } from './message'

const tooLong = `longer than ${maxNameBytes} bytes, and PostgreSQL would cut it`

/** Names that are computed fit by themselves; those of columns are never shortened. */
export const checkNameLengths: Check = function* ({ models }) {
  for (const { state: model, columns, relations } of models.values()) {
    const table = tableOf(model)
    if (!fits(table)) yield error('strata.E005', model.key, `the table name ${table} is ${tooLong}`)
    for (const [name, column] of columns) {
      if (fits(column)) continue
      const hint = "Give the field a shorter dbColumn: '…'."
      yield error('models.E018', `${model.key}.${name}`, `the column name ${column} is ${tooLong}`, hint)
    }
    for (const { object, name, field } of relations) {
      const links = hasLinkTable(field) ? linkTableOf(model, name, field) : ''
      if (!fits(links)) yield error('models.E019', object, `the table name ${links} is ${tooLong}`)
    }
  }
}

export const checkIndexNames: Check = function* ({ models }) {
  for (const { state: model } of models.values()) {
    for (const { options } of model.indexes)
      yield* checkName(model, 'index', options.name, ['models.E033', 'models.E034'])
    for (const { options } of model.constraints)
      yield* checkName(model, 'constraint', options.name, ['strata.E006', 'strata.E007'])
  }
}

function* checkName(
  { key }: ModelState,
  what: 'index' | 'constraint',
  name: string,
  [startId, lengthId]: readonly [string, string],
): Iterable<CheckMessage> {
  if (/^[_0-9]/.test(name))
    yield error(startId, key, `the name of the ${what} ${name} cannot begin with an underscore or a digit`)
  if (!fits(name)) yield error(lengthId, key, `the name of the ${what} ${name} is ${tooLong}`)
}

/** Each thing that has to be called differently from all others of its kind, with the place that calls it so. */
type Names = Iterable<readonly [name: string, object: string]>

export const checkIndexNamesDiffer: Check = function* ({ models }) {
  yield* clashes('index', ['models.E029', 'models.E030'], function* () {
    for (const { state } of models.values()) for (const { options } of state.indexes) yield [options.name, state.key]
  })
}

export const checkConstraintNamesDiffer: Check = function* ({ models }) {
  yield* clashes('constraint', ['models.E031', 'models.E032'], function* () {
    for (const { state } of models.values())
      for (const { options } of state.constraints) yield [options.name, state.key]
  })
}

function* clashes(
  what: string,
  [withinId, acrossId]: readonly [string, string],
  names: () => Names,
): Iterable<CheckMessage> {
  const taken = new Map<string, string>()
  for (const [name, object] of names()) {
    const other = taken.get(name)
    if (other === object) yield error(withinId, object, `two of the model's ${what} names are ${name}`)
    else if (other !== undefined) {
      const hint = "In an abstract model, make it part of the name: '%(app_label)s_%(class)s_…'."
      yield error(acrossId, object, `the ${what} name ${name} is used by ${other} too`, hint)
    }
    taken.set(name, object)
  }
}

/** Models and the tables of links of many-to-many fields. */
export const checkTablesDiffer: Check = function* ({ models }) {
  const taken = new Map<string, string>()
  for (const { state: model } of models.values()) {
    if (model.proxy || !model.managed) continue
    const table = tableOf(model)
    const other = taken.get(table)
    if (other !== undefined) {
      yield error(
        'models.E028',
        model.key,
        `its table ${table} is that of ${other} too`,
        "Give one of them another dbTable: '…'.",
      )
    }
    taken.set(table, model.key)
  }
  for (const { state: model, relations } of models.values()) {
    for (const { object, name, field } of relations) {
      if (!hasLinkTable(field) || model.proxy || !model.managed) continue
      const table = linkTableOf(model, name, field)
      const other = taken.get(table)
      if (other !== undefined) {
        yield error(
          'fields.E340',
          object,
          `its table of links, ${table}, is that of ${other} too`,
          "Give the field another dbTable: '…'.",
        )
      }
      taken.set(table, object)
    }
  }
}
