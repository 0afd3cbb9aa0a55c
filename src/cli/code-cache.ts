/** Comes from scripts/entry.cjs, and only to what is built of the package: keeps what the engine made of our code. */
declare const keepCode: ((command: string) => void) | undefined

/** The next run of the command finds the functions that this one uses compiled. */
export function keepCompiled(command: string): void {
  if (typeof keepCode === 'function') keepCode(command)
}
