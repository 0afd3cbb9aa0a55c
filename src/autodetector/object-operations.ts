import type { DatabaseObject, ObjectKind, ObjectOf } from '../objects/database-object'
import { ownerOf } from '../objects/database-object'
import * as operations from '../operations'
import type { ObjectArgs, ObjectRef } from '../operations/objects/object-change'
import type { Operation } from '../operations/operation'

type Make<Args> = new (args: Args) => Operation

interface Changes<Kind extends ObjectKind> {
  readonly create: Make<ObjectArgs<Kind>>
  /** undefined: no operation changes one as a whole. */
  readonly alter: Make<ObjectArgs<Kind>> | undefined
  // A trigger needs to know its table, others do not.
  readonly drop: Make<ObjectRef & { readonly on: string }>
}

/** Closed: a kind without operations does not compile. */
const changes: { readonly [Kind in ObjectKind]: Changes<Kind> } = {
  extension: {
    create: operations.CreateExtension,
    alter: operations.AlterExtension,
    drop: operations.DropExtension,
  },
  schema: { create: operations.CreateSchema, alter: undefined, drop: operations.DeleteSchema },
  collation: { create: operations.CreateCollation, alter: undefined, drop: operations.RemoveCollation },
  enum: { create: operations.CreateEnum, alter: undefined, drop: operations.DropEnum },
  function: { create: operations.CreateFunction, alter: operations.AlterFunction, drop: operations.DeleteFunction },
  view: { create: operations.CreateView, alter: operations.AlterView, drop: operations.DeleteView },
  'materialized-view': {
    create: operations.CreateMaterializedView,
    alter: operations.AlterMaterializedView,
    drop: operations.DeleteMaterializedView,
  },
  trigger: { create: operations.CreateTrigger, alter: operations.AlterTrigger, drop: operations.DeleteTrigger },
  policy: { create: operations.CreatePolicy, alter: operations.AlterPolicy, drop: operations.DeletePolicy },
  'sql-object': {
    create: operations.CreateSqlObject,
    alter: operations.AlterSqlObject,
    drop: operations.DeleteSqlObject,
  },
}

/** Every entry is for its own kind, which TypeScript cannot follow from the object to the entry. */
function changesOf(object: DatabaseObject): Changes<ObjectKind> {
  return changes[object.kind] as Changes<ObjectKind>
}

export function creating(object: DatabaseObject): Operation {
  return new (changesOf(object).create)(argsOf(object))
}

export function altering(object: DatabaseObject): Operation | undefined {
  const { alter: Alter } = changesOf(object)
  return Alter && new Alter(argsOf(object))
}

export function dropping(object: DatabaseObject): Operation {
  const { name } = object
  const on = ownerOf(object)
  return new (changesOf(object).drop)((on === undefined ? { name } : { name, on }) as { name: string; on: string })
}

/** The name first, and what it depends on last, where a reader expects them. */
function argsOf({ name, options, dependsOn }: ObjectOf<ObjectKind>): ObjectArgs<ObjectKind> {
  return { name, ...options, ...(dependsOn.length > 0 && { dependsOn }) } as ObjectArgs<ObjectKind>
}
