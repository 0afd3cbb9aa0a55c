import { AlterObject, CreateObject, DeleteObject } from './object-change'

/** Creates a materialized view and its indexes, and fills it. */
export class CreateMaterializedView extends CreateObject<'materialized-view'> {
  readonly kind = 'materialized-view'
}

/** Makes a materialized view anew: its rows are computed again. */
export class AlterMaterializedView extends AlterObject<'materialized-view'> {
  readonly kind = 'materialized-view'
}

/** Drops a materialized view with its rows. */
export class DeleteMaterializedView extends DeleteObject {
  readonly kind = 'materialized-view'
}
