import { names } from './cases'
import { djangoPairs } from './django'
import type { InProcessRow } from './in-process-rows'
import { type Rounds, type Row, ratio, ratioBeyondStart, rows } from './rounds'
import { commandTargets, migrateTargets, type Target, targetOf } from './targets'

/** A part of docs/performance.md that is made anew: its key stands in the markers around it. */
export interface Section {
  readonly key: string
  readonly lines: readonly string[]
}

/** Whole processes, each as a multiple of the bare start of the runner. */
export function processSection(key: string, measured: Rounds, circumstances: string): Section {
  const table = rows(measured).map((row) => processLine(row, targetOf(commandTargets, key, row.name)))
  const head = ['', 'wall s', 'CPU s', 'peak MB', 'wall / start', 'CPU / start', 'target']
  return {
    key,
    lines: [...markdown(head, table), ...beyondStart(key, measured), ...besideDjango(measured), '', circumstances],
  }
}

function processLine({ name, wall, cpu, memory, wallRatio, cpuRatio }: Row, target: Target | undefined): string[] {
  const figures = [wall.toFixed(2), cpu.toFixed(2), memory.toFixed(0), wallRatio.toFixed(2), cpuRatio.toFixed(2)]
  return [name, ...figures, target === undefined ? '' : verdict(wallRatio, target)]
}

/** What migrate takes besides what PostgreSQL takes for the same statements. */
function beyondStart(key: string, measured: Rounds): readonly string[] {
  const target = targetOf(migrateTargets, key, names.migrate)
  const found = [names.oneByOne, names.atOnce].flatMap((floor) => {
    const ratio = ratioBeyondStart(measured, names.migrate, floor)
    if (ratio === undefined) return []
    const judged = floor === names.oneByOne && target !== undefined ? verdict(ratio, target) : ''
    return [[`${names.migrate} / ${floor}`, ratio.toFixed(2), judged]]
  })
  return found.length === 0 ? [] : ['', ...markdown(['beyond the start', 'ratio', 'target'], found)]
}

function besideDjango(measured: Rounds): readonly string[] {
  const found = djangoPairs.flatMap(({ ours, django, atMost }) => {
    const found = ratio(measured, ours, django)
    return found === undefined ? [] : [[ours, found.toFixed(2), verdict(found, { atMost })]]
  })
  return found.length === 0 ? [] : ['', ...markdown(['beside Django', 'wall / Django', 'target'], found)]
}

function verdict(found: number, { atMost }: Pick<Target, 'atMost'>): string {
  return `at most ${atMost}: ${found <= atMost ? 'met' : 'missed'}`
}

/** Work inside a process, as a multiple of reading the same models as JSON. */
export function inProcessSection(found: readonly InProcessRow[], circumstances: string): Section {
  const table = found.map(({ name, cold, median, ratio }) => [
    name,
    cold.toFixed(1),
    median.toFixed(1),
    ratio.toFixed(1),
  ])
  const head = ['1000 models', 'first ms', 'median ms', 'median / JSON.parse']
  return { key: 'in-process', lines: [...markdown(head, table), '', circumstances] }
}

/** A table with its columns aligned, numbers to the right: it is read in a terminal too. */
export function markdown(head: readonly string[], body: readonly (readonly string[])[]): readonly string[] {
  const widths = head.map((title, column) => Math.max(3, title.length, ...body.map((row) => row[column]?.length ?? 0)))
  const isFigure = (column: number) => column > 0 && head[column] !== 'target'
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, at) => (isFigure(at) ? (cells[at] ?? '').padStart(width) : (cells[at] ?? '').padEnd(width))).join(' | ')} |`
  const rule = widths.map((width, at) => (isFigure(at) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)))
  return [line(head), line(rule), ...body.map(line)]
}

/** The page with the sections in the places of those that had their keys. */
export function withSections(page: string, sections: readonly Section[]): string {
  return sections.reduce((text, { key, lines }) => {
    const [start, end] = [`<!-- bench:start ${key} -->`, `<!-- bench:end ${key} -->`]
    const [from, to] = [text.indexOf(start), text.indexOf(end)]
    if (from === -1 || to < from) throw new Error(`The page has no ${start} … ${end}`)
    return `${text.slice(0, from)}${start}\n\n${lines.join('\n')}\n\n${text.slice(to)}`
  }, page)
}
