import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { benchFolder } from './generate'

/** A process that is run and measured as a whole: `ts-node <script> <args>`, or `<python> <script> <args>`. */
export interface Run {
  /** An absolute path, or one below `folder`. */
  readonly script: string
  readonly args: readonly string[]
  /** The project that it runs in. */
  readonly folder: string
  readonly variables?: Readonly<Record<string, string>>
  /** A Python; none: Node, through ts-node. */
  readonly python?: string
}

/** What a process took: seconds from its start to its end, seconds of CPU, MiB of memory at the peak. */
export interface Usage {
  readonly wall: number
  readonly cpu: number
  readonly memory: number
}

const runner = require.resolve('ts-node/dist/bin.js')
const hook = join(__dirname, 'usage-hook.cjs')
/** ts-node keeps TypeScript compiled there; other runs of it with other flags would throw ours out. */
const temporary = join(benchFolder, 'tmp')

const environment = { PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: temporary, NO_COLOR: '1' }

/** Starts the process, waits for its end and says what it took and what it printed. Throws if it fails. */
export function measure({ folder, variables, ...run }: Run): Usage & { readonly output: string } {
  mkdirSync(temporary, { recursive: true })
  const noted = join(benchFolder, `usage-${process.pid}.json`)
  rmSync(noted, { force: true })
  const start = process.hrtime.bigint()
  const [program, args] = commandLine(run)
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: folder,
    // Nothing else of ours: options for Node or ts-node in it would be measured along.
    env: { ...environment, ...variables, STRATA_BENCH_USAGE: noted },
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  const wall = Number(process.hrtime.bigint() - start) / 1e9
  if (error) throw error
  if (status !== 0) throw new Error(`${args.join(' ')} in ${folder}: exit ${status}\n${stdout}${stderr}`)
  const { cpu, memory } = JSON.parse(readFileSync(noted, 'utf8')) as Omit<Usage, 'wall'>
  rmSync(noted)
  return { wall, cpu, memory, output: stdout }
}

function commandLine({ script, args, python }: Pick<Run, 'script' | 'args' | 'python'>): [string, readonly string[]] {
  if (python !== undefined) return [python, [join(__dirname, 'django-usage.py'), script, ...args]]
  return [process.execPath, ['-r', hook, runner, script, ...args]]
}
