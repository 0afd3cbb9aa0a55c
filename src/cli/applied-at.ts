import type { Output } from './output'

/** When a migration was applied, for `-v 2`. */
export function appliedAt(applied: Date | undefined, { verbosity }: Output): string {
  if (verbosity < 2 || applied === undefined) return ''
  return ` (applied at ${applied.toISOString().replace('T', ' ').slice(0, 19)})`
}
