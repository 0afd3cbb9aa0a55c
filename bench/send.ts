// The floor of `migrate`: sends the statements of a file through `pg` and does nothing else.
//
//   ts-node bench/send.ts <file> one-by-one|at-once
import { readFileSync } from 'node:fs'
import { Client } from 'pg'

async function send(file: string, how: string): Promise<void> {
  const statements = JSON.parse(readFileSync(file, 'utf8')) as readonly string[]
  const client = new Client({ connectionString: process.env.DATABASE_URL })
  await client.connect()
  if (how === 'at-once') await client.query(statements.join(';\n'))
  else for (const statement of statements) await client.query(statement)
  await client.end()
}

const [, , file = '', how = ''] = process.argv
void send(file, how)
