import { StrataError } from '../base/errors'
import { refuseUnknownOptions } from '../base/unknown-option'

/** The arguments of an operation by name, written as a record so that none can be left out, added or mistaken. */
type Arguments<Args extends object> = {
  readonly [Name in keyof Args]-?: undefined extends Args[Name] ? 'optional' : 'required'
}

/** What an operation can be given, and what it cannot do without. */
export interface KnownArguments {
  readonly names: ReadonlySet<string>
  readonly required: readonly string[]
}

/** Says once what an operation takes: `argumentsOf<RenameModelArgs>({ oldName: 'required', newName: 'required' })`. */
export function argumentsOf<Args extends object>(all: Arguments<Args>): KnownArguments {
  const names = Object.keys(all) as (keyof Args & string)[]
  return { names: new Set(names), required: names.filter((name) => all[name] === 'required') }
}

/** An operation that would fail later, where nobody sees why. */
export class MissingArgumentError extends StrataError {
  constructor(operation: string, argument: string, required: readonly string[]) {
    super({
      code: 'operation.argument-missing',
      message: `${operation} is not given the argument ${JSON.stringify(argument)}`,
      hint: `Write: new ${operation}({ ${required.map((name) => `${name}: …`).join(', ')} })`,
      facts: { operation, argument, required },
    })
  }
}

/** Loaders such as swc do not check types: what is misspelt would be passed over, and what is missing be found too late. */
export function refuseUnsoundArguments(operation: string, given: object, { names, required }: KnownArguments): void {
  // Nothing at all, or Django's positional arguments.
  const args = (typeof given === 'object' && given !== null ? given : {}) as Readonly<Record<string, unknown>>
  refuseUnknownOptions(operation, args, names)
  for (const name of required) if (args[name] === undefined) throw new MissingArgumentError(operation, name, required)
}
