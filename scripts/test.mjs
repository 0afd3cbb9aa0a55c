// Behind `npm test`: builds, checks, starts one PostgreSQL for all, runs the tests with Node's own runner.
//
//   npm test                            everything
//   npm test -- fields                  test files whose path contains "fields"; a file or a folder will do as well
//   npm test -- -t 'renaming a field'   tests whose title matches
//   npm test -- --no-check              without biome and tsc
//   npm test -- --only-pglite           without real servers (or STRATA_TEST_BACKENDS=pglite)
//   TEST_DATABASE_URL=postgres://… npm test     on that server too, instead of one at 127.0.0.1:5432
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build, distIsFresh } from './build.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const require = createRequire(import.meta.url)
/** Of this run alone: two may be under way. */
const temporary = join(root, '.test', `run-${process.pid}`)
const SHARE_A_PROCESS = ['unit', 'property', 'integration'].map((folder) => join('test', folder) + sep)

const { values: options, positionals: filters } = parseArgs({
  allowPositionals: true,
  options: {
    'no-check': { type: 'boolean', default: false },
    'only-pglite': { type: 'boolean', default: false },
    name: { type: 'string', short: 't', multiple: true, default: [] },
  },
})

process.exitCode = await main()

async function main() {
  const files = testFiles().filter((file) => filters.length === 0 || filters.some((filter) => selects(filter, file)))
  if (files.length === 0) return complain(`no test file matches ${filters.join(', ')}`)
  try {
    if (!distIsFresh()) await build()
  } catch (error) {
    return complain(`build: ${error.message}`)
  }
  if (!options['no-check'] && !check()) return complain('the check found errors (see above); no test was run')
  if (options['only-pglite']) process.env.STRATA_TEST_BACKENDS = 'pglite'
  return run(files)
}

function testFiles() {
  return readdirSync(join(root, 'test'), { recursive: true })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join('test', name))
    .sort()
}

function selects(filter, file) {
  const path = relative(root, resolve(filter))
  return file === path || file.startsWith(path + sep) || file.includes(filter)
}

function check() {
  const commands = [
    [require.resolve('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.'],
    [require.resolve('typescript/bin/tsc'), '--noEmit', '-p', 'tsconfig.json'],
  ]
  return commands.every((command) => spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' }).status === 0)
}

async function run(files) {
  process.chdir(root)
  require('ts-node/register')
  let servers
  try {
    servers = await require('../test/support/open-servers.ts').openServers()
  } catch (error) {
    return complain(`${error.message}\n(--only-pglite leaves real servers out)`)
  }
  console.log(`databases: ${servers.report}`)
  try {
    return await runTests(files, servers.env)
  } finally {
    await servers.close()
    rmSync(temporary, { recursive: true, force: true })
  }
}

/** The exit code. On Ctrl-C the tests end by themselves, as the terminal tells them too; we have to outlive them. */
async function runTests(files, env) {
  const totals = join(temporary, 'totals')
  mkdirSync(temporary, { recursive: true })
  writeFileSync(totals, '')
  const settings = [
    ...['-r', 'ts-node/register', '--test', `--test-concurrency=${availableParallelism()}`],
    ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
    ...['--test-reporter=./scripts/summary-reporter.mjs', `--test-reporter-destination=${totals}`],
    ...options.name.map((name) => `--test-name-pattern=${name}`),
  ]
  const child = spawn(process.execPath, [...settings, ...batched(files)], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  const [code] = await once(child, 'exit')
  // Node's reporter lists the failures after the totals; the totals are to be last.
  if (code !== 0) console.log(`\n${readFileSync(totals, 'utf8').trimEnd()}`)
  return code ?? 1
}

/**
 * Files that may share a process do, two batches a folder: each process costs a quarter of a second, and one that
 * opens PGlite two more. A single file or a few run by themselves.
 */
function batched(files) {
  if (files.length <= 4) return files
  const batches = SHARE_A_PROCESS.flatMap((prefix) => {
    const sharing = files.filter((file) => file.startsWith(prefix))
    return [0, 1].map((half) => ({
      path: join(temporary, `${prefix.split(sep)[1]}-${half + 1}.js`),
      files: sharing.filter((_, index) => index % 2 === half),
    }))
  }).filter((batch) => batch.files.length > 0)
  for (const batch of batches) {
    writeFileSync(batch.path, batch.files.map((file) => `require(${JSON.stringify(join(root, file))})\n`).join(''))
  }
  const alone = files.filter((file) => !SHARE_A_PROCESS.some((prefix) => file.startsWith(prefix)))
  return [...batches.map(({ path }) => relative(root, path)), ...alone]
}

function complain(reason) {
  console.error(`test: ${reason}`)
  return 1
}
