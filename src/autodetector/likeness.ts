/** From 0 to 1, by the pairs of letters that two names share: `price` and `unitPrice` are nearer than `price` and `body`. */
export function nameLikeness(a: string, b: string): number {
  const [ours, theirs] = [pairs(a), pairs(b)]
  if (ours.length + theirs.length === 0) return 0
  const left = [...theirs]
  let shared = 0
  for (const pair of ours) {
    const at = left.indexOf(pair)
    if (at < 0) continue
    left.splice(at, 1)
    shared++
  }
  return (2 * shared) / (ours.length + theirs.length)
}

function pairs(name: string): string[] {
  const letters = name.toLowerCase().replaceAll('_', '')
  return Array.from({ length: Math.max(0, letters.length - 1) }, (_, at) => letters.slice(at, at + 2))
}
