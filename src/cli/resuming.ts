import type { Begun } from '../migrations/begun-step'
import { UsageError } from './exit'
import type { Goal } from './goal'

interface ResumeOptions {
  readonly resume?: boolean
  readonly begun?: Begun
  readonly app?: string
  readonly migration?: string
  readonly plan?: boolean
  readonly check?: boolean
  readonly fake?: boolean
  readonly fakeInitial?: boolean
}

/** What `--resume` is to finish, all of it or that of an app. Undefined: it was not said. */
export function resumeOf(options: ResumeOptions): { readonly app: string | undefined } | undefined {
  if (options.resume !== true) {
    if (options.begun === undefined) return undefined
    throw new UsageError('resume', `--begun ${options.begun} says how to go on, and goes with --resume.`)
  }
  const other = (['plan', 'check', 'fake', 'fakeInitial'] as const).find((name) => options[name] === true)
  const words = other === undefined ? options.migration : `--${other === 'fakeInitial' ? 'fake-initial' : other}`
  if (words !== undefined) {
    throw new UsageError('resume', `--resume finishes what was begun: '${words}' does not go with it.`)
  }
  return { app: options.app }
}

export function resumeGoal(app: string | undefined): Goal {
  return { verb: 'Finish', what: app === undefined ? 'what was begun' : `what was begun of ${app}` }
}
