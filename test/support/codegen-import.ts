import assert from 'node:assert/strict'
import { transformSync } from '@swc/core'
import * as constraints from '../../src/constraints'
import * as fields from '../../src/fields'
import { isMigrationDefinition, type MigrationDefinition, migration } from '../../src/migrations/migration'
import * as operations from '../../src/operations'
import * as functions from '../../src/sql/functions'
import { Q } from '../../src/sql/q'

const strata: object = { ...constraints, ...fields, ...functions, ...operations, migration, Q }

/** Runs the text of a module and gives what it exports; `modules` are what it may import besides our package and Node's. */
export function importText(text: string, modules: Readonly<Record<string, object>> = {}): Record<string, unknown> {
  const { code } = transformSync(text, {
    configFile: false,
    swcrc: false,
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
  })
  const exports = {}
  const load = (name: string): unknown => (name === 'strata-orm' ? strata : (modules[name] ?? require(name)))
  new Function('exports', 'require', code)(exports, load)
  return exports
}

/** The default export of the text of a migration file. */
export function importMigration(text: string): MigrationDefinition {
  const definition = importText(text).default
  assert.ok(isMigrationDefinition(definition))
  return definition
}

/** Makes a value again from its text and the imports that go with it. */
export function importValue({ text, imports }: { readonly text: string; readonly imports: string }): unknown {
  return importText(`${imports}\nexport const value = ${text}\n`).value
}
