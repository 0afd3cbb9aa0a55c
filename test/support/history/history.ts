import fc from 'fast-check'
import type { ProjectState } from '../../../src/state/project-state'
import { Choices } from './choices'
import type { Edit } from './field-edits'
import * as fields from './field-edits'
import * as models from './model-edits'
import * as options from './option-edits'
import type { Project } from './project'
import { emptyProject, errorsIn, nextStep } from './project'
import * as relations from './relation-edits'

/** One state of a project on its way, with what is the same thing as before. */
export interface Moment {
  readonly state: ProjectState
  /** By `app.Model` or `app.Model.field`: the same number in two moments is the same thing. */
  readonly identities: ReadonlyMap<string, number>
}

/** The states that a project goes through, one after the other; the first is made from nothing. */
export type History = readonly Moment[]

type Weighed = readonly (readonly [weight: number, edit: Edit])[]

const beginnings: Weighed = [
  [6, models.addModel],
  [5, fields.addField],
  [4, relations.addForeignKey],
  [2, relations.addManyToMany],
  [1, relations.addThrough],
  [1, models.addChild],
  [1, models.addProxy],
  [1, models.addCompositeModel],
  [2, fields.addGenerated],
  [3, options.addIndex],
  [3, options.addConstraint],
  [1, options.setUniqueTogether],
  [2, options.setOption],
]

const changes: Weighed = [
  [5, fields.addField],
  [4, fields.removeField],
  [4, fields.renameField],
  [8, fields.alterField],
  [4, fields.widenField],
  [1, fields.narrowField],
  [1, fields.addGenerated],
  [2, models.addModel],
  [2, models.removeModel],
  [3, models.renameModel],
  [1, models.changeKey],
  [1, models.addChild],
  [1, models.addProxy],
  [2, relations.addForeignKey],
  [1, relations.addManyToMany],
  [1, relations.addThrough],
  [4, relations.alterForeignKey],
  [3, options.addIndex],
  [3, options.addConstraint],
  [4, options.changePart],
  [1, options.setUniqueTogether],
  [4, options.setOption],
]

interface Turn {
  readonly edit: Edit
  readonly numbers: readonly number[]
}

function turns(weighed: Weighed, least: number, most: number): fc.Arbitrary<readonly Turn[]> {
  const edit = fc.oneof(...weighed.map(([weight, each]) => ({ weight, arbitrary: fc.constant(each) })))
  const numbers = fc.array(fc.nat(0xffff), { minLength: 0, maxLength: 24, size: 'max' })
  return fc.array(fc.record({ edit, numbers }), { minLength: least, maxLength: most, size: 'max' })
}

/** Some turns of a step: those that make no sense, or models that are not right, are passed over. */
function taken(project: Project, all: readonly Turn[], postgres: number): Project {
  return all.reduce((before, { edit, numbers }) => {
    const after = edit(before, new Choices(numbers))
    return after !== undefined && errorsIn(after.state, postgres).length === 0 ? after : before
  }, nextStep(project))
}

/**
 * Projects of up to three apps, and what becomes of them in one to three steps of so many edits at `most`; `postgres` is
 * the version they are for.
 */
export function histories(postgres: number, most = 6): fc.Arbitrary<History> {
  return fc
    .tuple(turns(beginnings, 1, 24), fc.array(turns(changes, 1, most), { minLength: 1, maxLength: 3 }))
    .map(([first, rest]) => {
      const moments: Project[] = []
      for (const step of [first, ...rest]) moments.push(taken(moments.at(-1) ?? emptyProject, step, postgres))
      return moments.map(({ state, identities }) => ({ state, identities }))
    })
}
