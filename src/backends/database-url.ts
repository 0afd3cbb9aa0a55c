import { StrataError } from '../base/errors'

/** Where a database is. `label` names it for people, without a password. */
export type DatabaseUrl =
  | { readonly kind: 'postgres'; readonly url: string; readonly label: string }
  | { readonly kind: 'pglite'; readonly folder: string; readonly label: string }
  | { readonly kind: 'pglite-memory'; readonly label: string }

export function parseDatabaseUrl(url: string): DatabaseUrl {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase()
  if (scheme === undefined) throw new DatabaseUrlError(url === '' ? 'is empty' : 'has no scheme')
  if (scheme === 'postgres' || scheme === 'postgresql') return { kind: 'postgres', url, label: postgresLabel(url) }
  if (scheme === 'pglite') return pglite(url.slice('pglite:'.length))
  throw new DatabaseUrlError(`has the unknown scheme "${scheme}"`)
}

/** A database URL that cannot be read. Never repeats the URL, which may hold a password. */
export class DatabaseUrlError extends StrataError {
  constructor(problem: string, cause?: unknown) {
    super({
      code: 'settings.database-url',
      message: `The database URL ${problem}.`,
      hint: `Accepted: ${ACCEPTED.join(', ')}.`,
      facts: { problem, accepted: ACCEPTED },
      cause,
    })
  }
}

const ACCEPTED = ['postgres://user:password@host:5432/database', 'pglite:folder', 'pglite:memory'] as const

/** `postgres://me@host:5432/shop` of a URL with a password and options. */
export function postgresLabel(url: string): string {
  const { username, hostname, port, pathname, searchParams } = postgresUrl(url)
  const user = username === '' ? '' : `${username}@`
  // A host that is a socket's folder can only stand among the options.
  const host = hostname === '' ? (searchParams.get('host') ?? '') : hostname
  return `postgres://${user}${host}${port === '' ? '' : `:${port}`}${pathname}`
}

/** The database that a URL names, or the user's name as PostgreSQL has it, if it names any. */
export function postgresDatabase(url: string): string | undefined {
  const { pathname, username } = postgresUrl(url)
  const name = decodeURIComponent(pathname.slice(1) || username)
  return name === '' ? undefined : name
}

export interface PostgresServer {
  readonly host: string | undefined
  readonly port: string | undefined
  readonly user: string | undefined
  readonly database: string | undefined
}

/** What a URL says of the server; undefined: what is usual on this machine. */
export function postgresServer(url: string): PostgresServer {
  const { hostname, port, username, searchParams } = postgresUrl(url)
  const said = (text: string, option: string): string | undefined => text || searchParams.get(option) || undefined
  return {
    // The address of IPv6 stands in brackets, and the folder of a socket is escaped.
    host: said(decodeURIComponent(hostname.replace(/^\[(.*)\]$/, '$1')), 'host'),
    port: said(port, 'port'),
    user: said(decodeURIComponent(username), 'user'),
    database: postgresDatabase(url),
  }
}

function postgresUrl(url: string): URL {
  try {
    const parsed = new URL(url)
    for (const part of [parsed.hostname, parsed.username, parsed.password, parsed.pathname]) decodeURIComponent(part)
    return parsed
  } catch {
    // No cause: the error of URL repeats its input.
    throw new DatabaseUrlError('is malformed (characters like # / % @ in a password are written as %23 %2F %25 %40)')
  }
}

function pglite(place: string): DatabaseUrl {
  if (place === '') throw new DatabaseUrlError('names no folder')
  if (place.startsWith('//')) throw new DatabaseUrlError('has "//" after "pglite:", where only a folder stands')
  if (place === 'memory') return { kind: 'pglite-memory', label: 'pglite:memory' }
  return { kind: 'pglite', folder: place, label: `pglite:${place}` }
}
