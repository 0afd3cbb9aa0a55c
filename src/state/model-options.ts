import type { Constraint } from '../constraints/constraint'
import type { NamedIndex } from '../constraints/db-index'

/** The options of a model that a state holds: all that the database or a historical model can see. Absent: the default. */
export interface ModelOptions {
  readonly dbTable?: string
  readonly dbTableComment?: string
  readonly dbTablespace?: string
  /** Field names; `-name` descends. */
  readonly ordering?: readonly string[]
  readonly getLatestBy?: string
  readonly indexes?: readonly NamedIndex[]
  readonly constraints?: readonly Constraint[]
  /** Sets of fields that are unique together, sorted. */
  readonly uniqueTogether?: readonly (readonly string[])[]
  readonly orderWithRespectTo?: string
  /** false: the table is somebody else's. */
  readonly managed?: boolean
  /** true: rows are seen as policies allow; `force`: by the owner of the table too. */
  readonly rowLevelSecurity?: true | 'force'
  readonly proxy?: boolean
  readonly abstract?: boolean
}

/** The options that AlterModelOptions sets; the others have operations of their own. */
export const plainOptions = ['ordering', 'getLatestBy', 'managed', 'dbTablespace'] as const
export type PlainOptions = Pick<ModelOptions, (typeof plainOptions)[number]>

export function pickPlainOptions(options: ModelOptions): PlainOptions {
  return Object.fromEntries(plainOptions.filter((key) => options[key] !== undefined).map((key) => [key, options[key]]))
}

/** Without keys that say what is the default anyway, so that two spellings of the same options are equal. */
export function tidyOptions(options: ModelOptions): ModelOptions {
  const kept = Object.entries(options).filter(([key, value]) => {
    if (value === undefined || (Array.isArray(value) && value.length === 0)) return false
    return key === 'managed' ? value === false : value !== false
  })
  return Object.freeze(Object.fromEntries(kept))
}
