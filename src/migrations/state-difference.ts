import { equal } from '../base/equal'
import { sameField } from '../fields/field'
import { objectKey } from '../objects/database-object'
import type { ModelState } from '../state/model-state'
import type { ProjectState } from '../state/project-state'

/** What two states do not have in common, a line each; none: they are equal. */
export function stateDifferences(one: ProjectState, other: ProjectState, names: readonly [string, string]): string[] {
  if (one.equals(other)) return []
  const lines: string[] = []
  for (const key of new Set([...one.keys(), ...other.keys()])) {
    const [mine, theirs] = [one.find(key), other.find(key)]
    if (mine === undefined || theirs === undefined) lines.push(`model ${key} is only in ${names[mine ? 0 : 1]}`)
    else lines.push(...modelDifferences(mine, theirs, names))
  }
  const objects = [...one.objects(), ...other.objects()].map(objectKey)
  for (const key of new Set(objects)) {
    const [mine, theirs] = [one.findObject(key), other.findObject(key)]
    if (!equal(mine, theirs)) lines.push(differs(key, mine, theirs, names))
  }
  return lines
}

function modelDifferences(one: ModelState, other: ModelState, names: readonly [string, string]): string[] {
  if (one.equals(other)) return []
  const lines = [...new Set([...one.fields.keys(), ...other.fields.keys()])].flatMap((name) => {
    const [mine, theirs] = [one.fields.get(name), other.fields.get(name)]
    if (mine !== undefined && theirs !== undefined && sameField(mine, theirs)) return []
    return [differs(`field ${one.key}.${name}`, mine, theirs, names)]
  })
  if (lines.length > 0) return lines
  return [`the options of model ${one.key} differ`]
}

function differs(what: string, one: unknown, other: unknown, names: readonly [string, string]): string {
  if (one !== undefined && other !== undefined) return `${what} differs`
  return `${what} is only in ${names[one === undefined ? 1 : 0]}`
}
