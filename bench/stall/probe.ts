import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** The longest times that others had to wait, in ms. */
export interface Stall {
  readonly reader: number
  readonly writer: number
  /** Of their statements, with PostgreSQL's words: a deadlock ends one of its sides. */
  readonly failures: readonly string[]
}

interface Answer {
  readonly longest: number
  readonly failures: readonly string[]
}

/** Reads and writes rows all the time while something is done, and says how long the longest of it took. */
export async function stallDuring(url: string, rows: number, work: () => Promise<void>): Promise<Stall> {
  const [reading, writing] = await Promise.all([start(url, 'reader', rows), start(url, 'writer', rows)])
  try {
    await sleep(500)
    for (const other of [reading, writing]) other.send('forget')
    await work()
    await sleep(20)
    const [reader, writer] = await Promise.all([answerOf(reading), answerOf(writing)])
    return { reader: reader.longest, writer: writer.longest, failures: [...reader.failures, ...writer.failures] }
  } finally {
    for (const other of [reading, writing]) other.kill()
  }
}

async function start(url: string, kind: string, rows: number): Promise<ChildProcess> {
  const child = fork(join(__dirname, 'traffic.ts'), [url, kind, String(rows)], { execArgv: ['-r', 'ts-node/register'] })
  await once(child, 'message')
  return child
}

async function answerOf(child: ChildProcess): Promise<Answer> {
  const answered = once(child, 'message') as Promise<[Answer]>
  child.send('report')
  const [answer] = await answered
  return answer
}
