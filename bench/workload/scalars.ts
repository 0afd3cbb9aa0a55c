/** One of the types of which the fields of the workload are, in rotation. */
export interface Scalar {
  /** As it is imported: `CharField`. */
  readonly factory: string
  /** What its property is declared as. */
  readonly declared: string
  /** Options besides `null` and `unique`, as source text. */
  readonly options: readonly string[]
  readonly isNumber: boolean
}

function scalar(factory: string, declared: string, ...options: readonly string[]): Scalar {
  return { factory, declared, options, isNumber: false }
}

function numeric(factory: string, declared: string, ...options: readonly string[]): Scalar {
  return { factory, declared, options, isNumber: true }
}

/** Numbers stand so far apart that every five in a row have one: checks are on numbers. */
export const scalars: readonly Scalar[] = [
  scalar('CharField', 'string', 'maxLength: 100'),
  numeric('IntegerField', 'number', 'default: 0'),
  scalar('TextField', 'string', "default: ''"),
  scalar('DateField', 'Date'),
  scalar('BooleanField', 'boolean', 'default: false'),
  numeric('DecimalField', 'string', 'maxDigits: 12', 'decimalPlaces: 2'),
  scalar('DateTimeField', 'Date'),
  scalar('UUIDField', 'string'),
  scalar('JSONField', 'Record<string, unknown>'),
  numeric('BigIntegerField', 'bigint'),
]

/** The one at this place of the rotation. */
export function scalarAt(index: number): Scalar {
  const found = scalars[index % scalars.length]
  if (found === undefined) throw new RangeError(`There is no scalar at ${index}`)
  return found
}
