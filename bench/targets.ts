import { names } from './cases'

/** What a figure must not exceed. */
export interface Target {
  readonly section: string
  readonly name: string
  readonly atMost: number
}

/** Of a command: multiples of the bare start of the runner. */
export const commandTargets: readonly Target[] = [
  { section: 'size-M', name: names.check, atMost: 1.6 },
  { section: 'size-L', name: names.check, atMost: 4 },
  { section: 'size-L', name: names.first, atMost: 6 },
]

/** Of migrate beyond the start: multiples of the same statements sent one by one. */
export const migrateTargets: readonly Target[] = [{ section: 'size-M', name: names.migrate, atMost: 1.5 }]

export function targetOf(targets: readonly Target[], section: string, name: string): Target | undefined {
  return targets.find((each) => each.section === section && each.name === name)
}
