/** The line of a file where an error came from or went through, as its stack says; undefined: it did not. */
export function lineOfFailure(cause: unknown, file: string): number | undefined {
  const stack = cause instanceof Error ? (cause.stack ?? '') : ''
  const frames = slashed(stack).split('\n')
  const place = `${slashed(file)}:`
  const frame = frames.find((each) => each.includes(place))
  const at = frame === undefined ? Number.NaN : Number.parseInt(frame.slice(frame.indexOf(place) + place.length), 10)
  return Number.isNaN(at) ? undefined : at
}

function slashed(text: string): string {
  return text.replaceAll('\\', '/')
}
