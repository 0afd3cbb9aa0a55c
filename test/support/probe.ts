import { Client } from 'pg'

/** Whether tests can use a server: its version, or why not. */
export interface Probe {
  readonly version?: number
  readonly reason?: string
}

/** Asks a server whether it is there and lets us make databases. */
export async function probe(url: string): Promise<Probe> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 1500 })
  try {
    await client.connect()
    const { rows } = await client.query<{ version: number; allowed: boolean }>(
      `SELECT current_setting('server_version_num')::int AS version, rolcreatedb OR rolsuper AS allowed
         FROM pg_roles WHERE rolname = current_user`,
    )
    const [row] = rows
    return row?.allowed ? { version: row.version } : { reason: 'its user may not create databases' }
  } catch (error) {
    return { reason: error instanceof Error ? error.message || error.name : String(error) }
  } finally {
    await client.end().catch(() => {})
  }
}

if (require.main === module) {
  void probe(process.argv[2] ?? '').then((result) => process.stdout.write(JSON.stringify(result)))
}
