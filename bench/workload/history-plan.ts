import { type Scalar, scalarAt } from './scalars'
import { padded, range } from './shape'

const APP = 'ledger'
const MODELS = 20
const FIELDS = 8

/** A field of a model, by what is written of it. */
export type HistoryField = Pick<Scalar, 'factory' | 'declared' | 'options'>

/** Names of fields and what they are, by the name of the model. */
export type HistoryModels = ReadonlyMap<string, ReadonlyMap<string, HistoryField>>

/** One migration after the first: it has one operation. */
export interface HistoryChange {
  readonly name: string
  /** The migration before. */
  readonly after: string
  readonly kind: 'AddField' | 'AlterField'
  readonly model: string
  readonly field: string
  readonly is: HistoryField
}

/** A history before it is written in any language. */
export interface HistoryPlan {
  readonly app: string
  readonly initial: { readonly name: string; readonly models: HistoryModels }
  readonly changes: readonly HistoryChange[]
  /** What it all comes to. */
  readonly models: HistoryModels
}

/**
 * One app with as many migrations, each after the other: the first creates twenty models of eight plain fields, then
 * they add a field and alter it in turn. All models have their turn before the first has its second.
 */
export function historyPlan(migrations: number): HistoryPlan {
  const firstModels = range(MODELS).map((at) => [modelName(at), firstFields(at)] as const)
  const models = new Map(firstModels.map(([name, fields]) => [name, new Map(fields)]))
  const initial = { name: '0001_initial', models: new Map(firstModels) }
  const changes: HistoryChange[] = []
  for (const at of range(migrations - 1)) {
    const change = changeAt(at, changes.at(-1)?.name ?? initial.name)
    models.get(change.model)?.set(change.field, change.is)
    changes.push(change)
  }
  return { app: APP, initial, changes, models }
}

export const historyApps: readonly string[] = [APP]

function firstFields(model: number): ReadonlyMap<string, HistoryField> {
  return new Map(range(FIELDS).map((at) => [`field${padded(at + 1)}`, scalarAt(model + at)]))
}

/** Even ones add, odd ones make what was added wider. */
function changeAt(at: number, after: string): HistoryChange {
  const pair = at >> 1
  const [adds, model] = [at % 2 === 0, modelName(pair % MODELS)]
  const field = `extra${padded(Math.floor(pair / MODELS) + 1, 3)}`
  const title = `${adds ? '' : 'alter_'}${model}_${field}`.toLowerCase()
  const is = {
    factory: 'CharField',
    declared: 'string | null',
    options: [`maxLength: ${adds ? 50 : 100}`, 'null: true'],
  }
  return { name: `${padded(at + 2, 4)}_${title}`, after, kind: adds ? 'AddField' : 'AlterField', model, field, is }
}

function modelName(at: number): string {
  return `Ledger${padded(at + 1)}`
}
