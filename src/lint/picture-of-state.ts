import { postgresSchemaFor } from '../backends/postgres/schema-editor'
import type { Migration } from '../migrations/migration'
import { AddConstraintNotValid, CreateModel, RunSQL, SeparateDatabaseAndState, ValidateConstraint } from '../operations'
import type { Operation } from '../operations/operation'
import { modelsRead } from '../operations/references'
import type { Sql } from '../operations/run-sql'
import { type ModelKey, ModelState } from '../state/model-state'
import { ProjectState } from '../state/project-state'
import { referrersOf, tableOf } from '../state/relations'
import type { Action } from './action'
import { Picture } from './picture'
import type { Parse } from './sql/loader'
import { readSql } from './sql/read'

export interface Past {
  /** What the models were. */
  readonly state: ProjectState
  /** The migrations that led there: what is in the database besides the models is only in their SQL. */
  readonly migrations: readonly Migration[]
}

export interface PictureOptions {
  /** Of PostgreSQL: 15. */
  readonly version: number
  readonly parse: Parse
  /** All SQL of the run: only the tables that it names are looked at, and those beside them. */
  readonly text: string
}

/** The database before a run: what would make the models of then, with what SQL of the past has added. */
export function pictureOf({ state, migrations }: Past, { version, parse, text }: PictureOptions): Picture {
  const schema = postgresSchemaFor({ version })
  const models = schema.change({ from: ProjectState.empty, to: state, models: modelsNamed(state, text) })
  const objects = [...state.objects()].flatMap((object) =>
    schema.object({ kind: 'create', object }, { from: ProjectState.empty, to: state }),
  )
  const made = [...models, ...objects].flatMap((step) => (step.kind === 'sql' ? actions(step.sql, parse) : []))
  const modelled = after(Picture.empty, made)
  const operations = migrations.flatMap(({ operations: each }) => databaseOperations(each))
  const past = operations.flatMap((operation) =>
    operation instanceof RunSQL ? actions(textOf(operation.args.sql), parse) : [],
  )
  const all = after(
    modelled,
    past.filter((action) => !isInModels(modelled, action)),
  )
  return withUnvalidated(all, operations)
    .with({ retired: retired(state, migrations) })
    .settled()
}

/** The models with a table that is named, and those that refer to one or are referred to. */
function modelsNamed(state: ProjectState, text: string): readonly ModelKey[] {
  // A table of links begins with the name of its model's.
  const named = [...state.models()].filter((model) => text.includes(tableOf(model)))
  const near = named.flatMap(({ key, fields }) => [
    key,
    ...referrersOf(state, key).map(({ model }) => model.key),
    ...[...fields.values()].flatMap((field) => [...modelsRead(field)]),
  ])
  return [...new Set(near)].filter((key) => state.has(key))
}

function after(start: Picture, all: readonly Action[]): Picture {
  return all.reduce((picture, action) => picture.after(action), start)
}

function actions(sql: string, parse: Parse): readonly Action[] {
  return readSql(sql, parse).flatMap((statement) => statement.actions)
}

/** What takes away or renames things of a model has long been done: the models of now are without it. */
function isInModels(modelled: Picture, action: Action): boolean {
  return (
    'table' in action &&
    modelled.tables.has(action.table) &&
    /^(drop-table|create-table|drop-column|rename)/.test(action.kind)
  )
}

/** The tables that models were made with, and that no model has now: taken out of the models only, they may be there. */
function retired(state: ProjectState, migrations: readonly Migration[]): ReadonlySet<string> {
  const used = new Set([...state.models()].map(tableOf))
  const made = migrations.flatMap(({ app, operations }) =>
    operations.flatMap((operation) =>
      operation instanceof CreateModel
        ? tableOf(new ModelState({ app, name: operation.args.name, fields: [], options: operation.args.options }))
        : [],
    ),
  )
  return new Set(made.filter((table) => !used.has(table)))
}

/** A check that was added NOT VALID and never validated: the models do not tell it from others. */
function withUnvalidated(picture: Picture, operations: readonly Operation[]): Picture {
  const open = new Set<string>()
  for (const operation of operations) {
    if (operation instanceof AddConstraintNotValid) open.add(operation.args.constraint.options.name)
    if (operation instanceof ValidateConstraint) open.delete(operation.args.name)
  }
  const tables = [...picture.tables].map(([name, table]) => {
    const constraints = [...table.constraints].map(
      ([key, one]) => [key, open.has(key) ? { ...one, valid: false } : one] as const,
    )
    return [name, { ...table, constraints: new Map(constraints) }] as const
  })
  return open.size === 0 ? picture : picture.with({ tables: new Map(tables) })
}

function databaseOperations(operations: readonly Operation[]): readonly Operation[] {
  return operations.flatMap((operation) =>
    operation instanceof SeparateDatabaseAndState
      ? databaseOperations(operation.args.databaseOperations ?? [])
      : [operation],
  )
}

function textOf(sql: Sql): string {
  if (typeof sql === 'string') return sql
  return sql.map((one) => (typeof one === 'string' ? one : one[0])).join(';\n')
}
