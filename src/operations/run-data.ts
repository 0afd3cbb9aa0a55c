import type { CodeContext, HistoricalModel, HistoricalRow } from '../query/historical'
import { historicalApps } from '../query/historical'
import type { QuerySet } from '../query/query-set'
import type { KeyRange } from '../schema/key-range'
import type { Step } from '../schema/step'
import { dataStep } from '../schema/step'
import type { Condition } from '../sql/expression'
import { RawSQL } from '../sql/functions'
import { Q } from '../sql/q'
import type { ModelState } from '../state/model-state'
import type { ProjectState } from '../state/project-state'
import { columnOf, concreteModel, primaryKeyFields, tableOf } from '../state/relations'
import { argumentsOf } from './arguments'
import { isLost } from './lost-code'
import type { Change } from './operation'
import { IrreversibleError, keyOf, Operation } from './operation'
import { RunCode } from './run-code'

/** What the function of a data operation is given. */
export interface DataContext extends CodeContext {
  /** A few of the rows: `await batch.update({ … })`, or `for (const movie of await batch) …`. */
  readonly batch: QuerySet<HistoricalRow>
}

/** Changes the rows of one batch, in a transaction of its own. */
export type DataCode = (context: DataContext) => Promise<void>

export interface RunDataArgs {
  readonly model: string
  readonly forwards: DataCode
  /** What undoes it; RunCode.noop if nothing has to be. Left out: it cannot be undone. */
  readonly backwards?: DataCode
  /** The rows that are left to do, as `Q({ slug: '' })`; all of them unless said. Not asked when it is undone. */
  readonly where?: Condition
  /** Rows a batch. Unless said, as many as take a third of a second. */
  readonly batchSize?: number
  readonly elidable?: boolean
}

/** Runs code on all rows of a model, a few at a time: others wait for none of it, and it goes on where it was ended. */
export class RunData extends Operation<RunDataArgs> {
  static override readonly takes = argumentsOf<RunDataArgs>({
    model: 'required',
    forwards: 'required',
    backwards: 'optional',
    where: 'optional',
    batchSize: 'optional',
    elidable: 'optional',
  })
  readonly symbol = 'p'

  get model(): string {
    return this.args.model
  }

  override apply(app: string, state: ProjectState): ProjectState {
    state.model(keyOf(app, this.model))
    return state
  }

  override forwards({ app, from }: Change): readonly Step[] {
    return this.#steps(app, from, this.args.forwards, this.args.where)
  }

  override backwards({ app, to }: Change): readonly Step[] {
    const { backwards } = this.args
    if (backwards === undefined) throw new IrreversibleError(this, 'it has no backwards')
    return this.#steps(app, to, backwards, undefined)
  }

  override irreversible(): string | undefined {
    const { backwards } = this.args
    if (backwards === undefined) return 'it has no backwards'
    return isLost(backwards) ? 'its backwards is gone with the file, which has to be brought back' : undefined
  }

  override describe(): string {
    const { name } = this.args.forwards
    return name === '' || name === 'forwards' ? `Run data on ${this.model}` : `Run data ${name} on ${this.model}`
  }

  override get elidable(): boolean {
    return this.args.elidable === true
  }

  #steps(app: string, state: ProjectState, code: DataCode, where: Condition | undefined): readonly Step[] {
    if (code === RunCode.noop) return []
    const model = concreteModel(state, state.model(keyOf(app, this.model)))
    const fields = primaryKeyFields(model)
    const rowsOf = (apps: { getModel(app: string, model: string): HistoricalModel }): QuerySet<HistoricalRow> => {
      const all = apps.getModel(app, this.model).objects.all()
      return where === undefined ? all : all.filter(where)
    }
    return [
      dataStep({
        label: `${code.name} on ${tableOf(model)}, a few rows at a time`,
        table: tableOf(model),
        key: fields.map((field) => columnName(model, field)),
        size: this.args.batchSize,
        count: (db) => rowsOf(historicalApps(state, db)).count(),
        run: (db, range, vars) => {
          const apps = historicalApps(state, db)
          return code({ apps, db, vars, batch: rowsOf(apps).filter(within(fields, range)) })
        },
      }),
    ]
  }
}

function columnName(model: ModelState, field: string): string {
  return columnOf(field, model.field(field))
}

function within(fields: readonly string[], { after, upTo }: KeyRange): Condition {
  const end = bound(fields, upTo, 'lt', 'lte')
  return after === undefined ? end : Q.and(bound(fields, after, 'gt', 'gt'), end)
}

/** Keys of several fields go by the first in which they differ. */
function bound(
  fields: readonly string[],
  values: readonly string[],
  differs: 'lt' | 'gt',
  last: 'lte' | 'gt',
): Condition {
  const terms = fields.map((field, i) => ({ field, value: RawSQL(values[i] ?? 'NULL') }))
  const conditions = terms.map(({ field, value }, i) => {
    const equal = terms.slice(0, i).map((term) => [term.field, term.value] as const)
    const lookup = i === terms.length - 1 ? last : differs
    return Q({ ...Object.fromEntries(equal), [`${field}__${lookup}`]: value })
  })
  return Q.or(...conditions)
}
