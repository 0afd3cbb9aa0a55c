import type { AppPlace } from '../project/app-places'

/** The apps of these labels, all if there are none. */
export async function chosen(places: readonly AppPlace[], labels: readonly string[]): Promise<readonly AppPlace[]> {
  const known = places.map(({ label }) => label)
  const unknown = labels.find((label) => !known.includes(label))
  if (unknown === undefined) return labels.length === 0 ? places : places.filter(({ label }) => labels.includes(label))
  const { UnknownAppError } = await import('../models/registry')
  throw new UnknownAppError(unknown, known)
}
