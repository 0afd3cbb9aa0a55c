import type { UserTrigger } from '../backends/postgres/on-update'
import { bytesText, countText, secondsText } from '../base/amounts'
import type { StepForecast, TableWork, WaitsFor } from '../migrations/forecast/forecast'
import type { Range, Work } from '../migrations/forecast/rates'
import { inAll } from '../migrations/forecast/rates'
import type { PlanForecast } from '../migrations/forecast/read'
import { described } from '../migrations/patience'
import type { PlannedText } from './planned-operations'

/** A step of a plan as people read it: what is run, and below it whom that concerns. */
export function stepLines(step: StepForecast, { whole }: { readonly whole: boolean }): readonly string[] {
  const lines = step.text.split('\n')
  const [first = ''] = lines
  const text = whole ? lines : [shortened(lines.length > 1 ? `${first} …` : first)]
  return [
    ...text,
    `  ${[lockText(step), ...step.work.map(workText), batchText(step), hiddenText(step), timeText(step), waitText(step.waitsFor), ...updateTexts(step), ...restingTexts(step)].filter(Boolean).join('; ')}`,
  ]
}

/** After the list: how long it takes, and who would be in the way now. */
export function totalLines(planned: readonly PlannedText[], inTheWay: PlanForecast['inTheWay']): readonly string[] {
  const steps = planned.flatMap(({ operations }) => operations.flatMap((operation) => operation.steps))
  const known = inAll(steps.flatMap(({ seconds }) => (seconds === undefined ? [] : [seconds])))
  const unknown = steps.filter(({ seconds }) => seconds === undefined).length
  const time =
    steps.length === 0 || known === undefined
      ? []
      : [
          `Estimated time: ${rangeText(known)}${unknown === 0 ? '' : `, and what ${unknown} of ${steps.length} steps take, which is not known`}`,
        ]
  return [...time, ...inTheWay.map((blocker) => `In the way now: process ${blocker.pid} (${described(blocker)})`)]
}

function lockText({ locks, blocks, unknown }: StepForecast): string {
  const hidden = unknown?.of === 'locks' ? unknown.why : undefined
  if (locks === undefined || (locks.length === 0 && hidden !== undefined)) {
    return hidden === undefined ? 'its locks are not known' : `its locks are not known: ${hidden}`
  }
  if (locks.length === 0) return 'locks nothing that others use'
  const each = locks.map(({ table, mode }) => `${table} (${mode})`).join(', ')
  const waiting = blocked[blocks] === undefined ? [] : [blocked[blocks]]
  const more = hidden === undefined ? [] : [`its other locks are not known: ${hidden}`]
  return [`locks ${each}`, ...waiting, ...more].join(', ')
}

function hiddenText({ unknown }: StepForecast): string | undefined {
  return unknown?.of === 'work' ? `not known: ${unknown.why}` : undefined
}

function batchText({ batchSize }: StepForecast): string | undefined {
  return batchSize === undefined ? undefined : `${countText(batchSize)} rows at a time`
}

const blocked: Readonly<Record<StepForecast['blocks'], string | undefined>> = {
  nobody: 'nobody waits for it',
  'those who write its rows': 'those who write its rows wait for it',
  writers: 'writers wait for it',
  everybody: 'readers and writers wait for it',
  'not known': undefined,
}

function workText({ work, table, rows, bytes, left }: TableWork): string {
  const size =
    bytes === undefined
      ? 'size not known'
      : `${rows === undefined ? '' : `${countText(rows)} rows, `}${bytesText(bytes)}`
  return `${works[work]} ${table} (${size})${left === undefined ? '' : `, ${countText(left)} of them left to do`}`
}

const works: Readonly<Record<Work, string>> = {
  read: 'reads',
  rewrite: 'rewrites',
  build: 'builds an index of',
  fill: 'changes rows of',
}

/** A moment needs no words. */
function timeText({ seconds, work }: StepForecast): string | undefined {
  return work.length === 0 || seconds === undefined ? undefined : rangeText(seconds)
}

function rangeText([least, most]: Range): string {
  return most < 0.1 ? secondsText(most) : `${secondsText(least)} to ${secondsText(most)}`
}

function updateTexts({ onUpdate, work }: StepForecast): readonly string[] {
  const of = (each: UserTrigger['each']): readonly string[] =>
    onUpdate?.triggers.flatMap((trigger) => (trigger.each === each ? trigger.name : [])) ?? []
  return [
    ...firing(of('row'), 'row'),
    ...firing(of('statement'), 'statement'),
    ...(onUpdate?.isSecured ? [`policies may hide rows of ${work[0]?.table} from it`] : []),
  ]
}

function firing(names: readonly string[], each: string): readonly string[] {
  if (names.length === 0) return []
  const [triggers, fire] = names.length === 1 ? ['trigger', 'fires'] : ['triggers', 'fire']
  return [`for each ${each} the ${triggers} ${names.join(', ')} ${fire}`]
}

function restingTexts({ companions }: StepForecast): readonly string[] {
  const { goAlong = [], inTheWay = [] } = companions ?? {}
  return [
    ...(goAlong.length === 0 ? [] : [`with it goes ${goAlong.join(', ')}`]),
    ...(inTheWay.length === 0 ? [] : [`in its way now is ${inTheWay.join(', ')}`]),
  ]
}

function waitText(waitsFor: readonly WaitsFor[]): string | undefined {
  if (waitsFor.length === 0) return undefined
  const each = waitsFor.map(({ who, table }) =>
    table === undefined ? 'every older transaction' : `${who} of ${table}`,
  )
  return `it waits for ${each.join(' and ')}`
}

function shortened(line: string): string {
  return line.length > 100 ? `${line.slice(0, 99)}…` : line
}
