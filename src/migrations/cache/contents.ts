import { createHash } from 'node:crypto'
import type { DataRecord } from './data'

/** What a file was like. If it is so still, so is its text: nobody can set the time of a file's last change back. */
export type Stamp = readonly [size: number, modified: number, changed: number, inode: number]

/** The digests of texts that were read, by the stamps of their files. */
export type Texts = Readonly<Record<string, readonly [stamp: Stamp, digest: string]>>

/** A module that a migration loads. */
export interface KeptModule {
  readonly digest: string
  /** When something was last added to the folders where it was found: another might be found there now. */
  readonly folders: readonly (readonly [path: string, modified: number])[]
}

/** What a migration file says. */
export interface KeptMigration {
  /** Of the text. */
  readonly digest: string
  /** Of what it does, which follows from the text. */
  readonly checksum: string
  /** By path: those that it loads, and those that they load. */
  readonly modules: Readonly<Record<string, KeptModule>>
  /** null: only the file itself says it. */
  readonly says: DataRecord | null
}

/** All that is kept, by paths relative to the project. */
export interface Contents {
  readonly migrations: Readonly<Record<string, KeptMigration>>
  readonly texts: Texts
}

export const nothing: Contents = { migrations: {}, texts: {} }

/** The text of the file that keeps them: it begins with a digest of the rest and of what wrote it. */
export function textOf(contents: Contents, writer: string): string {
  const body = JSON.stringify(contents)
  return `${digest(body, writer)}\n${body}\n`
}

/** Nothing if the text is not whole, or something else has written it. */
export function contentsOf(text: string, writer: string): Contents {
  const end = text.indexOf('\n')
  const body = text.slice(end + 1, -1)
  return text.slice(0, end) === digest(body, writer) ? (JSON.parse(body) as Contents) : nothing
}

function digest(body: string, writer: string): string {
  return createHash('sha256').update(writer).update('\n').update(body).digest('hex')
}
