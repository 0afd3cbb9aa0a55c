import type { CodeContext } from '../query/historical'
import { historicalApps } from '../query/historical'
import type { Step } from '../schema/step'
import { codeStep } from '../schema/step'
import type { ProjectState } from '../state/project-state'
import { argumentsOf } from './arguments'
import { isLost } from './lost-code'
import type { Change } from './operation'
import { IrreversibleError, Operation } from './operation'

/** Changes rows through the models as they are at this point of the history. */
export type Code = (context: CodeContext) => Promise<void>

export interface RunCodeArgs {
  readonly code: Code
  /** What undoes it; RunCode.noop if nothing has to be. Left out: it cannot be undone. */
  readonly reverseCode?: Code
  /** false: runs outside the migration's transaction. */
  readonly atomic?: boolean
  readonly elidable?: boolean
}

/** Runs code on the rows: Django's RunPython. */
export class RunCode extends Operation<RunCodeArgs> {
  static override readonly takes = argumentsOf<RunCodeArgs>({
    code: 'required',
    reverseCode: 'optional',
    atomic: 'optional',
    elidable: 'optional',
  })
  static readonly noop: Code = () => Promise.resolve()
  readonly symbol = 'p'

  override apply(_app: string, state: ProjectState): ProjectState {
    return state
  }

  override forwards({ from }: Change): readonly Step[] {
    return this.#steps(this.args.code, from)
  }

  override backwards({ to }: Change): readonly Step[] {
    const { reverseCode } = this.args
    if (reverseCode === undefined) throw new IrreversibleError(this, 'it has no reverseCode')
    return this.#steps(reverseCode, to)
  }

  override irreversible(): string | undefined {
    const { reverseCode } = this.args
    if (reverseCode === undefined) return 'it has no reverseCode'
    return isLost(reverseCode) ? 'its reverseCode is gone with the file, which has to be brought back' : undefined
  }

  override describe(): string {
    const { name } = this.args.code
    return name === '' || name === 'code' ? 'Run code' : `Run code ${name}`
  }

  override get elidable(): boolean {
    return this.args.elidable === true
  }

  #steps(code: Code, state: ProjectState): readonly Step[] {
    if (code === RunCode.noop) return []
    const { atomic: transactional = true } = this.args
    return [codeStep(code.name, (db, vars) => code({ apps: historicalApps(state, db), db, vars }), { transactional })]
  }
}
