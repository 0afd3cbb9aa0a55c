import type { Step } from '../schema/step'
import type { ProjectState } from '../state/project-state'
import { argumentsOf } from './arguments'
import type { Change } from './operation'
import { Operation } from './operation'

export interface SeparateDatabaseAndStateArgs {
  /** What is done to the database, and not to the state. */
  readonly databaseOperations?: readonly Operation[]
  /** What is done to the state, and not to the database. */
  readonly stateOperations?: readonly Operation[]
}

/** Changes the database in one way and the state in another: for what no operation says. */
export class SeparateDatabaseAndState extends Operation<SeparateDatabaseAndStateArgs> {
  static override readonly takes = argumentsOf<SeparateDatabaseAndStateArgs>({
    databaseOperations: 'optional',
    stateOperations: 'optional',
  })
  readonly symbol = '?'

  override apply(app: string, state: ProjectState): ProjectState {
    return (this.args.stateOperations ?? []).reduce((before, operation) => operation.apply(app, before), state)
  }

  override forwards({ app, from, schema }: Change): readonly Step[] {
    return this.#between(app, from).flatMap(({ operation, before, after }) =>
      operation.forwards({ app, from: before, to: after, schema }),
    )
  }

  override backwards({ app, to, schema }: Change): readonly Step[] {
    return this.#between(app, to)
      .reverse()
      .flatMap(({ operation, before, after }) => operation.backwards({ app, from: after, to: before, schema }))
  }

  override irreversible(): string | undefined {
    return this.args.databaseOperations?.map((operation) => operation.irreversible()).find((why) => why !== undefined)
  }

  override describe(): string {
    return 'Custom state/database change combination'
  }

  /** Each operation on the database between states that only those operations made. */
  #between(app: string, start: ProjectState): { operation: Operation; before: ProjectState; after: ProjectState }[] {
    let before = start
    return (this.args.databaseOperations ?? []).map((operation) => {
      const after = operation.apply(app, before)
      const step = { operation, before, after }
      before = after
      return step
    })
  }
}
