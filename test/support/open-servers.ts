import { dropDatabases } from './databases'
import { startServer } from './postgres-server'
import { embeddedName, FACTS, host, onlyPglite, otherServer, runId, type ServerFacts, server } from './servers'

export interface OpenServers {
  /** For the processes of the tests. */
  readonly env: Readonly<Record<string, string>>
  /** Which servers are used, and why one is not. */
  readonly report: string
  close(): Promise<void>
}

/** For the runner: one server for all processes. */
export async function openServers(): Promise<OpenServers> {
  const env = { STRATA_TEST_RUN: runId }
  if (onlyPglite) {
    return { env: { ...env, STRATA_TEST_BACKENDS: 'pglite' }, report: 'pglite', close: async () => {} }
  }
  const { url, found, skipped } = await otherServer()
  const embedded = await startServer()
  const facts: ServerFacts[] = [{ name: embeddedName(), version: embedded.version, base: embedded.url('postgres') }]
  if (found) facts.push(found)
  const other = found ? `${found.name} (${host(url)})` : `not ${host(url)}: ${skipped}`
  return {
    env: { ...env, [FACTS]: JSON.stringify(facts) },
    report: `pglite, ${embeddedName()}, ${other}`,
    close: async () => {
      if (found) await dropDatabases(server(found))
      await embedded.stop()
    },
  }
}
