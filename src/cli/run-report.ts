import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { secondsText } from '../base/amounts'
import type { Traced } from '../migrations/tracer'
import type { Context } from './context'
import { toJson } from './output'
import type { MigrateEvent } from './progress-view'

/** What became of one step. */
export interface StepReport {
  readonly migration: string
  readonly operation: string
  readonly text: string
  readonly ms: number
  /** How often it was found waiting for others, and for which sessions. */
  readonly waits: number
  readonly waitedFor: readonly number[]
  /** What it took, where that was asked for. */
  readonly traced?: Traced | undefined
}

/** Gathers what a run tells, for afterwards. */
export class RunReport {
  readonly #steps: StepReport[] = []
  #begun: Pick<StepReport, 'migration' | 'operation' | 'text'> | undefined
  #waits: (readonly number[])[] = []

  get steps(): readonly StepReport[] {
    return this.#steps
  }

  add(event: MigrateEvent): void {
    switch (event.kind) {
      case 'step': {
        const text = event.step.kind === 'sql' ? event.step.sql : event.step.label
        this.#begun = { migration: `${event.app}.${event.name}`, operation: event.description, text }
        break
      }
      case 'blocked':
        this.#waits.push(event.blockers.map(({ pid }) => pid))
        break
      case 'step-done': {
        if (this.#begun === undefined) return
        const waitedFor = [...new Set(this.#waits.flat())]
        const { ms, traced } = event
        this.#steps.push({ ...this.#begun, ms, waits: this.#waits.length, waitedFor, ...(traced && { traced }) })
        this.#waits = []
        break
      }
      default:
        break
    }
  }
}

/** The steps below each other, the time of each in front. */
export function reportLines(steps: readonly StepReport[]): readonly string[] {
  return steps.map(({ migration, text, ms, waits, waitedFor, traced }) => {
    const [first = '', ...more] = text.split('\n')
    const who = waitedFor.length === 0 ? '' : ` for process ${waitedFor.join(', ')}`
    const facts = [
      waits === 0 ? undefined : `waited${who}`,
      ...(traced === undefined ? [] : [tracedText(traced)]),
    ].filter((fact) => fact !== undefined)
    const said = `${first.slice(0, 100)}${first.length > 100 || more.length > 0 ? ' …' : ''}`
    return [`${migration} (${(ms / 1000).toFixed(3)}s) ${said}`, ...facts].join('; ')
  })
}

/** `locked a (SHARE), b (ROW EXCLUSIVE)` */
export function tracedText({ locks, othersWaitedMs }: Traced): string {
  const each = locks.map(({ table, mode }) => `${table} (${mode})`).join(', ')
  const others = othersWaitedMs > 0 ? `; others waited up to ${secondsText(othersWaitedMs / 1000)}` : ''
  return `locked ${each === '' ? 'nothing that was there' : each}${others}`
}

/** Also of a run that failed: what it had done is what one wants to know then. */
export function writeReport({ cwd }: Context, file: string | undefined, { steps }: RunReport): void {
  if (file !== undefined) writeFileSync(resolve(cwd, file), `${toJson({ steps })}\n`)
}
