import { AlterObject, CreateObject, DeleteObject } from './object-change'

/** Runs the SQL that makes what no other operation knows. */
export class CreateSqlObject extends CreateObject<'sql-object'> {
  readonly kind = 'sql-object'
}

/** Drops it by the former SQL and makes it by the new. */
export class AlterSqlObject extends AlterObject<'sql-object'> {
  readonly kind = 'sql-object'
}

/** Runs the SQL that drops it. */
export class DeleteSqlObject extends DeleteObject {
  readonly kind = 'sql-object'
}
