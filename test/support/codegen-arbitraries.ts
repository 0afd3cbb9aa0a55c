import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import * as constraintTypes from '../../src/constraints'
import type { Constraint } from '../../src/constraints/constraint'
import { isKind } from '../../src/constraints/constraint'
import { type DbIndex, type IndexType, makeIndex } from '../../src/constraints/db-index'
import * as fieldTypes from '../../src/fields'
import { type Field, type FieldType, plain } from '../../src/fields/field'
import { type Migration, type MigrationRef, placed } from '../../src/migrations/migration'
import * as ops from '../../src/operations'
import type { Operation } from '../../src/operations/operation'
import type { Condition, Expression } from '../../src/sql/expression'
import * as sql from '../../src/sql/functions'
import { Q } from '../../src/sql/q'
import { objectOperation } from './object-arbitraries'

/** Everything that a migration file can hold, at random. */

const oddStrings = [
  "it's",
  '"',
  `'"`,
  '\\',
  '`',
  '\n\r\t\0\u0001',
  '\u2028\u2029',
  '\ufeff\u00a0\u200b',
  '👩‍🚀 é 漢字',
  '\ud83d',
  '\ude00',
  '__proto__',
  'constructor',
  '-0',
  '7',
  'a-b',
  '*/',
  '//',
  '</script>',
  '$' + '{x}',
]
const codeUnit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code))
export const text: fc.Arbitrary<string> = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom(...oddStrings),
  fc.string({ unit: codeUnit, maxLength: 6 }),
  fc.lorem({ maxCount: 8 }),
)
const name = fc.oneof(
  fc.stringMatching(/^[a-z][a-zA-Z]{0,11}$/),
  fc.constantFrom('class', 'default', 'snake_case', 'ünicode'),
)
const modelName = fc.stringMatching(/^[A-Z][a-z]{1,8}$/)
const modelKey = fc.tuple(name, modelName).map((parts) => parts.join('.'))

const atom = fc.oneof(
  text,
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
  fc.date({ noInvalidDate: true }),
  fc.uint8Array({ maxLength: 20 }),
)
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 5, arbitrary: atom },
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.integer(), { maxLength: 40 }),
    fc.dictionary(fc.oneof(name, text), tie('value'), { maxKeys: 4 }),
    fc.array(fc.tuple(text, tie('value')), { maxLength: 3 }).map((pairs) => new Map(pairs)),
  ),
}))

export { value }

const column = (of: fc.Arbitrary<Expression>): fc.Arbitrary<sql.Column> => fc.oneof(name, of)
const columns = (of: fc.Arbitrary<Expression>): fc.Arbitrary<sql.Column[]> => fc.array(column(of), { maxLength: 3 })

export const { expression, condition } = fc.letrec<{ expression: Expression; condition: Condition }>((tie) => {
  const expression = tie('expression')
  const operand = fc.oneof({ weight: 3, arbitrary: value }, expression, fc.constant(undefined))
  const one = [sql.Lower, sql.Upper, sql.Length, sql.Abs, sql.Trim] as const
  const two = [sql.add, sql.subtract, sql.multiply, sql.divide, sql.modulo, sql.power] as const
  const nulls = fc.constantFrom({}, { nulls: 'first' } as const, { nulls: 'last' } as const)
  const when = fc.record({ when: tie('condition'), then: operand })
  const lookups = fc.dictionary(fc.oneof(name, text), operand, { maxKeys: 3 })
  const part = fc.oneof(tie('condition'), lookups)
  return {
    expression: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.oneof(name, text).map(sql.F),
      operand.map(sql.Value),
      text.map(sql.RawSQL),
      fc.constantFrom(sql.Now, sql.RandomUUID).map((make) => make()),
      fc.tuple(fc.constantFrom(...one), column(expression)).map(([make, of]) => make(of)),
      columns(expression).map((of) => sql.Coalesce(...of)),
      fc.tuple(column(expression), columns(expression)).map(([first, rest]) => sql.Concat(first, ...rest)),
      fc
        .tuple(fc.constantFrom('LOWER', 'NOW', 'date_trunc'), fc.array(operand, { maxLength: 3 }))
        .map(([of, args]) => sql.Func(of, ...args)),
      fc.tuple(fc.constantFrom(...two), operand, operand).map(([make, left, right]) => make(left, right)),
      fc
        .tuple(fc.constantFrom(sql.Cast, sql.Collate, sql.OpClass), column(expression), text)
        .map(([make, of, by]) => make(of, by)),
      fc.tuple(fc.constantFrom(sql.asc, sql.desc), column(expression), nulls).map(([make, of, how]) => make(of, how)),
      fc
        .tuple(fc.array(when, { maxLength: 2 }), fc.option(operand, { nil: undefined }))
        .map(([whens, other]) => sql.Case(whens, other)),
    ),
    condition: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      lookups.map(Q),
      fc.tuple(fc.constantFrom(Q.and, Q.or), fc.array(part, { maxLength: 3 })).map(([make, parts]) => make(...parts)),
      part.map(Q.not),
    ),
  }
})

const anyField = {
  null: fc.boolean(),
  default: fc.oneof(value, fc.constantFrom(randomUUID, Date.now)),
  dbDefault: fc.oneof(value, expression),
  unique: fc.constant(true),
  dbColumn: text,
  dbComment: text,
}

/** Of every type that is listed. One that cannot do without certain options is to be named here with them. */
export const { field } = fc.letrec<{ field: Field }>((tie) => {
  const relation = { to: modelKey, onDelete: fc.constantFrom('CASCADE', 'SET_NULL') }
  const needed: Readonly<Record<string, Readonly<Record<string, fc.Arbitrary<unknown>>>>> = {
    ArrayField: { baseField: tie('field') },
    CompositePrimaryKey: { pkFields: fc.array(name) },
    EnumField: { enumType: text },
    ForeignKey: relation,
    GeneratedField: { expression, outputField: tie('field') },
    ManyToManyField: { to: modelKey },
    OneToOneField: relation,
  }
  // Where it is deep enough, fast-check takes the first: one that holds no other.
  const types = Object.values(fieldTypes)
    .map((factory) => factory.type as unknown as FieldType)
    .sort((a, b) => Number(a.name in needed) - Number(b.name in needed))
  const each = types.map((type) => {
    const own: Readonly<Record<string, fc.Arbitrary<unknown>>> = needed[type.name] ?? {}
    const others = type.name === 'CompositePrimaryKey' ? {} : anyField
    const length: Readonly<Record<string, fc.Arbitrary<unknown>>> = type.ownOptions.includes('maxLength')
      ? { maxLength: fc.nat() }
      : {}
    return fc
      .record({ ...own, ...others, ...length }, { requiredKeys: Object.keys(own) as never[] })
      .map((chosen) => plain({ type, options: chosen }))
  })
  return { field: fc.oneof({ maxDepth: 2 }, ...each) }
})

const indexTypes = Object.values(constraintTypes).flatMap(({ type }) => ('method' in type ? [type as IndexType] : []))
const common = { fields: fc.array(name, { maxLength: 3 }), condition, include: fc.array(name, { maxLength: 2 }) }

export const index: fc.Arbitrary<DbIndex> = fc
  .tuple(
    fc.constantFrom(...indexTypes),
    fc.record(
      { name, ...common, expressions: columns(expression), opclasses: fc.array(name, { maxLength: 2 }) },
      { requiredKeys: ['name'] },
    ),
  )
  .map(([type, options]) => makeIndex(type, options))

const deferrable = fc.constantFrom('deferred', 'immediate')
export const constraint: fc.Arbitrary<Constraint> = fc.oneof(
  fc.record({ name: text, condition }).map(constraintTypes.CheckConstraint),
  fc
    .record(
      { name, ...common, expressions: columns(expression), deferrable, nullsDistinct: fc.boolean() },
      { requiredKeys: ['name'] },
    )
    .map(constraintTypes.UniqueConstraint),
  fc
    .record(
      {
        expressions: fc.array(fc.tuple(column(expression), fc.constantFrom('=', '&&')), { maxLength: 3 }),
        name,
        condition,
        deferrable,
      },
      { requiredKeys: ['expressions', 'name'] },
    )
    .map(constraintTypes.ExclusionConstraint),
)

const options = fc.record(
  {
    dbTable: text,
    ordering: fc.array(name, { maxLength: 3 }),
    managed: fc.boolean(),
    indexes: fc.array(index, { maxLength: 2 }) as fc.Arbitrary<never[]>,
    constraints: fc.array(constraint, { maxLength: 2 }),
    uniqueTogether: fc.array(fc.array(name, { maxLength: 3 }), { maxLength: 3 }),
  },
  { requiredKeys: [] },
)
const modelField = fc.record(
  { model: modelName, name, field, oneOffDefault: value },
  { requiredKeys: ['model', 'name', 'field'] },
)
const renamed = fc.record({ model: modelName, oldName: name, newName: name })
const named = fc.record({ model: modelName, name })
const statement = fc.oneof(
  text,
  fc.array(fc.oneof(text, fc.tuple(text, fc.array(fc.oneof(text, fc.integer()), { maxLength: 2 }))), { maxLength: 2 }),
)

/** Of every class that is listed: the test counts them. */
export const operation: fc.Arbitrary<Operation> = fc.letrec<{ operation: Operation }>((tie) => {
  const operations = fc.array(tie('operation'), { maxLength: 2 })
  return {
    operation: fc.oneof(
      { maxDepth: 2, withCrossShrink: true },
      fc
        .record({
          name: modelName,
          fields: fc.dictionary(name, field, { maxKeys: 4 }),
          options,
          bases: fc.array(modelKey, { maxLength: 1 }),
        })
        .map((args) => new ops.CreateModel(args)),
      modelName.map((of) => new ops.DeleteModel({ name: of })),
      fc.record({ oldName: modelName, newName: modelName }).map((args) => new ops.RenameModel(args)),
      fc
        .record({ name: modelName, dbTable: fc.option(text, { nil: undefined }) })
        .map((args) => new ops.AlterModelTable(args)),
      fc
        .record({ name: modelName, dbTableComment: fc.option(text, { nil: undefined }) })
        .map((args) => new ops.AlterModelTableComment(args)),
      fc
        .record({ name: modelName, options: fc.record({ ordering: fc.array(name) }, { requiredKeys: [] }) })
        .map((args) => new ops.AlterModelOptions(args)),
      fc
        .record({ name: modelName, uniqueTogether: fc.array(fc.array(name)) })
        .map((args) => new ops.AlterUniqueTogether(args)),
      fc
        .record({ name: modelName, orderWithRespectTo: fc.option(name, { nil: undefined }) })
        .map((args) => new ops.AlterOrderWithRespectTo(args)),
      modelField.map((args) => new ops.AddField(args)),
      modelField.map((args) => new ops.AlterField(args)),
      named.map((args) => new ops.RemoveField(args)),
      renamed.map((args) => new ops.RenameField(args)),
      fc.record({ model: modelName, index }).map((args) => new ops.AddIndex(args)),
      named.map((args) => new ops.RemoveIndex(args)),
      renamed.map((args) => new ops.RenameIndex(args)),
      fc.record({ model: modelName, constraint }).map((args) => new ops.AddConstraint(args)),
      named.map((args) => new ops.RemoveConstraint(args)),
      fc.oneof(
        fc.record({ model: modelName, index }).map((args) => new ops.AddIndexConcurrently(args)),
        named.map((args) => new ops.RemoveIndexConcurrently(args)),
        fc
          .record({ model: modelName, constraint })
          .filter((args) => isKind(args.constraint, 'check'))
          .map((args) => new ops.AddConstraintNotValid(args)),
        named.map((args) => new ops.ValidateConstraint(args)),
        fc.record({ name: modelName, fromApp: name }).map((args) => new ops.MoveModel(args)),
        modelField.map(({ model, name: of, field }) => new ops.ModelToLinks({ model, name: of, field })),
        modelField.map(
          ({ model, name: of, field }) => new ops.LinksToModel({ model, name: of, field, fields: { [of]: field } }),
        ),
      ),
      fc.oneof(...objectOperation(text, modelKey)),
      fc.constant(new ops.RunCode({ code: ops.RunCode.noop, reverseCode: ops.RunCode.noop })),
      modelField.map(({ model }) => new ops.RunData({ model, forwards: ops.RunCode.noop, batchSize: 100 })),
      fc
        .record(
          { sql: statement, reverseSql: statement, stateOperations: operations, elidable: fc.boolean() },
          { requiredKeys: ['sql'] },
        )
        .map((args) => new ops.RunSQL(args)),
      fc
        .record({ databaseOperations: operations, stateOperations: operations })
        .map((args) => new ops.SeparateDatabaseAndState(args)),
    ),
  }
}).operation

const refs = fc.array(fc.tuple(name, name) as fc.Arbitrary<MigrationRef>, { maxLength: 3 })
export const migrationArbitrary: fc.Arbitrary<Migration> = fc
  .record({
    initial: fc.option(fc.boolean(), { nil: undefined }),
    atomic: fc.boolean(),
    dependencies: refs,
    runBefore: refs,
    replaces: refs,
    operations: fc.array(operation, { maxLength: 5 }),
  })
  .map((definition) => placed('movies', '0002_random', definition))
