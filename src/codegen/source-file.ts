/** A file that is to be written. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}
