import fc from 'fast-check'
import { CheckConstraint, Index, UniqueConstraint } from '../../src/constraints'
import type { Constraint } from '../../src/constraints/constraint'
import type { NamedIndex } from '../../src/constraints/db-index'
import {
  BooleanField,
  CharField,
  DateTimeField,
  DecimalField,
  ForeignKey,
  GeneratedField,
  IntegerField,
  ManyToManyField,
  OneToOneField,
  TextField,
  UUIDField,
} from '../../src/fields'
import { type Field, isRelation } from '../../src/fields/field'
import { F, Lower } from '../../src/sql/functions'
import { Q } from '../../src/sql/q'
import type { ModelOptions } from '../../src/state/model-options'
import type { ModelKey, ModelState } from '../../src/state/model-state'
import type { ProjectState } from '../../src/state/project-state'
import { hasColumn, isForeignKey } from '../../src/state/relations'
import { model, state } from './build'

const keys: readonly ModelKey[] = ['a.Ant', 'a.Bee', 'a.Cow', 'b.Ant', 'b.Dog', 'c.Eel']
const fieldNames = ['name', 'title', 'size', 'other', 'owner'] as const
const sparse = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(of, { nil: undefined, freq: 3 })

const columns: fc.Arbitrary<Field> = fc.oneof(
  fc.record({ maxLength: fc.constantFrom(10, 20), null: fc.boolean(), unique: fc.boolean() }).map((o) => CharField(o)),
  fc.record({ null: fc.boolean(), dbIndex: fc.boolean() }).map((o) => IntegerField(o)),
  fc.boolean().map((dbIndex) => IntegerField({ default: 7, dbIndex })),
  fc.constantFrom<Field>(
    TextField({ default: () => 'made' }),
    BooleanField({ default: false }),
    DateTimeField({ autoNowAdd: true }),
    DecimalField({ maxDigits: 8, decimalPlaces: 2, dbColumn: 'amount' }),
    UUIDField(),
  ),
)

function relations(targets: readonly ModelKey[]): fc.Arbitrary<Field> {
  const to = fc.constantFrom(...targets)
  return fc.oneof(
    fc
      .record({ to, null: fc.boolean() })
      .map(({ to, null: nullable }) => ForeignKey(to, { onDelete: 'CASCADE', null: nullable })),
    to.map((key) => OneToOneField(key, { onDelete: 'PROTECT' })),
    fc.record({ to, symmetrical: fc.boolean() }).map(({ to, symmetrical }) => ManyToManyField(to, { symmetrical })),
    fc.record({ to, through: to }).map(({ to, through }) => ManyToManyField(to, { through })),
  )
}

type Fields = Readonly<Record<string, Field>>

function fieldsOf(targets: readonly ModelKey[]): fc.Arbitrary<Fields> {
  const one = fc.oneof({ weight: 2, arbitrary: columns }, { weight: 1, arbitrary: relations(targets) })
  const some = fc.dictionary(fc.constantFrom(...fieldNames), one, { maxKeys: 4, noNullPrototype: true })
  return fc.tuple(some, fc.integer({ min: 0, max: 3 })).map(([fields, at]) => {
    const columnNames = Object.keys(fields).filter((name) => hasColumn(fields[name] as Field))
    const source = columnNames[at]
    if (source === undefined) return fields
    return { ...fields, computed: GeneratedField({ expression: Lower(F(source)), outputField: TextField() }) }
  })
}

function optionsOf(fields: Fields): fc.Arbitrary<ModelOptions> {
  const held = Object.entries(fields).filter(([name, field]) => name !== 'computed' && hasColumn(field))
  const names = held.map(([name]) => name)
  const foreign = held.filter(([, field]) => isForeignKey(field)).map(([name]) => name)
  const plain = {
    managed: fc.constantFrom(undefined, undefined, undefined, false as const),
    dbTableComment: sparse(fc.constantFrom('one', 'two')),
  }
  const [first, second = first] = names
  if (first === undefined) return fc.record(plain).map(present)
  const name = fc.constantFrom(...names)
  return fc
    .record({
      ...plain,
      ordering: sparse(name.map((each) => [`-${each}`])),
      uniqueTogether: sparse(fc.constant([[first, second].sort()])),
      orderWithRespectTo: sparse(foreign.length > 0 ? fc.constantFrom(...foreign) : fc.constant(undefined)),
      indexes: fc
        .uniqueArray(fc.record({ name: fc.constantFrom('i1', 'i2', 'i3'), field: name }), indexes)
        .map(made(indexOn)),
      constraints: fc
        .uniqueArray(fc.record({ name: fc.constantFrom('c1', 'c2'), field: name }), indexes)
        .map(made(constraintOn)),
    })
    .map(present)
}

const indexes = { maxLength: 2, selector: (each: NameAndField) => each.name } as const

interface NameAndField {
  readonly name: string
  readonly field: string
}

function made<Part>(make: (part: NameAndField) => Part): (parts: NameAndField[]) => Part[] {
  return (parts) => parts.map(make)
}

function indexOn({ name, field }: NameAndField): NamedIndex {
  return Index({ name, fields: [field] }) as NamedIndex
}

function constraintOn({ name, field }: NameAndField): Constraint {
  return name === 'c1'
    ? UniqueConstraint({ name, fields: [field] })
    : CheckConstraint({ name, condition: Q({ [`${field}__isnull`]: false }) })
}

function present(options: object): ModelOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
}

function modelOf(key: ModelKey, targets: readonly ModelKey[]): fc.Arbitrary<ModelState> {
  return fieldsOf(targets).chain((fields) => optionsOf(fields).map((options) => model(key, fields, { options })))
}

function statesOf(all: readonly ModelKey[]): fc.Arbitrary<ProjectState> {
  return fc
    .subarray([...all])
    .chain((present) => fc.tuple(...present.map((key) => modelOf(key, present))))
    .map((models) => state(...models))
}

/** A few models of three apps that refer to each other in every way there is. */
export const states = statesOf(keys)

/** The same of one app. */
export const statesOfOneApp = statesOf(keys.filter((key) => key.startsWith('a.')))

/** What no state of a history may show: a relation to a model that is not there. */
export function danglingRelations(of: ProjectState): string[] {
  return [...of.models()].flatMap((each) =>
    [...each.fields]
      .filter(([, field]) => isRelation(field))
      .flatMap(([name, { options }]) => {
        const { to, through = to } = options as { to: ModelKey; through?: ModelKey }
        return [to, through].filter((key) => !of.has(key)).map((key) => `${each.key}.${name} → ${key}`)
      }),
  )
}
