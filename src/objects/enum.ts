import { DeclaredObject } from './declared-object'

export interface EnumOptions {
  /** In the order in which they compare. */
  readonly values: readonly string[]
}

/** A type of the database whose values are listed: declared once, used by any number of fields. */
export class EnumType<Value extends string = string> extends DeclaredObject<'enum'> {
  readonly values: readonly Value[]

  constructor(name: string, values: readonly Value[]) {
    super({ kind: 'enum', name, options: { values: [...values] } })
    this.values = Object.freeze([...values])
  }
}

/** `export const Mood = enumType('mood', ['sad', 'ok', 'happy'])`, for `@EnumField(Mood) mood!: 'sad' | 'ok' | 'happy'`. */
export function enumType<const Value extends string>(name: string, values: readonly Value[]): EnumType<Value> {
  return new EnumType(name, values)
}
