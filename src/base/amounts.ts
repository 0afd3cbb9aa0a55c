/** Amounts as people read them: two digits are enough to decide by. */

/** `950`, `12 k`, `1.2 M`. */
export function countText(count: number): string {
  return scaled(count, 1000, ['', ' k', ' M', ' G'], 10_000)
}

/** `8 kB`, `310 MB`. */
export function bytesText(bytes: number): string {
  return scaled(bytes, 1024, [' bytes', ' kB', ' MB', ' GB', ' TB'], 1024)
}

/** `0.3 s`, `12 s`, `4 min`, `2 h`. */
export function secondsText(seconds: number): string {
  if (seconds < 0.1) return '< 0.1 s'
  if (seconds < 100) return `${rounded(seconds)} s`
  return seconds < 100 * 60 ? `${rounded(seconds / 60)} min` : `${rounded(seconds / 3600)} h`
}

/** Exact below `exact`. */
function scaled(amount: number, step: number, units: readonly string[], exact: number): string {
  if (amount < exact) return `${Math.round(amount)}${units[0] ?? ''}`
  let [left, unit] = [amount, 0]
  for (; left >= step && unit < units.length - 1; unit++) left /= step
  return `${rounded(left)}${units[unit] ?? ''}`
}

function rounded(amount: number): string {
  return amount < 10 ? String(Number(amount.toFixed(1))) : String(Math.round(amount))
}
