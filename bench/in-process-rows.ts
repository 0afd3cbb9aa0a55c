/** What one kind of work takes inside a process, in milliseconds. */
export interface InProcessRow {
  readonly name: string
  /** The first time, before the engine has compiled anything. */
  readonly cold: number
  readonly median: number
  /** As a multiple of the first row's median. */
  readonly ratio: number
}
