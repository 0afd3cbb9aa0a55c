import { StrataError } from '../../base/errors'
import { didYouMean } from '../../base/text'
import type { Enum } from './enum-change'

export class UnknownEnumValueError extends StrataError {
  constructor({ name, options: { values } }: Enum, value: string) {
    const meant = didYouMean(value, values)
    super({
      code: 'operation.unknown-enum-value',
      message: `the enum ${name} has no value ${JSON.stringify(value)}`,
      hint: meant === undefined ? `Known values: ${values.join(', ')}` : `Did you mean ${meant}?`,
      facts: { enum: name, value },
    })
  }
}

export class DuplicateEnumValueError extends StrataError {
  constructor({ name }: Enum, value: string) {
    super({
      code: 'operation.duplicate-enum-value',
      message: `the enum ${name} has a value ${JSON.stringify(value)} already`,
      facts: { enum: name, value },
    })
  }
}

/** The columns of the type are made anew with their defaults, and this one would not be a value any more. */
export class EnumValueInUseError extends StrataError {
  constructor({ name }: Enum, value: string, field: string) {
    super({
      code: 'operation.enum-value-in-use',
      message: `the value ${JSON.stringify(value)} of the enum ${name} cannot be removed: it is the default of ${field}`,
      hint: `Give ${field} another default in an operation before this one.`,
      facts: { enum: name, value, field },
    })
  }
}

export class EnumOrderError extends StrataError {
  constructor({ name, options: { values } }: Enum, given: readonly string[]) {
    super({
      code: 'operation.enum-order',
      message: `${given.join(', ')} are not the values of the enum ${name} in another order`,
      hint: `Its values: ${values.join(', ')}`,
      facts: { enum: name, values: given },
    })
  }
}
