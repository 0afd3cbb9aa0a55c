import { parentPort } from 'node:worker_threads'
import { DatabaseError } from './database-error'
import type { Ask, Told } from './pglite-thread'
import type { Wire } from './session'

/** What runs in the thread of `pglite-thread.ts`: one database in memory, and the questions that come for it. */
const opening = import('./pglite-driver').then(({ openMemoryWire }) => openMemoryWire())
// Whoever asks first is told.
opening.catch(() => undefined)

parentPort?.on('message', async (ask: Ask) => {
  let told: Told
  try {
    told = { answer: await answer(await opening, ask) }
  } catch (error) {
    told = { failure: failureOf(error) }
  }
  parentPort?.postMessage(told)
})

async function answer(wire: Wire, ask: Ask): Promise<unknown> {
  return ask.kind === 'query' ? wire.query(ask.sql, ask.params) : wire.script(ask.sql)
}

/** Of an error only the message would go from one thread to the other. */
function failureOf(error: unknown): Told['failure'] {
  const own = error instanceof DatabaseError ? error.cause : error
  return own instanceof Error ? { ...own, message: own.message } : { message: String(own) }
}
