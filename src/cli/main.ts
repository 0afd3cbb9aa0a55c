import { basename, dirname, resolve } from 'node:path'
import { connect } from '../backends/connect'
import type { Settings } from '../models/settings'
import { keepCompiled } from './code-cache'
import type { Environment } from './environment'
import { run } from './run'

/** The command line of the process. The exit code is set, not enforced: what was printed still has to be written. */
export async function main(settings: Settings): Promise<void> {
  const script = require.main?.filename ?? resolve(process.argv[1] ?? 'manage.ts')
  process.stdout.on('error', endIfNobodyReads)
  keepCompiled(process.argv[2] ?? '')
  process.once('beforeExit', leave)
  process.exitCode = await run(
    process.argv.slice(2),
    { settings, baseDir: dirname(script), script: basename(script) },
    processEnvironment(),
  )
}

function processEnvironment(): Environment {
  const { env, stdout, stderr } = process
  return {
    cwd: process.cwd(),
    env,
    // Asked for when there is a question: stdin is opened by the asking.
    get stdin() {
      return process.stdin
    },
    stdout,
    stderr,
    connect,
    onInterrupt,
  }
}

function onInterrupt(stop: () => void): () => void {
  const off = (): void => {
    for (const signal of INTERRUPTS) process.off(signal, once)
  }
  const once = (): void => {
    off()
    stop()
  }
  for (const signal of INTERRUPTS) process.on(signal, once)
  return off
}

const INTERRUPTS = ['SIGINT', 'SIGTERM'] as const

/**
 * When there is nothing left to do, all that was printed included. Left to itself the engine would first take its heap
 * apart and wait for what it still compiles. Whoever else wants to do something now is not cut off.
 */
function leave(): void {
  if (process.listenerCount('beforeExit') === 0) process.exit()
}

/** `showmigrations | head`: head has what it wants and goes. */
function endIfNobodyReads(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
  process.exit()
}
