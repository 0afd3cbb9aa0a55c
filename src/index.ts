// The public surface. What is loaded here is loaded by every command: nothing of the command line, of the drivers or of
// what writes code may be, which is why `manage` loads the rest when it is called.

// Models

export type { OnDelete, One, Ref } from './fields/relation'
export { Model } from './models/model'
export type { ModelMeta } from './models/model-decorator'
export { model } from './models/model-decorator'
export { DoesNotExistError, MultipleObjectsError } from './query/errors'
export { Manager, objects } from './query/manager'
export { QuerySet } from './query/query-set'
export type { Many } from './query/related-rows'

// Fields

export * from './fields'
export type { FieldDefinition, ValueOptions } from './fields/define'
export { defineField } from './fields/define'
export type { Field, FieldOptions, FieldType } from './fields/field'
export type { HStore } from './fields/h-store'
export type { Range } from './fields/range'

// Indexes and constraints

export * from './constraints'

// Database objects beside the tables

export * from './objects'
export type { Dependency } from './objects/declared-object'
export type { EnumType } from './objects/enum'

// Expressions

export type { Condition, Expression } from './sql/expression'
export {
  Abs,
  add,
  asc,
  Case,
  Cast,
  Coalesce,
  Collate,
  Concat,
  desc,
  divide,
  F,
  Func,
  Length,
  Lower,
  modulo,
  multiply,
  Now,
  OpClass,
  power,
  RandomUUID,
  RawSQL,
  subtract,
  Trim,
  Upper,
  Value,
} from './sql/functions'
export { Q } from './sql/q'

// Migrations

export type { Assurance, MigrationDefinition, MigrationRef } from './migrations/migration'
export { migration } from './migrations/migration'
export * from './operations'

// The command line, and what goes wrong

export type { ErrorFacts } from './base/errors'
export { StrataError } from './base/errors'
export type { CallOptions, CommandData, CommandName, CommandOptions } from './cli/call-command'
export { callCommand } from './cli/call-command'
export { manage } from './cli/manage'
export type { AppSettings, LintSettings, MigrationSettings, PostWrite, Settings } from './models/settings'
export type { DataCode, DataContext } from './operations/run-data'
export type { OpenProject } from './project/open-project'
export { openProject } from './project/open-project'
export type { Project } from './project/project'
export type { MigrationTest, MigrationTestCode } from './project/test-migration'
export { testMigration } from './project/test-migration'
export type { CodeContext, HistoricalApps, HistoricalModel, HistoricalRow } from './query/historical'
export type { Connection, Rows } from './sql/connection'
export type { Database } from './sql/database'
