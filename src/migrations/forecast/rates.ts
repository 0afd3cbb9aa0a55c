import type { RelationSize } from '../../backends/postgres/relation-sizes'

/** What a step does with a table as a whole. */
export type Work = 'read' | 'rewrite' | 'build' | 'fill'

/** In seconds, from a fast machine where nothing else goes on to a busy one with a cold cache. */
export type Range = readonly [least: number, most: number]

/**
 * Megabytes a second, measured on two cores with a table of 1,000,000 rows that fits into memory: a full read took
 * 0.1 s, an index 0.3 s, new rows with their indexes 1.0 to 2.2 s, a fill in small batches 6 s (docs/safe-runs.md).
 */
const megabytes: Readonly<Record<Work, number>> = { read: 600, build: 200, rewrite: 50, fill: 12 }

/** What disks and neighbours make of it. */
const SLOWEST = 8

/** undefined: nobody knows how large the table is. */
export function timeOf(work: Work, { bytes, indexBytes }: RelationSize): Range | undefined {
  if (bytes === undefined) return undefined
  const all = work === 'rewrite' ? bytes + indexBytes : bytes
  const least = all / 1024 ** 2 / megabytes[work]
  return [least, least * SLOWEST]
}

/** undefined as soon as one of them is. */
export function inAll(ranges: readonly (Range | undefined)[]): Range | undefined {
  let [least, most] = [0, 0]
  for (const range of ranges) {
    if (range === undefined) return undefined
    least += range[0]
    most += range[1]
  }
  return [least, most]
}
