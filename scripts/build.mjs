// Builds dist/ from src/. Run by `npm run build`, by npm's `prepare`, and by scripts/test.mjs when dist/ is stale.
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const src = join(root, 'src')
const dist = join(root, 'dist')

/** Whether every source file has its output, none younger than it, and no output is left of a source file that is gone. */
export function distIsFresh() {
  if (!existsSync(join(dist, 'index.js'))) return false
  const settings = Math.max(
    ...['tsconfig.json', 'tsconfig.base.json', 'tsconfig.build.json'].map((name) => modified(join(root, name))),
  )
  const sources = filesUnder(src, '.ts')
  const outputs = filesUnder(dist, '.js')
  if (sources.length !== outputs.length) return false
  return sources.every((source) => {
    const output = join(dist, relative(src, source).replace(/\.ts$/, '.js'))
    return existsSync(output) && modified(output) >= Math.max(settings, modified(source))
  })
}

/** Compiles beside dist/ and swaps, so that dist/ is never half there and a failed build leaves the last good one. */
export function build() {
  if (!existsSync(join(src, 'index.ts'))) fail('there is no src/index.ts: nothing to build')
  const output = join(root, 'node_modules', '.cache', `strata-build-${process.pid}`)
  try {
    const arguments_ = [compiler(), '-p', join(root, 'tsconfig.build.json'), '--outDir', output]
    const { status, error } = spawnSync(process.execPath, arguments_, { cwd: root, stdio: 'inherit' })
    if (error) throw error
    if (status !== 0) fail('src does not compile (see above); dist is left as it was')
    const command = join(output, 'cli', 'bin.js')
    if (existsSync(command)) chmodSync(command, 0o755)
    rmSync(dist, { recursive: true, force: true })
    renameSync(output, dist)
  } finally {
    rmSync(output, { recursive: true, force: true })
  }
}

function compiler() {
  mkdirSync(join(root, 'node_modules', '.cache'), { recursive: true })
  try {
    return createRequire(import.meta.url).resolve('typescript/bin/tsc')
  } catch {
    return fail('typescript is not installed: run `npm install` with the development dependencies')
  }
}

function filesUnder(folder, ending) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(ending) && !name.endsWith('.d.ts'))
    .map((name) => join(folder, name))
}

function modified(file) {
  return statSync(file).mtimeMs
}

function fail(reason) {
  throw new BuildError(reason)
}

class BuildError extends Error {}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    build()
  } catch (error) {
    if (!(error instanceof BuildError)) throw error
    console.error(`build: ${error.message}`)
    process.exitCode = 1
  }
}
