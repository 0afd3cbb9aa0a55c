import type { DatabaseObject, ObjectKind, ObjectOf } from '../../objects/database-object'
import { dependenciesOf, objectKey } from '../../objects/database-object'
import { byteLength, maxNameBytes } from '../../sql/names'
import { enumNamed } from '../../state/named-types'
import { missingDependencies } from '../../state/object-references'
import type { Check, CheckMessage } from './message'
import { error, meant, warning } from './message'

/** An object cannot be placed among the others without what it names. */
export const checkDependencies: Check = function* ({ state }) {
  const known = [...state.keys(), ...[...state.objects()].map(objectKey)]
  for (const object of state.objects()) {
    for (const key of missingDependencies(state, object))
      yield error('objects.E001', objectKey(object), `it depends on ${key}, which is not there`, meant(key, known))
  }
}

/** A field of a type that is declared and not exported would find no type in the database. */
export const checkEnums: Check = function* ({ models, state }) {
  for (const { state: model, declaration } of models.values()) {
    for (const [name, { field }] of declaration?.fields ?? []) {
      const { enumType, choices } = field.options as { readonly enumType?: string; readonly choices?: unknown }
      if (enumType === undefined || choices === undefined || enumNamed(state, enumType) !== undefined) continue
      const hint = `Export it; if the database has it anyway, name it: EnumField('${enumType}').`
      yield error('objects.E002', `${model.key}.${name}`, `no models file exports the enum ${enumType}`, hint)
    }
  }
}

export const checkObjects: Check = function* ({ state }) {
  for (const object of state.objects()) {
    const key = objectKey(object)
    for (const name of object.name.split('.')) {
      if (name === '' || byteLength(name) > maxNameBytes)
        yield error('objects.E003', key, `a name has 1 to ${maxNameBytes} bytes, and this one ${byteLength(name)}`)
    }
    for (const message of problemsOf(object)) yield error('objects.E004', key, message)
    yield* withoutEffect(object, key, (model) => state.find(model)?.options.rowLevelSecurity !== undefined)
  }
}

type Rules = { readonly [Kind in ObjectKind]?: (options: ObjectOf<Kind>['options']) => Iterable<string> }

/** What PostgreSQL would refuse, said before it is asked. */
const rules: Rules = {
  *collation({ provider, deterministic }) {
    if (deterministic === false && provider !== 'icu') yield "deterministic: false needs provider: 'icu'"
  },

  *enum({ values }) {
    if (new Set(values).size < values.length) yield 'a value is listed twice'
    for (const value of values)
      if (value === '' || byteLength(value) > maxNameBytes)
        yield `a value has 1 to ${maxNameBytes} bytes: ${JSON.stringify(value)}`
  },

  *trigger({ when, events, forEach = 'STATEMENT', condition }) {
    if (events.length === 0) yield 'it has no events'
    if (events.includes('TRUNCATE') && forEach === 'ROW') yield "TRUNCATE happens to no row: use forEach: 'STATEMENT'"
    if (when === 'INSTEAD OF' && forEach !== 'ROW') yield "INSTEAD OF happens row by row: use forEach: 'ROW'"
    if (when === 'INSTEAD OF' && condition !== undefined) yield 'INSTEAD OF takes no condition'
  },

  *policy({ for: command = 'ALL', using, check }) {
    if (command === 'INSERT' && using !== undefined) yield 'INSERT sees no row: use check instead of using'
    if ((command === 'SELECT' || command === 'DELETE') && check !== undefined)
      yield `${command} writes no row: use using instead of check`
  },
}

function problemsOf(object: DatabaseObject): Iterable<string> {
  const rule = rules[object.kind] as ((options: DatabaseObject['options']) => Iterable<string>) | undefined
  return rule?.(object.options) ?? []
}

function* withoutEffect(
  object: DatabaseObject,
  key: string,
  isSecured: (model: string) => boolean,
): Iterable<CheckMessage> {
  if (object.kind !== 'policy' || dependenciesOf(object).some(isSecured)) return
  const hint = `Say rowLevelSecurity: true in @model of ${object.options.on}.`
  yield warning('objects.W001', key, 'the policy does not count: its model does not say rowLevelSecurity', hint)
}
