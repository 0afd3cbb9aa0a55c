import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { embeddedVersion, startServer } from './postgres-server'
import { probe } from './probe'

/** A real PostgreSQL that tests may make databases in. */
export interface Server {
  /** What it is called in the titles of tests: `postgres 18`. */
  readonly name: string
  /** 180004 is 18.4. */
  readonly version: number
  url(database: string): string
}

/** A server whose name is known and that is started, if it has to be, when first asked for: suites are declared before. */
export interface ServerPlan {
  readonly name: string
  start(): Promise<Server>
}

/** How a server is handed to the processes of the tests. */
export interface ServerFacts {
  readonly name: string
  readonly version: number
  /** The URL of its database `postgres`. */
  readonly base: string
}

export const FACTS = 'STRATA_TEST_SERVERS'

/** Whether this run leaves real servers out: `--only-pglite`. */
export const onlyPglite = process.env.STRATA_TEST_BACKENDS === 'pglite'

/** Marks the databases of one run of tests, so that the end of the run can drop what they left. */
export const runId = process.env.STRATA_TEST_RUN ?? `${process.pid.toString(36)}${Date.now().toString(36)}`

/** The PostgreSQL that comes with the development dependencies; `stop` is for one that this process started itself. */
export async function realServer(): Promise<Server & { stop(): Promise<void> }> {
  if (onlyPglite) throw new Error('This run is for PGlite only: ask `onlyPglite` before asking for a server')
  const [handed] = handedServers()
  if (handed) return { ...server(handed), stop: async () => {} }
  own ??= startServer()
  const started = await own
  return { name: embeddedName(), version: started.version, url: started.url, stop: started.stop }
}

let own: ReturnType<typeof startServer> | undefined

/** Every real server that there is: ours, and TEST_DATABASE_URL's or the one that runs on this machine. */
export function realServers(): Promise<readonly Server[]> {
  return Promise.all(serverPlans().map((plan) => plan.start()))
}

/** The same, before any of them is started. */
export function serverPlans(): readonly ServerPlan[] {
  plans ??= makePlans()
  return plans
}

let plans: readonly ServerPlan[] | undefined

function makePlans(): readonly ServerPlan[] {
  if (onlyPglite) return []
  if (process.env[FACTS] !== undefined) {
    return handedServers().map((facts) => ({ name: facts.name, start: async () => server(facts) }))
  }
  const embedded = { name: embeddedName(), start: realServer }
  const other = otherServerNow()
  return other ? [embedded, { name: other.name, start: async () => server(other) }] : [embedded]
}

const LOCAL = 'postgres://postgres@127.0.0.1:5432/postgres'

export interface OtherServer {
  readonly url: string
  readonly found?: ServerFacts
  readonly skipped?: string
}

/** The server of TEST_DATABASE_URL, or the one that may run on this machine. */
export async function otherServer(): Promise<OtherServer> {
  const url = process.env.TEST_DATABASE_URL ?? LOCAL
  return judge(url, await probe(url))
}

/** The same without waiting, since node:test wants to know all suites of a file when it is read. */
function otherServerNow(): ServerFacts | undefined {
  const url = process.env.TEST_DATABASE_URL ?? LOCAL
  const script = join(__dirname, 'probe.ts')
  const { stdout, stderr } = spawnSync(process.execPath, ['-r', 'ts-node/register', script, url], { encoding: 'utf8' })
  if (stdout === '') throw new Error(stderr)
  const { found, skipped } = judge(url, JSON.parse(stdout) as Awaited<ReturnType<typeof probe>>)
  if (!found) console.log(`# not tested: ${host(url)}: ${skipped}`)
  return found
}

function judge(url: string, { version, reason }: Awaited<ReturnType<typeof probe>>): OtherServer {
  if (version !== undefined) return { url, found: { name: otherName(url, version), version, base: url } }
  // Whoever names a server wants it tested; the one that may run on this machine is only a chance.
  if (process.env.TEST_DATABASE_URL !== undefined) throw new Error(`TEST_DATABASE_URL: ${host(url)}: ${reason}`)
  return { url, skipped: reason ?? 'no answer' }
}

function otherName(url: string, version: number): string {
  const name = `postgres ${Math.floor(version / 10000)}`
  return name === embeddedName() ? `${name} at ${host(url)}` : name
}

export function embeddedName(): string {
  return `postgres ${Math.floor(embeddedVersion() / 10000)}`
}

function handedServers(): readonly ServerFacts[] {
  return JSON.parse(process.env[FACTS] ?? '[]') as readonly ServerFacts[]
}

export function server({ name, version, base }: ServerFacts): Server {
  return { name, version, url: (database) => Object.assign(new URL(base), { pathname: `/${database}` }).href }
}

export function host(url: string): string {
  return new URL(url).host
}
