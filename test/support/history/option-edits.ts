import * as constraints from '../../../src/constraints'
import type { Constraint } from '../../../src/constraints/constraint'
import type { NamedIndex } from '../../../src/constraints/db-index'
import type { Field } from '../../../src/fields/field'
import type { Condition } from '../../../src/sql/expression'
import { desc, F, Lower, Upper } from '../../../src/sql/functions'
import { Q } from '../../../src/sql/q'
import type { ModelOptions } from '../../../src/state/model-options'
import type { ModelState } from '../../../src/state/model-state'
import { hasColumn, isForeignKey, referrersOf } from '../../../src/state/relations'
import type { Choices } from './choices'
import { familyOf, samplesOf } from './columns'
import { concreteModels, type Edit } from './field-edits'
import { oddNames } from './names'
import type { Project } from './project'
import { asAnother, isFree, withModel } from './project'

type Columns = readonly (readonly [name: string, field: Field])[]

/** PostgreSQL has no index on what is computed when it is read. */
function columnsOf(model: ModelState): Columns {
  return [...model.fields].filter(([, field]) => hasColumn(field) && !('dbPersist' in field.options))
}

function ofFamily(columns: Columns, ...families: readonly string[]): Columns {
  return columns.filter(([, field]) => families.includes(familyOf(field)) && !isForeignKey(field))
}

const partNames = ['idx', 'Odd "Index" %s', 'größe_🦀', 'z'.repeat(58)] as const

/** A name that no index or constraint of the project has. */
function freeName(project: Project, choices: Choices): string {
  const base = choices.of(partNames) ?? 'idx'
  const used = new Set(
    [...project.state.models()].flatMap(({ indexes, constraints: rules }) =>
      [...indexes, ...rules].map(({ options }) => options.name),
    ),
  )
  let at = 1
  while (used.has(`${base}_${at}`) || !isFree(project, `${base}_${at}`)) at++
  return `${base}_${at}`
}

/** What may be asked of a row: of a number, a text, or whether there is anything. */
export function conditionOn(columns: Columns, choices: Choices): Condition | undefined {
  const [name, field] = choices.of(columns) ?? []
  if (name === undefined || field === undefined) return undefined
  const family = familyOf(field)
  const there = Q({ [`${name}__isnull`]: false })
  const samples = samplesOf(field).slice(0, 3)
  if (isForeignKey(field) || field.type.generatedAs !== undefined || samples.length === 0) return there
  const simple =
    family === 'number' || family === 'text' || family === 'date'
      ? [there, Q({ [`${name}__gte`]: samples[0] }), Q({ [`${name}__in`]: samples }), Q({ [name]: samples[1] })]
      : [there]
  const chosen = choices.of(simple) ?? there
  return choices.of([chosen, Q.not(chosen), Q.or(chosen, { [`${name}__isnull`]: true }), Q.and(chosen, there)])
}

function indexOf(project: Project, model: ModelState, choices: Choices): NamedIndex | undefined {
  const columns = columnsOf(model)
  const name = freeName(project, choices)
  const fields = choices.some(columns, 2).map(([each]) => each)
  const condition = choices.once(4) ? conditionOn(columns, choices) : undefined
  const partial = { name, ...(condition && { condition }) }
  const [text] = choices.of(ofFamily(columns, 'text')) ?? []
  const [number] = choices.of(ofFamily(columns, 'number', 'date')) ?? []
  const [many] = choices.of(ofFamily(columns, 'array', 'json')) ?? []
  const [range] = choices.of(ofFamily(columns, 'range')) ?? []
  const made = [
    constraints.Index({ fields, ...partial }),
    constraints.Index({ fields: fields.map((each) => `-${each}`), ...partial }),
    constraints.BTreeIndex({ fields, fillfactor: 80, ...partial }),
    number && constraints.HashIndex({ fields: [number], ...partial }),
    text && constraints.Index({ expressions: [choices.of([Lower, Upper])?.(text) ?? Lower(text)], ...partial }),
    text && constraints.Index({ expressions: [desc(Lower(text)), F(text)], ...partial }),
    text && constraints.Index({ fields: [text], opclasses: ['text_pattern_ops'], ...partial }),
    text && constraints.SpGistIndex({ fields: [text], ...partial }),
    number && constraints.BrinIndex({ fields: [number], pagesPerRange: 4, autosummarize: true, ...partial }),
    number && constraints.Index({ fields: [number], include: fields.filter((each) => each !== number), ...partial }),
    many && constraints.GinIndex({ fields: [many], fastupdate: false, ...partial }),
    range && constraints.GistIndex({ fields: [range], ...partial }),
  ]
  return choices.of(made.filter((each) => each !== undefined)) as NamedIndex | undefined
}

export const addIndex: Edit = (project, choices) => {
  const model = choices.of(concreteModels(project))
  const index = model && indexOf(project, model, choices)
  return model && index && withModel(project, model.withOptions({ indexes: [...model.indexes, index] }))
}

function constraintOf(project: Project, model: ModelState, choices: Choices): Constraint | undefined {
  const columns = columnsOf(model)
  const name = freeName(project, choices)
  const fields = choices.some(columns, 2).map(([each]) => each)
  const condition = conditionOn(columns, choices)
  const [text] = choices.of(ofFamily(columns, 'text')) ?? []
  const [range] = choices.of(ofFamily(columns, 'range')) ?? []
  const [number] = choices.of(ofFamily(columns, 'number')) ?? []
  const made = [
    condition && constraints.CheckConstraint({ name, condition }),
    constraints.UniqueConstraint({ name, fields }),
    constraints.UniqueConstraint({ name, fields, nullsDistinct: false }),
    constraints.UniqueConstraint({ name, fields, deferrable: choices.of(['deferred', 'immediate']) ?? 'deferred' }),
    condition && constraints.UniqueConstraint({ name, fields, condition }),
    text === undefined ? undefined : constraints.UniqueConstraint({ name, expressions: [Lower(text)] }),
    constraints.UniqueConstraint({ name, fields: fields.slice(0, 1), include: fields.slice(1) }),
    range === undefined ? undefined : constraints.ExclusionConstraint({ name, expressions: [[F(range), '&&']] }),
    number === undefined
      ? undefined
      : constraints.ExclusionConstraint({ name, expressions: [[F(number), '=']], ...(condition && { condition }) }),
  ]
  return choices.of(made.filter((each) => each !== undefined))
}

export const addConstraint: Edit = (project, choices) => {
  const model = choices.of(concreteModels(project))
  const constraint = model && constraintOf(project, model, choices)
  return (
    model && constraint && withModel(project, model.withOptions({ constraints: [...model.constraints, constraint] }))
  )
}

/** An index or a constraint goes, gets another name, or becomes another under its name. */
export const changePart: Edit = (project, choices) => {
  const model = choices.of(concreteModels(project).filter((each) => each.indexes.length + each.constraints.length > 0))
  if (model === undefined) return undefined
  const index = choices.of(model.indexes)
  const constraint = choices.of(model.constraints)
  const others = { indexes: without(model.indexes, index), constraints: without(model.constraints, constraint) }
  const name = freeName(project, choices)
  const options: readonly (ModelOptions | undefined)[] = [
    index && { indexes: others.indexes },
    constraint && { constraints: others.constraints },
    index && { indexes: [...others.indexes, { ...index, options: { ...index.options, name } }] },
    constraint && { constraints: [...others.constraints, renamed(constraint, name)] },
    index && { indexes: [...others.indexes, sameName(indexOf(project, model, choices) ?? index, index)] },
  ]
  return withModel(project, model.withOptions(choices.of(options.filter((each) => each !== undefined)) ?? {}))
}

function without<T>(all: readonly T[], one: T | undefined): readonly T[] {
  return all.filter((each) => each !== one)
}

function renamed(constraint: Constraint, name: string): Constraint {
  return { ...constraint, options: { ...constraint.options, name } } as Constraint
}

function sameName(index: NamedIndex, { options: { name } }: NamedIndex): NamedIndex {
  return { ...index, options: { ...index.options, name } }
}

export const setUniqueTogether: Edit = (project, choices) => {
  const model = choices.of(concreteModels(project))
  const fields = model && choices.some(columnsOf(model), 3).map(([name]) => name)
  if (model === undefined || fields === undefined || fields.length < 2) return undefined
  const sets = choices.once(3) ? [] : [...new Set([...fields])].sort()
  return withModel(project, model.withOptions({ uniqueTogether: sets.length === 0 ? [] : [sets] }))
}

/** What a model is besides its fields, indexes and constraints. */
export const setOption: Edit = (project, choices) => {
  const model = choices.of(concreteModels(project))
  const [name] = (model && choices.of(columnsOf(model))) ?? []
  const [foreign] = (model && choices.of(columnsOf(model).filter(([, field]) => isForeignKey(field)))) ?? []
  if (model === undefined || name === undefined) return undefined
  const alone = referrersOf(project.state, model.key).length === 0 && model.bases.length === 0
  const options: readonly (Partial<Record<keyof ModelOptions, unknown>> | undefined)[] = [
    { dbTableComment: choices.of(['a', "it's 100%\n🦀", undefined]) },
    { dbTable: choices.of([...oddNames, undefined]) },
    { ordering: [`-${name}`] },
    { getLatestBy: choices.of([name, undefined]) },
    foreign === undefined ? undefined : { orderWithRespectTo: choices.of([foreign, undefined]), ordering: [] },
    alone ? { managed: model.managed ? false : undefined } : undefined,
  ]
  const chosen = choices.of(options.filter((each) => each !== undefined)) ?? {}
  const changed = withModel(project, model.withOptions(chosen as ModelOptions))
  return 'managed' in chosen ? withAnotherTable(changed, model) : changed
}

/** A model that gets or loses its table keeps no row. */
function withAnotherTable(project: Project, { key, fields }: ModelState): Project {
  return [key, ...[...fields.keys()].map((name) => `${key}.${name}`)].reduce(asAnother, project)
}
