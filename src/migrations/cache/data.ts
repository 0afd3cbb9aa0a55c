import { StrataError } from '../../base/errors'

/** What JSON can say. An object with the key `$` is something else in disguise: see kinds. */
export type Data = null | boolean | number | string | readonly Data[] | DataRecord
export interface DataRecord {
  readonly [key: string]: Data
}

/** A key of an object or a place in a list. */
export type Step = string | number

/** A value that no data stands for, as a function of the user's own: what holds it cannot be kept. */
export class NotDataError extends StrataError {
  constructor(path: readonly Step[]) {
    super({
      code: 'cache.not-data',
      message: `what is at ${path.join('.')} of the operations cannot be kept as data`,
      facts: { path },
    })
  }
}
