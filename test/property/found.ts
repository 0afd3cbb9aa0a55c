import { randomUUID } from 'node:crypto'
import { CheckConstraint, ExclusionConstraint, Index, UniqueConstraint } from '../../src/constraints'
import {
  CharField,
  ForeignKey,
  GeneratedField,
  IntegerField,
  IntegerRangeField,
  ManyToManyField,
  OneToOneField,
  TextField,
  UUIDField,
} from '../../src/fields'
import { type Field, type FieldOptions, plain } from '../../src/fields/field'
import { F, Lower } from '../../src/sql/functions'
import { Q } from '../../src/sql/q'
import type { ProjectState } from '../../src/state/project-state'
import { model, state } from '../support/build'
import type { Renames } from '../support/history/written'

/** A history that once did not hold. */
export interface Found {
  readonly name: string
  readonly states: readonly ProjectState[]
  /** Step by step, new paths by old ones. */
  readonly renames?: readonly Renames[]
}

const name = CharField({ maxLength: 40 })
const long = 'x'.repeat(59)
const quiet = { onDelete: 'CASCADE', relatedName: '+' } as const
const shared: FieldOptions = { to: 'a.Bee', ...quiet } as object
const ofShared = (type: Field['type']): Field => plain({ type, options: shared })

export const found: readonly Found[] = [
  {
    name: 'a unique constraint that includes an empty list of fields',
    states: [
      state(
        model(
          'a.Ant',
          { name },
          { options: { constraints: [UniqueConstraint({ name: 'u', fields: ['name'], include: [] })] } },
        ),
      ),
    ],
  },
  {
    name: 'a field is renamed that a foreign key to it names',
    states: [
      state(
        model('a.Ant', {
          code: CharField({ maxLength: 9, unique: true }),
          next: ForeignKey('a.Ant', { ...quiet, toField: 'code' }),
        }),
      ),
      state(
        model('a.Ant', {
          label: CharField({ maxLength: 9, unique: true }),
          next: ForeignKey('a.Ant', { ...quiet, toField: 'label' }),
        }),
      ),
      state(model('a.Ant', { text: CharField({ maxLength: 9, unique: true }) })),
    ],
    renames: [{ 'a.Ant.code': 'a.Ant.label' }, { 'a.Ant.label': 'a.Ant.text' }],
  },
  {
    name: 'a foreign key is renamed that a many-to-many relation goes through',
    states: ['one', 'first'].map((end) =>
      state(
        model('a.Ant', {
          bees: ManyToManyField('a.Bee', { relatedName: '+', through: 'a.Link', throughFields: [end, 'two'] }),
        }),
        model('a.Bee'),
        model('a.Link', { [end]: ForeignKey('a.Ant', quiet), two: ForeignKey('a.Bee', quiet) }),
      ),
    ),
    renames: [{ 'a.Link.one': 'a.Link.first' }],
  },
  {
    name: 'names that are cut to the same beginning',
    states: [
      state(model('a.Ant', { ants: ManyToManyField('a.Ant', { relatedName: '+' }) }, { options: { dbTable: long } })),
      state(
        model(
          'a.Ant',
          {
            ants: ManyToManyField('a.Ant', { relatedName: '+' }),
            more: ManyToManyField('a.Ant', { relatedName: '+' }),
          },
          { options: { dbTable: long } },
        ),
      ),
      state(model('a.Ant', { more: ManyToManyField('a.Ant', { relatedName: '+' }) }, { options: { dbTable: long } })),
    ],
  },
  {
    name: 'two exclusions that are the same but for their names',
    states: [
      state(
        model(
          'a.Ant',
          { during: IntegerRangeField() },
          {
            options: {
              constraints: ['one', 'two'].map((each) =>
                ExclusionConstraint({ name: each, expressions: [['during', '&&']] }),
              ),
            },
          },
        ),
      ),
    ],
  },
  {
    name: 'a foreign key to a field of its own model that is added later, since two apps refer to each other',
    states: [
      state(
        model('a.Ant', {
          bee: OneToOneField('b.Bee', quiet),
          next: ForeignKey('a.Ant', { ...quiet, null: true, toField: 'bee' }),
        }),
        model('b.Bee', { ant: ForeignKey('a.Ant', quiet) }),
      ),
    ],
  },
  {
    name: 'the length of a column that a check compares with a list',
    states: [40, 200, 20].map((maxLength) =>
      state(
        model(
          'a.Ant',
          { name: CharField({ maxLength }) },
          {
            options: { constraints: [CheckConstraint({ name: 'c', condition: Q({ name__in: ['', "it's", 'x'] }) })] },
          },
        ),
      ),
    ),
  },
  {
    name: 'a table is somebody else’s from now on, and what referred to it goes',
    states: [
      state(model('a.Ant', { bee: ForeignKey('b.Bee', quiet) }), model('b.Bee')),
      state(model('a.Other'), model('b.Bee', {}, { options: { managed: false } })),
      state(model('a.Other', { bee: ForeignKey('b.Bee', quiet) }), model('b.Bee')),
    ],
  },
  {
    name: 'two types of field that share an object of options',
    states: [
      state(model('a.Ant', { bee: ofShared(ForeignKey.type as never) }), model('a.Bee')),
      state(model('a.Ant', { bee: ofShared(OneToOneField.type as never) }), model('a.Bee')),
    ],
  },
  {
    name: 'a function as default of a column for rows that are there',
    states: [
      state(model('a.Ant', { name })),
      state(model('a.Ant', { name, key: UUIDField({ unique: true, default: randomUUID }) })),
    ],
  },
  {
    name: 'a model and its field are renamed, and a computed column goes along',
    states: [
      state(
        model('a.Ant', {
          name: TextField(),
          size: IntegerField(),
          low: GeneratedField({ expression: Lower(F('name')), outputField: TextField() }),
        }),
      ),
      state(
        model('a.Bee', {
          title: TextField(),
          size: IntegerField(),
          low: GeneratedField({ expression: Lower(F('title')), outputField: TextField() }),
        }),
      ),
    ],
    renames: [{ 'a.Ant': 'a.Bee', 'a.Ant.name': 'a.Bee.title' }],
  },
  {
    name: 'a column that a condition denies may be NULL from now on, and then no longer',
    states: [false, true, false].map((nullable) =>
      state(
        model(
          'a.Ant',
          { name: CharField({ maxLength: 40, null: nullable }) },
          {
            options: {
              indexes: [Index({ name: 'i', fields: ['name'], condition: Q.not(Q({ name: 'x' })) })],
              constraints: [CheckConstraint({ name: 'c', condition: Q.not(Q({ name__startswith: 'y' })) })],
            },
          },
        ),
      ),
    ),
  },
  {
    name: 'a field takes a name that is too long for a column, which has another',
    states: [
      state(model('a.Ant', { name })),
      state(model('a.Ant', { [`${long}Long`]: CharField({ maxLength: 40, dbColumn: 'short' }) })),
    ],
    renames: [{ 'a.Ant.name': `a.Ant.${long}Long` }],
  },
  {
    name: 'the length of a column of an index whose predicate lists values of another',
    states: [40, 200].map((maxLength) =>
      state(
        model(
          'a.Ant',
          { name: CharField({ maxLength }), size: CharField({ maxLength: 9 }) },
          {
            options: { indexes: [Index({ name: 'i', fields: ['name'], condition: Q({ size__in: ['', 'x'] }) })] },
          },
        ),
      ),
    ),
  },
]
