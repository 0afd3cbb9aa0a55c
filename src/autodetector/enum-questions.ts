import type { Asked } from './questions'

/** Whether an enum type, or a value of one, is what was there under another name. */
export interface RenamedEnumQuestion extends Asked {
  readonly kind: 'renamed-enum'
  /** The enum as it was called, or the one whose value it is: `shop.mood`. */
  readonly enum: string
  readonly what: 'enum' | 'value'
  readonly from: string
  readonly to: string
}

/** What the rows get that hold a value which goes; or they stop the migration. */
export interface RemovedEnumValueQuestion extends Asked {
  readonly kind: 'removed-enum-value'
  readonly enum: string
  readonly value: string
  /** The values to choose from. */
  readonly values: readonly string[]
}

export function renamedEnum(asked: Pick<RenamedEnumQuestion, 'enum' | 'what' | 'from' | 'to'>): RenamedEnumQuestion {
  const { enum: of, what, from, to } = asked
  const subject = what === 'enum' ? `enum ${of}` : `value ${from} of the enum ${of}`
  return {
    kind: 'renamed-enum',
    key: what === 'enum' ? `rename:enum:${of}=${to}` : `rename:enum:${of}.${from}=${to}`,
    text: `Was the ${subject} renamed to ${to}? [y/N]`,
    ...asked,
  }
}

/** Goes on unattended: no row is changed unasked, and a row that holds the value stops the migration. */
export function removedEnumValue(
  asked: Pick<RemovedEnumValueQuestion, 'enum' | 'value' | 'values'>,
): RemovedEnumValueQuestion {
  const { enum: of, value } = asked
  return {
    kind: 'removed-enum-value',
    key: `replace:enum:${of}.${value}`,
    text: `The enum ${of} loses the value '${value}': rows that hold it need another.`,
    unattended: { kind: 'leave' },
    ...asked,
  }
}
