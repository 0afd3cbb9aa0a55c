import { argumentsOf } from '../arguments'
import type { ObjectArgs } from './object-change'
import { AlterObject, CreateObject, DeleteObject, onlyName } from './object-change'

const whole = argumentsOf<ObjectArgs<'sql-object'>>({
  name: 'required',
  sql: 'required',
  dropSql: 'required',
  dependsOn: 'optional',
})

/** Runs the SQL that makes what no other operation knows. */
export class CreateSqlObject extends CreateObject<'sql-object'> {
  static override readonly takes = whole
  readonly kind = 'sql-object'
}

/** Drops it by the former SQL and makes it by the new. */
export class AlterSqlObject extends AlterObject<'sql-object'> {
  static override readonly takes = whole
  readonly kind = 'sql-object'
}

/** Runs the SQL that drops it. */
export class DeleteSqlObject extends DeleteObject {
  static override readonly takes = onlyName
  readonly kind = 'sql-object'
}
