import { argumentsOf } from '../arguments'
import type { ObjectArgs } from './object-change'
import { AlterObject, CreateObject, DeleteObject, onlyName } from './object-change'

const whole = argumentsOf<ObjectArgs<'materialized-view'>>({
  name: 'required',
  sql: 'required',
  columns: 'optional',
  indexes: 'optional',
  withData: 'optional',
  dependsOn: 'optional',
})

/** Creates a materialized view and its indexes, and fills it. */
export class CreateMaterializedView extends CreateObject<'materialized-view'> {
  static override readonly takes = whole
  readonly kind = 'materialized-view'
}

/** Makes a materialized view anew: its rows are computed again. */
export class AlterMaterializedView extends AlterObject<'materialized-view'> {
  static override readonly takes = whole
  readonly kind = 'materialized-view'
}

/** Drops a materialized view with its rows. */
export class DeleteMaterializedView extends DeleteObject {
  static override readonly takes = onlyName
  readonly kind = 'materialized-view'
}
