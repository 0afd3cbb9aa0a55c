import fc from 'fast-check'
import * as ops from '../../src/operations'
import type { Operation } from '../../src/operations/operation'

/** Operations on objects beside the tables, at random: of every class. */
export function objectOperation(
  text: fc.Arbitrary<string>,
  modelKey: fc.Arbitrary<string>,
): readonly fc.Arbitrary<Operation>[] {
  const texts = fc.array(text, { maxLength: 3 })
  const dependsOn = fc.array(modelKey, { maxLength: 2 })
  const named = fc.record({ name: text })
  const owned = fc.record({ name: text, on: modelKey })
  const extension = fc.record({ name: text, version: text }, { requiredKeys: ['name'] })
  const called = fc.record(
    { name: text, args: fc.dictionary(text, text), returns: text, body: text, strict: fc.boolean(), dependsOn },
    { requiredKeys: ['name', 'returns', 'body'] },
  )
  const view = fc.record({ name: text, sql: text, columns: texts, dependsOn }, { requiredKeys: ['name', 'sql'] })
  const trigger = fc.record(
    {
      name: text,
      on: modelKey,
      when: fc.constantFrom('BEFORE', 'AFTER'),
      events: fc.subarray(['INSERT', 'UPDATE', 'DELETE'] as const),
      condition: text,
      function: text,
    },
    { requiredKeys: ['name', 'on', 'when', 'events', 'function'] },
  )
  const policy = fc.record({ name: text, on: modelKey, to: texts, using: text }, { requiredKeys: ['name', 'on'] })
  const sqlObject = fc.record({ name: text, sql: text, dropSql: text })
  return [
    fc
      .record({ name: text, rowLevelSecurity: fc.constantFrom<true | 'force' | undefined>(true, 'force', undefined) })
      .map((args) => new ops.AlterModelRowLevelSecurity(args)),
    extension.map((args) => new ops.CreateExtension(args)),
    extension.map((args) => new ops.AlterExtension(args)),
    named.map((args) => new ops.DropExtension(args)),
    named.map((args) => new ops.CreateSchema(args)),
    named.map((args) => new ops.DeleteSchema(args)),
    fc.record({ name: text, locale: text }).map((args) => new ops.CreateCollation(args)),
    named.map((args) => new ops.RemoveCollation(args)),
    fc.record({ name: text, values: texts }).map((args) => new ops.CreateEnum(args)),
    named.map((args) => new ops.DropEnum(args)),
    fc.record({ oldName: text, newName: text }).map((args) => new ops.RenameEnum(args)),
    fc
      .record({ enum: text, value: text, after: text }, { requiredKeys: ['enum', 'value'] })
      .map((args) => new ops.AddEnumValue(args)),
    fc
      .record({ enum: text, value: text, replacement: text }, { requiredKeys: ['enum', 'value'] })
      .map((args) => new ops.RemoveEnumValue(args)),
    fc.record({ enum: text, oldValue: text, newValue: text }).map((args) => new ops.RenameEnumValue(args)),
    fc.record({ enum: text, values: texts }).map((args) => new ops.ReorderEnum(args)),
    called.map((args) => new ops.CreateFunction(args)),
    called.map((args) => new ops.AlterFunction(args)),
    named.map((args) => new ops.DeleteFunction(args)),
    view.map((args) => new ops.CreateView(args)),
    view.map((args) => new ops.AlterView(args)),
    named.map((args) => new ops.DeleteView(args)),
    view.map((args) => new ops.CreateMaterializedView(args)),
    view.map((args) => new ops.AlterMaterializedView(args)),
    named.map((args) => new ops.DeleteMaterializedView(args)),
    trigger.map((args) => new ops.CreateTrigger(args)),
    trigger.map((args) => new ops.AlterTrigger(args)),
    owned.map((args) => new ops.DeleteTrigger(args)),
    policy.map((args) => new ops.CreatePolicy(args)),
    policy.map((args) => new ops.AlterPolicy(args)),
    owned.map((args) => new ops.DeletePolicy(args)),
    sqlObject.map((args) => new ops.CreateSqlObject(args)),
    sqlObject.map((args) => new ops.AlterSqlObject(args)),
    named.map((args) => new ops.DeleteSqlObject(args)),
  ]
}
