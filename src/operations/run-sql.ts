import type { Step } from '../schema/step'
import { sqlStep } from '../schema/step'
import type { SqlParam } from '../sql/statement'
import type { ProjectState } from '../state/project-state'
import { argumentsOf } from './arguments'
import type { Change } from './operation'
import { IrreversibleError, Operation } from './operation'

/** One script, or statements one by one, each with its parameters if it has any. */
export type Sql = string | readonly (string | readonly [sql: string, params: readonly SqlParam[]])[]

export interface RunSQLArgs {
  readonly sql: Sql
  /** What undoes it; RunSQL.noop if nothing has to be. Left out: it cannot be undone. */
  readonly reverseSql?: Sql
  /** What the SQL does to the models, so that the state knows. */
  readonly stateOperations?: readonly Operation[]
  readonly elidable?: boolean
  /** false: the statements run outside a transaction, as CREATE INDEX CONCURRENTLY must. */
  readonly atomic?: boolean
}

/** Runs SQL as it is written. */
export class RunSQL extends Operation<RunSQLArgs> {
  static override readonly takes = argumentsOf<RunSQLArgs>({
    sql: 'required',
    reverseSql: 'optional',
    stateOperations: 'optional',
    elidable: 'optional',
    atomic: 'optional',
  })
  static readonly noop = ''
  readonly symbol = 's'

  override apply(app: string, state: ProjectState): ProjectState {
    return (this.args.stateOperations ?? []).reduce((before, operation) => operation.apply(app, before), state)
  }

  override forwards(_change: Change): readonly Step[] {
    return steps(this.args.sql, this.args.atomic ?? true)
  }

  override backwards(_change: Change): readonly Step[] {
    const { reverseSql, atomic = true } = this.args
    if (reverseSql === undefined) throw new IrreversibleError(this, 'it has no reverseSql')
    return steps(reverseSql, atomic)
  }

  override irreversible(): string | undefined {
    return this.args.reverseSql === undefined ? 'it has no reverseSql' : undefined
  }

  override describe(): string {
    return 'Raw SQL operation'
  }

  override get elidable(): boolean {
    return this.args.elidable === true
  }
}

function steps(sql: Sql, transactional: boolean): readonly Step[] {
  const effects = { transactional, locks: undefined, writesRows: true }
  const statements = typeof sql === 'string' ? [sql] : sql
  return statements.flatMap((statement) => {
    const [text, params] = typeof statement === 'string' ? [statement, []] : statement
    return text.trim() === '' ? [] : [sqlStep(text, effects, params)]
  })
}
