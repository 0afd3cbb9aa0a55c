import { StrataError } from '../base/errors'

/** A value that no source text makes again. */
export class CannotSerializeError extends StrataError {
  /** `where` is the path to the value: `movies 0002_slug: operations[0].field.default`. */
  constructor(where: string, what: string, hint: string) {
    super({
      code: 'codegen.cannot-serialize',
      message: `${where}: ${what} cannot be written into a file`,
      hint,
      facts: { where, what },
    })
  }
}
