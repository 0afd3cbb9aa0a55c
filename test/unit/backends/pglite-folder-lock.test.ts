import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import fs, { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, mock, test } from 'node:test'
import { DatabaseBusyError, type FolderHolder, lockFolder } from '../../../src/backends/postgres/pglite-folder-lock'
import { thisProcess } from '../../../src/backends/postgres/process-identity'

const root = mkdtempSync(join(tmpdir(), 'strata-lock-'))
let folder = root
let path = ''
const children: ChildProcess[] = []

beforeEach(() => {
  folder = mkdtempSync(join(root, 'test-'))
  path = join(folder, 'db.lock')
})
after(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(root, { recursive: true })
})

function holder(ending: 'hang' | 'exit' | 'count'): ChildProcess {
  const script = join(__dirname, 'lock-holder.ts')
  const child = spawn(process.execPath, ['-r', 'ts-node/register', script, path, ending], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  return child
}

async function lockedBy(ending: 'hang' | 'exit'): Promise<ChildProcess> {
  const child = holder(ending)
  assert(child.stdout)
  await once(child.stdout, 'data')
  return child
}

function writeLock(fields: object): void {
  writeFileSync(path, JSON.stringify({ ...thisProcess(), since: '2026-01-01T00:00:00.000Z', ...fields }))
}

test('a lock is a file that names its holder, and nothing is left of it', async () => {
  const lock = await lockFolder(path)
  const written = JSON.parse(readFileSync(path, 'utf8')) as FolderHolder
  assert.equal(written.pid, process.pid)
  assert.equal(written.host, hostname())
  assert.match(written.since, /^\d{4}-\d\d-\d\dT/)
  assert.deepEqual(readdirSync(folder), ['db.lock'])
  lock.release()
  lock.release()
  assert.deepEqual(readdirSync(folder), [])
})

test('another process is waited for, told of once, and named when it takes too long', async () => {
  const child = await lockedBy('hang')
  const seen: FolderHolder[] = []
  await assert.rejects(lockFolder(path, { waitMs: 200, onWait: (holder) => seen.push(holder) }), (error) => {
    assert(error instanceof DatabaseBusyError)
    assert.equal(error.code, 'database.busy')
    assert.match(
      error.message,
      new RegExp(`is open in process ${child.pid} \\(lock-holder\\.ts .* hang\\) since .*0\\.2 s`),
    )
    return true
  })
  assert.deepEqual(
    seen.map(({ pid }) => pid),
    [child.pid],
  )
})

test('a lock that is let go while we wait is ours', async () => {
  const first = await lockFolder(path)
  const second = lockFolder(path, { waitMs: 5000 })
  setTimeout(() => first.release(), 50)
  ;(await second).release()
})

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`${signal} ends the holder as ever, and its lock goes with it`, async () => {
    const child = await lockedBy('hang')
    child.kill(signal)
    assert.deepEqual(await once(child, 'exit'), [null, signal])
    assert.equal(existsSync(path), false)
  })
}

test('a holder that exits without a word leaves no lock', async () => {
  await once(await lockedBy('exit'), 'exit')
  assert.equal(existsSync(path), false)
})

test('the lock of a killed process is taken over at once', async () => {
  const child = await lockedBy('hang')
  child.kill('SIGKILL')
  await once(child, 'exit')
  assert.equal(existsSync(path), true)
  const lock = await lockFolder(path, { waitMs: 0 })
  assert.equal((JSON.parse(readFileSync(path, 'utf8')) as FolderHolder).pid, process.pid)
  assert.deepEqual(readdirSync(folder), ['db.lock'])
  lock.release()
})

test('a killed process that its parent has not looked after yet is gone', { skip: !existsSync('/proc') }, async () => {
  // The child ends when the shell has become a program that knows nothing of it.
  const shell = spawn('/bin/sh', ['-c', 'sleep 0.1 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(shell)
  const [line] = (await once(shell.stdout, 'data')) as [Buffer]
  const zombie = Number(String(line))
  while (!readFileSync(`/proc/${zombie}/stat`, 'utf8').includes(') Z ')) await new Promise(setImmediate)
  writeLock({ pid: zombie, startTick: undefined })
  ;(await lockFolder(path, { waitMs: 0 })).release()
})

test('an old pid that a new process has is not mistaken for the holder', { skip: !existsSync('/proc') }, async () => {
  writeLock({ pid: process.pid, startTick: '1' })
  ;(await lockFolder(path, { waitMs: 0 })).release()
})

test('a process on another host is believed to run', async () => {
  writeLock({ host: 'elsewhere', pid: 1 })
  await assert.rejects(lockFolder(path, { waitMs: 0 }), /is open in process 1 on elsewhere/)
})

test('a lock that a crash of the machine has emptied is stale', async () => {
  writeFileSync(path, '')
  ;(await lockFolder(path, { waitMs: 0 })).release()
})

/** The file that whoever takes over the lock at `path`, as it is now, has to make first. */
function claim(): string {
  return `${path}.${createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 12)}`
}

test('a process that died while it took over a stale lock is no obstacle', async () => {
  const dead = { startTick: '1' }
  writeLock(dead)
  writeFileSync(claim(), JSON.stringify({ ...thisProcess(), since: '', ...dead }))
  const lock = await lockFolder(path, { waitMs: 0 })
  assert.deepEqual(readdirSync(folder), ['db.lock'])
  lock.release()
})

test('a stale lock that another process is taking over is left to it', async () => {
  writeLock({ startTick: '1' })
  writeFileSync(claim(), JSON.stringify({ ...thisProcess(), since: '', host: 'elsewhere' }))
  await assert.rejects(lockFolder(path, { waitMs: 0 }), { code: 'database.busy', message: /on elsewhere/ })
})

test('a lock that another process took over while we were about to is left to it', async () => {
  writeLock({ startTick: '1' })
  const [claimed, link] = [claim(), fs.linkSync]
  const slow = mock.method(fs, 'linkSync', (draft: string, target: string) => {
    if (target === claimed) writeLock({ host: 'elsewhere' })
    link(draft, target)
  })
  await assert.rejects(lockFolder(path, { waitMs: 0 }), { code: 'database.busy', message: /on elsewhere/ })
  assert.deepEqual(readdirSync(folder), ['db.lock'])
  slow.mock.restore()
})

test('of many that find a stale lock one takes it at a time', async () => {
  writeLock({ startTick: '1' })
  writeFileSync(`${path}-counter`, '0')
  const rivals = Array.from({ length: 6 }, () => holder('count'))
  await Promise.all(rivals.map((rival) => once(rival, 'exit')))
  assert.equal(readFileSync(`${path}-counter`, 'utf8'), '6')
  assert.deepEqual(readdirSync(folder), ['db.lock-counter'])
})
