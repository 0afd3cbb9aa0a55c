import { randomUUID } from 'node:crypto'
import * as constraints from '../../src/constraints'
import * as fields from '../../src/fields'
import { type Migration, placed } from '../../src/migrations/migration'
import * as operations from '../../src/operations'
import * as sql from '../../src/sql/functions'
import { Q } from '../../src/sql/q'

const { F, Value } = sql

const modelFields = {
  id: fields.BigAutoField(),
  autoField: fields.AutoField({ primaryKey: true }),
  smallAutoField: fields.SmallAutoField(),
  bigIntegerField: fields.BigIntegerField({ default: 10n }),
  bigIntegerRangeField: fields.BigIntegerRangeField({ default: { lower: 1n, upper: null } }),
  binaryField: fields.BinaryField({ default: Buffer.from('a few bytes') }),
  booleanField: fields.BooleanField({ default: false }),
  charField: fields.CharField({ maxLength: 100, default: `it's "new"`, dbCollation: 'C' }),
  compositePrimaryKey: fields.CompositePrimaryKey(['room', 'day']),
  dateField: fields.DateField({ null: true, autoNowAdd: true }),
  dateRangeField: fields.DateRangeField({ null: true }),
  dateTimeField: fields.DateTimeField({ dbDefault: sql.Now() }),
  dateTimeRangeField: fields.DateTimeRangeField({ null: true }),
  decimalField: fields.DecimalField({ maxDigits: 10, decimalPlaces: 2, default: '0.00' }),
  decimalRangeField: fields.DecimalRangeField(),
  durationField: fields.DurationField(),
  emailField: fields.EmailField({ unique: true }),
  fileField: fields.FileField(),
  filePathField: fields.FilePathField({ maxLength: 255 }),
  floatField: fields.FloatField({ default: -0.5 }),
  foreignKey: fields.ForeignKey('people.Director', { onDelete: 'SET_NULL', null: true, relatedName: 'movies' }),
  generatedField: fields.GeneratedField({
    expression: sql.Coalesce(sql.multiply(F('price'), F('count')), Value(0)),
    outputField: fields.IntegerField(),
  }),
  genericIPAddressField: fields.GenericIPAddressField({ null: true }),
  hStoreField: fields.HStoreField({ default: { a: 'b', 'c-d': null } }),
  imageField: fields.ImageField({ default: 'none.png' }),
  integerField: fields.IntegerField({ null: true }),
  integerRangeField: fields.IntegerRangeField({ default: { lower: 1, upper: 2, bounds: '[]' } }),
  jsonField: fields.JSONField({ default: { list: [1, 'a', null], 'odd key': { nested: [] } } }),
  manyToManyField: fields.ManyToManyField('movies.Genre', { relatedName: 'movies', dbTable: 'movie_genres' }),
  oneToOneField: fields.OneToOneField('self', { onDelete: 'CASCADE', toField: 'slugField' }),
  positiveBigIntegerField: fields.PositiveBigIntegerField(),
  positiveIntegerField: fields.PositiveIntegerField({ default: 3 }),
  positiveSmallIntegerField: fields.PositiveSmallIntegerField(),
  searchVectorField: fields.SearchVectorField({ null: true }),
  slugField: fields.SlugField({ dbIndex: false }),
  smallIntegerField: fields.SmallIntegerField(),
  textField: fields.TextField({ dbComment: 'all that there is to say, in as many words as it takes to say it' }),
  timeField: fields.TimeField({ default: '20:15:00' }),
  urlField: fields.URLField(),
  uuidField: fields.UUIDField({ default: randomUUID, unique: true }),
  enumField: fields.EnumField('mood', { default: 'ok' }),
  arrayField: fields.ArrayField(fields.CharField({ maxLength: 20 }), { size: 3, default: ['a', 'b'] }),
}

const indexes = [
  constraints.Index({ fields: ['charField', '-dateField'], name: 'plain_idx', include: ['id'] }),
  constraints.Index({
    expressions: [sql.desc(sql.Lower('charField'), { nulls: 'last' }), sql.OpClass('textField', 'text_pattern_ops')],
    name: 'expression_idx',
    condition: Q({ booleanField: true, integerField__gte: F('positiveIntegerField') }),
  }),
  constraints.BTreeIndex({ fields: ['charField'], name: 'btree_idx', fillfactor: 70 }),
  constraints.BloomIndex({ fields: ['charField'], name: 'bloom_idx', length: 80 }),
  constraints.BrinIndex({ fields: ['dateField'], name: 'brin_idx', autosummarize: true }),
  constraints.GinIndex({ fields: ['arrayField'], name: 'gin_idx', fastupdate: false }),
  constraints.GistIndex({ fields: ['dateRangeField'], name: 'gist_idx' }),
  constraints.HashIndex({ fields: ['uuidField'], name: 'hash_idx' }),
  constraints.SpGistIndex({ fields: ['textField'], name: 'spgist_idx' }),
]

const check = constraints.CheckConstraint({
  condition: Q.or({ integerField: null }, Q.not({ integerField__lt: 0, floatField__gt: 1.5 }), {
    dateField__gte: new Date(0),
  }),
  name: 'number_in_range',
})
const unique = constraints.UniqueConstraint({
  expressions: [sql.Case([{ when: Q({ booleanField: true }), then: F('charField') }], null), sql.Cast('id', 'text')],
  name: 'one_of_a_kind',
})
const exclusion = constraints.ExclusionConstraint({
  expressions: [
    ['integerField', '='],
    [sql.Func('tstzrange', F('a'), F('b'), '[]'), '&&'],
  ],
  name: 'no_overlap',
  deferrable: 'deferred',
})

const field = fields.CharField({ maxLength: 200, null: true })

const touch = { name: 'touch', returns: 'trigger', language: 'plpgsql', body: 'BEGIN\n  RETURN NEW;\nEND' }
const onTouch = {
  name: 'on_touch',
  on: 'movies.Movie',
  when: 'BEFORE',
  events: ['INSERT', 'UPDATE'],
  forEach: 'ROW',
  function: 'touch',
  dependsOn: ['function movies.touch'],
} as const
const titles = { name: 'titles', sql: 'SELECT `id`, $' + '{x}\n  FROM "movies"\\', dependsOn: ['movies.Movie'] }
const kept = { ...titles, name: 'kept', indexes: [{ name: 'kept_id', columns: ['id'], unique: true }] }
const own = { name: 'own', on: 'movies.Movie', for: 'SELECT', to: ['public'], using: 'true' } as const
const positive = { name: 'positive', sql: 'CREATE DOMAIN positive AS integer', dropSql: 'DROP DOMAIN positive' }

const objectOperations = [
  new operations.CreateExtension({ name: 'hstore' }),
  new operations.AlterExtension({ name: 'hstore', version: '1.8' }),
  new operations.CreateSchema({ name: 'reporting' }),
  new operations.CreateCollation({ name: 'ci', provider: 'icu', locale: 'und-u-ks-level2', deterministic: false }),
  new operations.CreateEnum({ name: 'mood', values: ['sad', "it's", 'happy'] }),
  new operations.AddEnumValue({ enum: 'mood', value: 'meh', after: 'sad', atomic: false }),
  new operations.RenameEnumValue({ enum: 'mood', oldValue: 'meh', newValue: 'ok' }),
  new operations.RemoveEnumValue({ enum: 'mood', value: 'ok', replacement: 'happy' }),
  new operations.ReorderEnum({ enum: 'mood', values: ['happy', "it's", 'sad'] }),
  new operations.RenameEnum({ oldName: 'mood', newName: 'feeling' }),
  new operations.CreateFunction(touch),
  new operations.AlterFunction({ ...touch, args: { n: 'integer DEFAULT 1' }, settings: { search_path: '' } }),
  new operations.CreateView(titles),
  new operations.AlterView({ ...titles, columns: ['id', 'x'] }),
  new operations.CreateMaterializedView(kept),
  new operations.AlterMaterializedView({ ...kept, withData: false }),
  new operations.CreateTrigger(onTouch),
  new operations.AlterTrigger({ ...onTouch, condition: 'OLD IS DISTINCT FROM NEW' }),
  new operations.CreatePolicy(own),
  new operations.AlterPolicy({ ...own, using: 'id > 0' }),
  new operations.CreateSqlObject(positive),
  new operations.AlterSqlObject({ ...positive, sql: 'CREATE DOMAIN positive AS bigint' }),
  new operations.DeleteSqlObject({ name: 'positive' }),
  new operations.DeletePolicy({ name: 'own', on: 'movies.Movie' }),
  new operations.DeleteTrigger({ name: 'on_touch', on: 'movies.Movie' }),
  new operations.DeleteMaterializedView({ name: 'kept' }),
  new operations.DeleteView({ name: 'titles' }),
  new operations.DeleteFunction({ name: 'touch' }),
  new operations.DropEnum({ name: 'feeling' }),
  new operations.RemoveCollation({ name: 'ci' }),
  new operations.DeleteSchema({ name: 'reporting' }),
  new operations.DropExtension({ name: 'hstore' }),
]

/** A migration with an operation of every class and a field of every type: what is written of it has to compile. */
export const sample: Migration = placed('movies', '0002_sample', {
  initial: true,
  dependencies: [
    ['people', '0001_initial'],
    ['movies', '0001_initial'],
  ],
  runBefore: [['shop', '__first__']],
  replaces: [['movies', '0001_old']],
  atomic: false,
  operations: [
    new operations.CreateModel({
      name: 'Movie',
      fields: modelFields,
      options: {
        dbTable: 'movies',
        ordering: ['-dateField'],
        uniqueTogether: [
          ['charField', 'dateField'],
          ['id', 'uuidField'],
        ],
        constraints: [check, unique, exclusion],
      },
      bases: ['movies.Work'],
    }),
    ...indexes.map((index) => new operations.AddIndex({ model: 'Movie', index })),
    ...[check, unique, exclusion].map((constraint) => new operations.AddConstraint({ model: 'Movie', constraint })),
    new operations.AddField({ model: 'Movie', name: 'title', field, oneOffDefault: sql.Upper('charField') }),
    new operations.AlterField({ model: 'Movie', name: 'title', field, oneOffDefault: 'untitled' }),
    new operations.RenameField({ model: 'Movie', oldName: 'title', newName: 'name' }),
    new operations.RemoveField({ model: 'Movie', name: 'name' }),
    new operations.RenameIndex({ model: 'Movie', oldName: 'plain_idx', newName: 'title_idx' }),
    new operations.RemoveIndex({ model: 'Movie', name: 'title_idx' }),
    new operations.RemoveConstraint({ model: 'Movie', name: 'no_overlap' }),
    new operations.AlterModelOptions({ name: 'Movie', options: { managed: false, getLatestBy: 'dateField' } }),
    new operations.AlterModelTable({ name: 'Movie', dbTable: undefined }),
    new operations.AlterModelTableComment({ name: 'Movie', dbTableComment: 'what was seen' }),
    new operations.AlterOrderWithRespectTo({ name: 'Movie', orderWithRespectTo: 'foreignKey' }),
    new operations.AlterUniqueTogether({ name: 'Movie', uniqueTogether: [] }),
    new operations.RunSQL({ sql: ['SELECT 1', ['SELECT $1', [10n]]], reverseSql: '', elidable: true }),
    new operations.RunCode({ code: operations.RunCode.noop, reverseCode: operations.RunCode.noop }),
    new operations.RunData({
      model: 'Movie',
      forwards: operations.RunCode.noop,
      where: Q({ foreignKey__isnull: true }),
      batchSize: 100,
    }),
    new operations.SeparateDatabaseAndState({
      databaseOperations: [new operations.RunSQL({ sql: 'ALTER TABLE movies RENAME TO films' })],
      stateOperations: [new operations.RenameModel({ oldName: 'Movie', newName: 'Film' })],
    }),
    new operations.DeleteModel({ name: 'Film' }),
    new operations.AlterModelRowLevelSecurity({ name: 'Movie', rowLevelSecurity: 'force' }),
    ...objectOperations,
  ],
})
