/** Why a file of the project did not load, in the words of the file: compiled names and the loader's own trail taken out. */
export function loadFailureReason(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  return cause.message
    .replace(/\(0 ?, ?[\w$]+\.([\w$]+)\)/g, '$1')
    .replace(/^[\w$]+\.([\w$]+) is not a constructor/, '$1 is not a constructor')
    .replace(/\nRequire stack:\n(?:- .*\n?)+/, '')
}

/** A file that is run without type checks fails where the compiler would have said why. */
export function compilerHint(cause: unknown): string | undefined {
  const unchecked = cause instanceof TypeError || cause instanceof ReferenceError
  return unchecked ? 'Perhaps a name is misspelt or missing: npx tsc --noEmit checks it.' : undefined
}

const naming = [
  /^([\w$]+) is not (?:a function|a constructor|defined)/,
  /^Cannot access '([\w$]+)' before initialization/,
  /^Cannot find (?:module|package) '([^']+)'/,
  /has no option "([^"]+)"/,
]

/** What of the source text the failure speaks of, if it names something. */
export function namedInFailure(cause: unknown): string | undefined {
  const reason = loadFailureReason(cause)
  return naming.map((pattern) => pattern.exec(reason)?.[1]).find((name) => name !== undefined)
}
