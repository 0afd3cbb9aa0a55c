import type { DatabaseObject } from '../../objects/database-object'
import { objectKey } from '../../objects/database-object'
import { RenameEnumValue } from '../../operations'
import type { Findings } from '../asking'
import { confirmed } from '../asking'
import { planned } from '../dependencies'
import type { States } from '../differences'
import { renamedEnum } from '../enum-questions'

/** A value in the place of one that is gone may be that one under a new name: asked about, since rows hold it. */
export function* renamedEnumValues({ from, to, watched }: States): Findings {
  for (const after of to.objects()) {
    const before = from.findObject(objectKey(after))
    if (before === undefined || !watched(after.app)) continue
    for (const [oldValue, newValue] of candidates(before, after)) {
      const { app, name } = after
      const question = renamedEnum({ enum: `${app}.${name}`, what: 'value', from: oldValue, to: newValue })
      if (yield* confirmed(question))
        yield planned({ app, operation: new RenameEnumValue({ enum: name, oldValue, newValue }) })
    }
  }
}

/** Pairs between the same values that stay. */
function candidates(before: DatabaseObject, after: DatabaseObject): readonly (readonly [string, string])[] {
  if (before.kind !== 'enum' || after.kind !== 'enum') return []
  const [old, now] = [before.options.values, after.options.values]
  const kept = new Set(old.filter((value) => now.includes(value)))
  const [gone, come] = [gaps(old, kept), gaps(now, kept)]
  return [...gone].flatMap(([place, values]) =>
    values.flatMap((value, i) => {
      const other = come.get(place)?.[i]
      return other === undefined ? [] : [[value, other] as const]
    }),
  )
}

/** The values that do not stay, by the one that stays before them. */
function gaps(
  values: readonly string[],
  kept: ReadonlySet<string>,
): ReadonlyMap<string | undefined, readonly string[]> {
  const found = new Map<string | undefined, string[]>()
  let place: string | undefined
  for (const value of values) {
    if (kept.has(value)) place = value
    else found.set(place, [...(found.get(place) ?? []), value])
  }
  return found
}
