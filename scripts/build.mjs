// Builds dist/ from src/. Run by `npm run build`, by npm's `prepare`, and by scripts/test.mjs when dist/ is stale.
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const src = join(root, 'src')
const dist = join(root, 'dist')
/** What the page of `graph` is made of: it stands beside the bundle as it is. */
const page = join(src, 'cli', 'graph-page')

/** Whether every source file has its declarations, nothing built is older than it, and none is left of a file that is gone. */
export function distIsFresh() {
  if (!existsSync(join(dist, 'index.js'))) return false
  const settings = [
    'tsconfig.json',
    'tsconfig.base.json',
    'tsconfig.build.json',
    'package.json',
    'scripts/build.mjs',
    'scripts/entry.cjs',
  ]
  const sources = filesUnder(src, '.ts')
  if (sources.length !== filesUnder(dist, '.d.ts').length) return false
  const others = [...filesUnder(page, ''), ...settings.map((name) => join(root, name))]
  const youngest = Math.max(...[...sources, ...others].map(modified))
  return entries.every((entry) => modified(join(dist, `${entry}.js`)) >= youngest)
}

/** What is run of the package, and what is built for it. Each is one file: a start that reads 300 takes half as long again. */
const bundles = { index: 'bundle', 'cli/bin': 'cli/bin', 'backends/postgres/pglite-worker': 'pglite-worker' }
const entries = ['index', ...Object.values(bundles)]

/** Builds beside dist/ and swaps, so that dist/ is never half there and a failed build leaves the last good one. */
export async function build() {
  if (!existsSync(join(src, 'index.ts'))) fail('there is no src/index.ts: nothing to build')
  const output = join(root, 'node_modules', '.cache', `strata-build-${process.pid}`)
  try {
    declare(output)
    await bundle(output)
    for (const name of Object.values(bundles)) nameClassesAlone(join(output, `${name}.js`))
    copyFileSync(join(root, 'scripts', 'entry.cjs'), join(output, 'index.js'))
    cpSync(page, join(output, 'graph-page'), { recursive: true })
    chmodSync(join(output, 'cli', 'bin.js'), 0o755)
    rmSync(dist, { recursive: true, force: true })
    renameSync(output, dist)
  } finally {
    rmSync(output, { recursive: true, force: true })
  }
}

/** Type-checks src and writes its declarations, one file each. */
function declare(output) {
  const arguments_ = [compiler(), '-p', join(root, 'tsconfig.build.json'), '--outDir', output]
  const { status, error } = spawnSync(process.execPath, arguments_, { cwd: root, stdio: 'inherit' })
  if (error) throw error
  if (status !== 0) fail('src does not compile (see above); dist is left as it was')
}

/** A module that is imported dynamically stays one that is run when it is first imported, inside the one file too. */
async function bundle(output) {
  const { build: esbuild } = await import('esbuild')
  await esbuild({
    entryPoints: Object.entries(bundles).map(([entry, out]) => ({ in: join(src, `${entry}.ts`), out })),
    outdir: output,
    outbase: src,
    bundle: true,
    packages: 'external',
    external: ['strata-orm/package.json'],
    platform: 'node',
    target: 'node20.19',
    format: 'cjs',
    supported: { 'dynamic-import': false },
    keepNames: true,
    sourcemap: true,
    sourcesContent: false,
    tsconfig: join(root, 'tsconfig.build.json'),
    logLevel: 'warning',
  })
}

const namingAll = 'var __name = (target, value) => __defProp('
const namingClasses =
  'var __name = (target, value) => !("prototype" in target) || target.name === value ? target : __defProp('

/** What gives its name back to a class does so to every closure, each time it is made: of a large project, ten thousands. */
function nameClassesAlone(file) {
  const code = readFileSync(file, 'utf8')
  if (!code.includes(namingAll)) fail(`${file} does not say ${namingAll}: esbuild has changed`)
  writeFileSync(file, code.replace(namingAll, namingClasses))
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
    .filter((name) => name.endsWith(ending))
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
    await build()
  } catch (error) {
    if (!(error instanceof BuildError)) throw error
    console.error(`build: ${error.message}`)
    process.exitCode = 1
  }
}
