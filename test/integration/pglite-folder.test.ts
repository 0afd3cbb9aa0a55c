import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type ConnectOptions, connect } from '../../src/backends/connect'
import type { FolderHolder } from '../../src/backends/postgres/pglite-folder-lock'
import type { Connection } from '../../src/sql/connection'
import { statement } from '../../src/sql/statement'

const baseDir = mkdtempSync(join(tmpdir(), 'strata-pglite-'))
const open = (options: Partial<ConnectOptions> = {}, folder = '.strata/db') =>
  connect(`pglite:${folder}`, { baseDir, ...options })
const value = async (db: Connection, sql: string) => (await db.run(statement(sql))).rows[0]?.[0]

/** Opens the folder in another process, adds a row, and says so; then waits for its end. */
async function otherProcess() {
  const script = join(__dirname, 'hold-pglite-folder.ts')
  const child = spawn(process.execPath, ['-r', 'ts-node/register', script, baseDir, '.strata/db'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return child
}

after(() => rmSync(baseDir, { recursive: true }))

describe('a folder', () => {
  before(async () => {
    const db = await open()
    await db.script('CREATE EXTENSION pgcrypto; CREATE TABLE t (a integer); INSERT INTO t VALUES (1)')
    await db.close()
  })

  test('is made with those above it, relative to the project, and nothing is left beside it', () => {
    assert.deepEqual(readdirSync(join(baseDir, '.strata')), ['db'])
  })

  test('keeps its rows and its extensions', async () => {
    const db = await open()
    assert.equal(db.label, 'pglite:.strata/db')
    assert.equal(await value(db, 'SELECT a FROM t'), 1)
    assert.equal(await value(db, "SELECT length(digest('a', 'sha256'))"), 32)
    await db.close()
  })

  test('has one process at a time: another one waits, and sees what the first has written', async () => {
    const child = await otherProcess()
    const waitedFor: FolderHolder[] = []
    const waiting = open({ onWait: (holder) => waitedFor.push(holder) })
    while (waitedFor.length === 0) await new Promise((resolve) => setTimeout(resolve, 10))
    assert.equal(waitedFor[0]?.pid, child.pid)
    child.kill('SIGTERM')
    const db = await waiting
    assert.equal(await value(db, 'SELECT max(a) FROM t'), 2)
    await db.run(statement('DELETE FROM t WHERE a = 2'))
    await db.close()
  })

  test('of a process that takes too long is busy', async () => {
    const child = await otherProcess()
    await assert.rejects(open({ waitMs: 50 }), { code: 'database.busy', message: /hold-pglite-folder/ })
    child.kill('SIGKILL')
    await once(child, 'exit')
    const db = await open({ waitMs: 0 })
    assert.equal(await value(db, 'SELECT count(*) FROM t WHERE a = 2'), '1', 'a killed process loses nothing')
    await db.close()
  })

  test('is the same by whichever path', async () => {
    symlinkSync(join(baseDir, '.strata'), join(baseDir, 'link'))
    const db = await open()
    await assert.rejects(open({ waitMs: 0 }, 'link/db'), { code: 'database.busy' })
    await db.close()
    assert.equal(existsSync(join(baseDir, '.strata/db.lock')), false)
  })

  test('lets its process end by itself and at once', async () => {
    const source = `
      const { connect } = require('./src/backends/connect')
      connect('pglite:.strata/db', { baseDir: ${JSON.stringify(baseDir)} }).then(async (db) => {
        await db.close()
        const closed = performance.now()
        process.on('exit', () => { if (performance.now() - closed > 1000) process.exitCode = 1 })
      })`
    const child = spawn(process.execPath, ['-r', 'ts-node/register', '-e', source], { stdio: 'inherit' })
    assert.deepEqual(await once(child, 'exit'), [0, null])
  })
})

describe('what is no folder of PGlite', () => {
  const refused = { code: 'database.folder' }

  test('a folder with other files is left alone', async () => {
    mkdirSync(join(baseDir, 'other'))
    writeFileSync(join(baseDir, 'other/file'), '')
    await assert.rejects(open({}, 'other'), { ...refused, message: /other holds other files\.$/ })
    assert.deepEqual(readdirSync(join(baseDir, 'other')), ['file'])
    assert.equal(existsSync(join(baseDir, 'other.lock')), false)
  })

  test('a file', async () => {
    writeFileSync(join(baseDir, 'file'), '')
    await assert.rejects(open({}, 'file'), refused)
  })

  test('a database of another version', async () => {
    mkdirSync(join(baseDir, 'old'))
    writeFileSync(join(baseDir, 'old/PG_VERSION'), '16\n')
    await assert.rejects(open({}, 'old'), { ...refused, message: /was made by PostgreSQL 16/, hint: /another version/ })
  })

  test('a folder that PGlite was killed in while it made it is made anew', async () => {
    mkdirSync(join(baseDir, 'half'))
    writeFileSync(join(baseDir, 'half/PG_VERSION'), '18\n')
    writeFileSync(join(baseDir, 'half.unfinished'), '')
    const db = await open({}, 'half')
    assert.equal(await value(db, 'SELECT 1'), 1)
    await db.close()
    assert.equal(existsSync(join(baseDir, 'half.unfinished')), false)
  })
})
