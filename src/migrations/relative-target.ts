import { StrataError } from '../base/errors'
import { plural } from '../base/text'
import { NoMigrationsError } from './errors'
import type { MigrationGraph } from './graph'
import type { History } from './history'
import { withLost } from './lost'
import type { Migration, MigrationKey } from './migration'
import type { Target } from './plan'
import { targetKey } from './plan'

/**
 * What a person means by `zero`, `head`, `+1`, `-2`, `0003`, `0003+1` or `head~2`. Steps are counted from what is applied,
 * or from what is named, along the migrations of the app. Where these are no line, nothing is guessed. The way back from
 * where the database is goes over all that is applied, also over what only its records know.
 */
export function targetOf(
  text: string,
  app: string,
  graph: MigrationGraph,
  history: History,
  lost: readonly Migration[] = [],
): Target {
  if (text === 'zero') return { kind: 'zero', app }
  if (text === 'head') return { kind: 'app', app }
  const steps = stepsIn(text)
  if (steps === undefined) {
    // Throws where that is no target, before anything is said of it.
    targetKey(graph, history, { app, name: text })
    return { kind: 'migration', app, name: text }
  }
  history.refuseInconsistent()
  graph.refuseConflicts()
  const whole = isBack(steps) ? withLost(graph, history, lost) : graph
  return walk({ app, text, ...steps }, whole, history.withGraph(whole))
}

interface Steps {
  /** Undefined: from where the database is. */
  readonly from: string | undefined
  readonly by: number
}

function stepsIn(text: string): Steps | undefined {
  if (/^[+-]\d+$/.test(text)) return { from: undefined, by: Number(text) }
  const [, from, way, count] = /^(.+)([+~])(\d+)$/.exec(text) ?? []
  return from === undefined ? undefined : { from, by: way === '+' ? Number(count) : -Number(count) }
}

/** Whether the text counts from where the database is, back over what is applied. */
export function countsBack(text: string): boolean {
  const steps = stepsIn(text)
  return steps !== undefined && isBack(steps)
}

function isBack({ from, by }: Steps): boolean {
  return from === undefined && by < 0
}

interface Walk extends Steps {
  readonly app: string
  readonly text: string
}

function walk(asked: Walk, graph: MigrationGraph, history: History): Target {
  const { app, from, by } = asked
  const isEnd = from === undefined || from === 'zero' || from === 'head'
  const named = isEnd ? undefined : targetKey(graph, history, { app, name: from })
  const placed = named === undefined ? graph : graph.withPlaceFor(named)
  if (placed !== graph) return walk(asked, placed, history.withGraph(placed))
  const ofApp = graph.order.filter((key) => graph.migration(key).app === app)
  if (ofApp.length === 0) throw new NoMigrationsError(app, graph.apps)
  const all = isBack(asked) ? ofApp.filter((key) => history.applied.has(key)) : ofApp
  const nameAt = (count: number): string | undefined => {
    const key = all[count - 1]
    return key === undefined ? undefined : graph.migration(key).name
  }
  const start = named === undefined ? countAt(from, all, history) : all.indexOf(named) + 1
  const end = start + by
  if (end < 0 || end > all.length) throw new TooFarError(asked, nameAt(start), by < 0 ? start : all.length - start)
  const crossed = all.slice(Math.max(0, Math.min(start, end) - 1), Math.max(start, end))
  const isBranch = (key: MigrationKey) => !isComparable(key, all, graph)
  if (crossed.some(isBranch)) {
    const names = all.filter(isBranch).map((key) => graph.migration(key).name)
    throw new NotALineError(asked, names.sort())
  }
  const name = nameAt(end)
  return name === undefined ? { kind: 'zero', app } : { kind: 'migration', app, name }
}

/** How many migrations of the app are behind one who stands there. */
function countAt(from: string | undefined, all: readonly MigrationKey[], history: History): number {
  if (from === undefined) return all.filter((key) => history.applied.has(key)).length
  return from === 'head' ? all.length : 0
}

/** Whether every other of the app comes before it or after it. */
function isComparable(key: MigrationKey, all: readonly MigrationKey[], graph: MigrationGraph): boolean {
  const related = new Set([...graph.forwardsPlan(key), ...graph.backwardsPlan(key)])
  return all.every((other) => related.has(other))
}

/** More steps than there are migrations that way. */
export class TooFarError extends StrataError {
  constructor({ app, text, by }: Walk, from: string | undefined, available: number) {
    const [way, end] = by < 0 ? ['back', 'zero'] : ['forwards', 'head']
    super({
      code: 'plan.too-far',
      message: `'${text}' goes ${plural(Math.abs(by), 'migration')} ${way} in app '${app}' from ${from ?? 'before the first'}, and there ${onlyThere(available)}.`,
      hint: `As far as that way goes is '${end}'.`,
      facts: { app, text, from, available },
    })
  }
}

function onlyThere(count: number): string {
  return count === 0 ? 'is none' : `${count === 1 ? 'is' : 'are'} only ${count}`
}

/** Steps through branches that come side by side: which of them is one step? */
export class NotALineError extends StrataError {
  constructor({ app, text }: Walk, names: readonly string[]) {
    super({
      code: 'plan.not-a-line',
      message: `'${text}' cannot be counted: migrations of app '${app}' come side by side there.`,
      hint: `Say by its name which one to go to: ${names.join(', ')}`,
      facts: { app, text, names },
    })
  }
}
