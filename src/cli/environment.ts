import type { connect } from '../backends/connect'

/** What a command uses of the world outside: a process has one, a test or another program makes one. */
export interface Environment {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdin: Input
  readonly stdout: Sink
  readonly stderr: Sink
  /** Opens the databases that the settings name. */
  readonly connect: typeof connect
  /** Has `stop` called when somebody wants the process to end, once: the next time it ends. Returns what undoes that. */
  readonly onInterrupt?: (stop: () => void) => () => void
}

export type Input = NodeJS.ReadableStream & { readonly isTTY?: boolean | undefined }

export interface Sink {
  write(text: string): unknown
  readonly isTTY?: boolean | undefined
  /** Of a terminal. */
  readonly columns?: number | undefined
}
