import { StrataError } from './errors'
import { didYouMean } from './text'

/** An option that is misspelt or belongs to something else: the compiler says so too, where it is asked. */
export class UnknownOptionError extends StrataError {
  constructor(of: string, option: string, known: readonly string[]) {
    const meant = didYouMean(option, known)
    super({
      code: 'option.unknown',
      message: `${of} has no option ${JSON.stringify(option)}`,
      hint: meant === undefined ? `It has: ${known.join(', ')}` : `Did you mean ${meant}?`,
      facts: { of, option, known },
    })
  }
}

/** Loaders such as swc do not check types, and an option that is passed over in silence is not in the database either. */
export function refuseUnknownOptions(of: string, options: object, known: ReadonlySet<string>): void {
  for (const option in options) if (!known.has(option)) throw new UnknownOptionError(of, option, [...known])
}
