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

/** A function whose text cannot be found, so that it cannot be taken into another file. */
export class CannotCopyError extends StrataError {
  constructor(name: string, files: readonly string[]) {
    super({
      code: 'codegen.cannot-copy',
      message: `${name === '' ? 'A function' : `The function ${name}`} cannot be taken out of the migration that holds it: ${files.join(', ')}`,
      hint: 'Write it where `operations` lists it, or move it to a module of its own and import it: then it need not be copied.',
      facts: { name, files },
    })
  }
}
