// One reader or writer in a loop, in a process of its own: sends the longest time that it had to wait, when asked.
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'

const queries: Readonly<Record<string, string>> = {
  reader: 'SELECT stock FROM shop_book WHERE id = $1',
  writer: 'UPDATE shop_book SET pad = pad WHERE id = $1',
}

async function main(url: string, kind: string, rows: number): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  let longest = 0
  let begun = performance.now()
  const failures: string[] = []
  process.on('message', (message) => {
    // A statement that still waits counts as well.
    if (message === 'report') process.send?.({ longest: Math.max(longest, performance.now() - begun), failures })
    longest = 0
  })
  process.send?.('ready')
  for (;;) {
    begun = performance.now()
    await client.query(queries[kind] ?? '', [1 + Math.floor(Math.random() * rows)]).catch((error: unknown) => {
      failures.push(error instanceof Error ? error.message : String(error))
    })
    longest = Math.max(longest, performance.now() - begun)
    await sleep(1)
  }
}

const [url = '', kind = '', rows = '1'] = process.argv.slice(2)
main(url, kind, Number(rows)).catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
