import { measure, type Run, type Usage } from './measure'

/** One thing that is measured. */
export interface Case {
  readonly name: string
  readonly run: Run
  /** Makes what it starts from, outside the timing. */
  before?(): Promise<void>
}

export interface Row extends Usage {
  readonly name: string
  /** Wall and CPU as multiples of those of the first case. */
  readonly wallRatio: number
  readonly cpuRatio: number
}

/** What each case took, round by round. */
export type Rounds = ReadonlyMap<string, readonly Usage[]>

/** All cases in turn, as often as there are rounds, and once before that does not count: it fills the caches. */
export async function measureInTurn(
  cases: readonly Case[],
  rounds: number,
  report: (what: string) => void,
): Promise<Rounds> {
  const measured = new Map<string, Usage[]>(cases.map(({ name }) => [name, []]))
  for (let round = 0; round <= rounds; round++) {
    for (const { name, run, before } of cases) {
      report(`round ${round} of ${rounds}: ${name}`)
      await before?.()
      const usage = measure(run)
      if (round > 0) measured.get(name)?.push(usage)
    }
  }
  return measured
}

/** Medians; ratios are taken within each round, where the machine was in one mood, and their median is given. */
export function rows(measured: Rounds): readonly Row[] {
  const [floor = []] = measured.values()
  return [...measured].map(([name, usages]) => ({
    name,
    wall: median(usages.map(({ wall }) => wall)),
    cpu: median(usages.map(({ cpu }) => cpu)),
    memory: median(usages.map(({ memory }) => memory)),
    wallRatio: median(usages.map(({ wall }, round) => wall / (floor[round]?.wall ?? Number.NaN))),
    cpuRatio: median(usages.map(({ cpu }, round) => cpu / (floor[round]?.cpu ?? Number.NaN))),
  }))
}

/** How one case compares with another once the first case, the bare start, is taken off both. undefined: not measured. */
export function ratioBeyondStart(measured: Rounds, name: string, to: string): number | undefined {
  const [floor = []] = measured.values()
  const [ours, theirs] = [measured.get(name), measured.get(to)]
  if (ours === undefined || theirs === undefined) return undefined
  const beyond = (usages: readonly Usage[], round: number): number =>
    (usages[round]?.wall ?? Number.NaN) - (floor[round]?.wall ?? Number.NaN)
  return median(ours.map((_, round) => beyond(ours, round) / beyond(theirs, round)))
}

/** How one case compares with another, whole processes. undefined: not measured. */
export function ratio(measured: Rounds, name: string, to: string): number | undefined {
  const [ours, theirs] = [measured.get(name), measured.get(to)]
  if (ours === undefined || theirs === undefined) return undefined
  return median(ours.map(({ wall }, round) => wall / (theirs[round]?.wall ?? Number.NaN)))
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length >> 1
  const high = sorted[half] ?? Number.NaN
  return sorted.length % 2 === 1 ? high : (high + (sorted[half - 1] ?? Number.NaN)) / 2
}
