// Measures what commands cost, and prints it as multiples of the bare start of the same runner: `npm run bench -- --help`.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import {
  firstMigrationCases,
  migrateCases,
  names,
  type Project,
  prepare,
  readingCases,
  squashCase,
  startCases,
} from './cases'
import { djangoCases } from './django'
import { benchFolder, generateEmpty, generateHistory, generateSize } from './generate'
import type { InProcessRow } from './in-process-rows'
import { measure } from './measure'
import { longHistory, type Options, parseOptions, usage } from './options'
import { inProcessSection, processSection, type Section, withSections } from './report'
import { type Case, measureInTurn } from './rounds'
import { type BenchServer, openServer } from './server'
import { historyApps, historyPlan } from './workload/history-plan'
import { projectPlan, type Size } from './workload/shape'

const page = join(__dirname, '..', 'docs', 'performance.md')

async function main(options: Options): Promise<void> {
  if (!existsSync(join(__dirname, '..', 'dist', 'index.js'))) throw new Error('There is no dist: `npm run build` first')
  const server = await openServer(options.server)
  const sections: Section[] = []
  const add = (section: Section): void => {
    sections.push(section)
    console.log(`\n${section.key}\n${section.lines.join('\n')}`)
  }
  try {
    const empty = generateEmpty()
    for (const size of options.sizes) add(await measureSize(size, { ...options, server, empty }))
    for (const length of options.histories) add(await measureHistory(length, { ...options, server, empty }))
    if (options.inProcess) add(measureInProcess())
  } finally {
    await server.close()
  }
  if (options.write) writeFileSync(page, withSections(readFileSync(page, 'utf8'), sections))
}

/** The options, with the server that they chose. */
interface Given extends Omit<Options, 'server'> {
  readonly server: BenchServer
  /** The folder of the project that does nothing. */
  readonly empty: string
}

async function measureSize(size: Size, given: Given): Promise<Section> {
  const labels = projectPlan(size).map(({ label }) => label)
  const project = { folder: generateSize(size), labels, server: given.server, empty: given.empty }
  await prepare(project, { makesMigrations: true })
  const cases = [
    ...startCases(project),
    ...firstMigrationCases(project),
    ...readingCases(project),
    ...migrateCases(project),
  ]
  return measured(`size-${size.name}`, cases, given)
}

async function measureHistory(length: number, given: Given): Promise<Section> {
  const folder = generateHistory(length)
  const project: Project = { folder, labels: historyApps, server: given.server, empty: given.empty }
  await prepare(project, { makesMigrations: false })
  const fromZero = length <= longHistory || given.long ? migrateCases(project) : []
  const { app, changes } = historyPlan(length)
  const squash = squashCase(project, app, changes.at(-1)?.name ?? '0001')
  const django = given.django === undefined ? [] : await djangoCases(length, given.django, given.server)
  const cases = [...startCases(project), ...readingCases(project), ...fromZero, squash, ...django]
  return measured(`history-${length}`, cases, given)
}

async function measured(key: string, all: readonly Case[], { only, rounds, server }: Given): Promise<Section> {
  const cases = all.filter(({ name }) => name === names.start || only === undefined || name.includes(only))
  const results = await measureInTurn(cases, rounds, (what) => progress(`${key}, ${what}`))
  progress('')
  return processSection(key, results, `${machine()}, ${server.name}; medians of ${rounds} rounds.`)
}

function measureInProcess(): Section {
  progress('in-process')
  const { output } = measure({ script: join(__dirname, 'in-process.ts'), args: [], folder: benchFolder })
  progress('')
  return inProcessSection(JSON.parse(output) as readonly InProcessRow[], `${machine()}; medians of 7.`)
}

function machine(): string {
  return `Node ${process.versions.node}, ${availableParallelism()} cores`
}

/** One line that is written over; none where nobody watches. */
function progress(what: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${what}`)
}

async function start(args: readonly string[]): Promise<void> {
  const options = parseOptions(args)
  if (options === undefined) console.log(usage)
  else await main(options)
}

start(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
