/** Something to undo before this process ends. Must be synchronous and must not throw. */
export type Release = () => void

/**
 * Has `release` called when the process ends, by itself or by a signal. Returns what calls it earlier.
 * The listeners are there only while something is held: a library should not change how a process takes signals.
 */
export function holdUntilExit(release: Release): Release {
  if (held.size === 0) listen()
  held.add(release)
  return () => {
    if (!held.delete(release)) return
    if (held.size === 0) unlisten()
    release()
  }
}

const held = new Set<Release>()

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

function listen(): void {
  process.on('exit', releaseAll)
  for (const signal of SIGNALS) process.on(signal, onSignal)
}

function unlisten(): void {
  process.off('exit', releaseAll)
  for (const signal of SIGNALS) process.off(signal, onSignal)
}

function onSignal(signal: NodeJS.Signals): void {
  // Somebody else decides what the signal means, and may still need what is held; `exit` comes later.
  if (process.listenerCount(signal) > 1) return
  releaseAll()
  // Nobody listens any more, so the signal does what it does without us: the parent sees how we ended.
  process.kill(process.pid, signal)
}

function releaseAll(): void {
  unlisten()
  for (const release of held) release()
  held.clear()
}
