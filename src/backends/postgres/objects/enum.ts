import type { DependencyKey, ObjectOf } from '../../../objects/database-object'
import { objectKey } from '../../../objects/database-object'
import type { States } from '../../../schema/object-change'
import type { Step } from '../../../schema/step'
import { sqlStep } from '../../../schema/step'
import { tablesOf } from '../../../schema/tables-of'
import { clip, maxNameBytes } from '../../../sql/names'
import type { ModelKey } from '../../../state/model-state'
import { namesIn } from '../../../state/named-types'
import { qualifiedName, quoteLiteral, quoteName } from '../compiler'
import type { Words } from './words'

type Enum = ObjectOf<'enum'>

export const enumType: Words<'enum'> = {
  create: ({ name, options: { values } }) => [
    sqlStep(`CREATE TYPE ${qualifiedName(name)} AS ENUM (${values.map(quoteLiteral).join(', ')})`),
  ],
  drop: ({ name }) => [sqlStep(`DROP TYPE ${qualifiedName(name)}`)],
  alter: ({ name }) => {
    throw new Error(`the enum ${name} is changed value by value`)
  },
}

export function renameEnum(from: Enum, to: Enum): readonly Step[] {
  return [sqlStep(`ALTER TYPE ${qualifiedName(from.name)} RENAME TO ${quoteName(lastPart(to.name))}`)]
}

export function renameEnumValue({ name }: Enum, from: string, to: string): readonly Step[] {
  return [sqlStep(`ALTER TYPE ${qualifiedName(name)} RENAME VALUE ${quoteLiteral(from)} TO ${quoteLiteral(to)}`)]
}

/** At its place among the others, all of which are there. */
export function addEnumValue(
  { name, options: { values } }: Enum,
  value: string,
  transactional: boolean,
): readonly Step[] {
  const at = values.indexOf(value)
  const [before, after] = [values[at - 1], values[at + 1]]
  const place =
    after === undefined
      ? ''
      : before === undefined
        ? ` BEFORE ${quoteLiteral(after)}`
        : ` AFTER ${quoteLiteral(before)}`
  // Outside a transaction it may have been done before the run that failed.
  const guard = transactional ? '' : 'IF NOT EXISTS '
  return [
    sqlStep(`ALTER TYPE ${qualifiedName(name)} ADD VALUE ${guard}${quoteLiteral(value)}${place}`, { transactional }),
  ]
}

/**
 * PostgreSQL cannot take a value away or change its place: a new type takes the name of the old one, which goes when no
 * column is of it any more. A row that holds a value which is gone, and has no other in its place, stops it all.
 */
export function rebuildEnum(
  to: Enum,
  states: States,
  retype: (models: readonly ModelKey[], formerly: string) => readonly Step[],
): readonly Step[] {
  const [name, formerly] = [qualifiedName(to.name), formerName(to.name)]
  return [
    sqlStep(`ALTER TYPE ${name} RENAME TO ${quoteName(lastPart(formerly))}`, {
      undo: `ALTER TYPE ${qualifiedName(formerly)} RENAME TO ${quoteName(lastPart(to.name))}`,
    }),
    ...enumType.create(to, states).map((step) => ({ ...step, undo: `DROP TYPE ${name}` })),
    ...retype(modelsWith(to.name, states), formerly),
    sqlStep(`DROP TYPE ${qualifiedName(formerly)}`),
  ]
}

/** What cannot be changed while something looks at it. */
export function movedBy(to: Enum, states: States): ReadonlySet<DependencyKey> {
  return new Set([objectKey(to), ...modelsWith(to.name, states)])
}

/** The models with a column of the type, by a field of theirs or by a key that they refer to. */
function modelsWith(type: string, { to }: States): readonly ModelKey[] {
  return [...to.models()]
    .filter((model) =>
      tablesOf(to, model).some(({ columns }) => columns.some((each) => namesIn(each.type).includes(type))),
    )
    .map(({ key }) => key)
}

function formerName(name: string): string {
  const own = lastPart(name)
  return `${name.slice(0, name.length - own.length)}${clip(own, maxNameBytes - formerSuffix.length)}${formerSuffix}`
}

const formerSuffix = '__former'

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1)
}
