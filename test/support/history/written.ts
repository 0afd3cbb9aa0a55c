import { valueText } from '../../../src/codegen/value-text'
import type { ProjectState } from '../../../src/state/project-state'
import type { History, Moment } from './history'

/** New paths by old ones, `app.Model` or `app.Model.field`: what was renamed in one step. */
export type Renames = Readonly<Record<string, string>>

/** A history by its states. What keeps its name is the same thing, and what was renamed is said for each step. */
export function historyOf(states: readonly ProjectState[], renames: readonly Renames[] = []): History {
  const moments: Moment[] = []
  let made = 0
  for (const [at, state] of states.entries()) {
    const former = new Map(Object.entries(renames[at - 1] ?? {}).map(([old, path]) => [path, old]))
    const before = moments.at(-1)?.identities
    const identities = new Map<string, number>()
    for (const path of pathsOf(state)) {
      identities.set(path, before?.get(former.get(path) ?? followed(path, former)) ?? made++)
    }
    moments.push({ state, identities })
  }
  return moments
}

/** A field of a renamed model is called by its model's new name. */
function followed(path: string, former: ReadonlyMap<string, string>): string {
  const end = path.lastIndexOf('.')
  return (former.get(path.slice(0, end)) ?? path.slice(0, end)) + path.slice(end)
}

function* pathsOf(state: ProjectState): Iterable<string> {
  for (const model of state.models()) {
    yield model.key
    for (const name of model.fields.keys()) yield `${model.key}.${name}`
  }
}

/** A history as it can be written down: the first state, and what is not the same in the next ones. */
export function textOf(history: History): string {
  let before = new Set<string>()
  const blocks = history.map((moment) => {
    const lines = linesOf(moment)
    const gone = [...before].filter((line) => !lines.has(line)).map((line) => `- ${line}`)
    const come = [...lines].filter((line) => !before.has(line)).map((line) => `+ ${line}`)
    before = lines
    return [...gone, ...come].join('\n')
  })
  return blocks.join('\n── then ──\n')
}

function linesOf({ state, identities }: Moment): Set<string> {
  const width = 1000
  const said = (value: unknown): string => valueText(value, { width }).text
  const lines = [...state.models()].flatMap((model) => [
    `${identities.get(model.key)} ${model.key} ${said(model.options)} ${model.bases.join()}`,
    ...[...model.fields].map(([name, field]) => {
      const path = `${model.key}.${name}`
      return `${identities.get(path)} ${path}: ${said(field)}`
    }),
  ])
  return new Set(lines)
}
