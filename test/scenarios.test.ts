import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import type { Settings } from '../src/models/settings'
import { type Variant, variants } from './support/database'
import {
  isExpectation,
  type Part,
  parseCommandLine,
  parseScenario,
  printScenario,
  type Scenario,
} from './support/scenario'
import { ScenarioProject } from './support/scenario-project'

const folder = join(__dirname, 'scenarios')
const updating = process.env.UPDATE_SCENARIOS === '1'

variants((variant) => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.txt'))) {
    const path = join(folder, file)
    const text = readFileSync(path, 'utf8')
    const scenario = parseScenario(text)
    test(`${scenario.title} (${basename(file, '.txt')})`, { skip: reasonToSkip(scenario, variant) }, async () => {
      const found = await play(scenario, basename(file, '.txt'), variant)
      if (updating) return writeFileSync(path, printScenario(found))
      // Part by part: what comes first is the cause of what comes after.
      for (const [index, part] of scenario.parts.entries()) assert.deepEqual(shown(found[index]), shown(part))
    })
  }
})

function shown(part: Part | undefined): readonly string[] {
  return part === undefined ? [] : [`line ${part.line}: ${part.subject}`, ...part.body]
}

function reasonToSkip({ parts }: Scenario, { name }: Variant): string | false {
  const only = parts.find(({ kind }) => kind === 'only')?.subject ?? ''
  return name.startsWith(only) ? false : `only on ${only}`
}

/** The parts with what came in the place of what was expected. */
async function play({ parts }: Scenario, name: string, variant: Variant): Promise<readonly Part[]> {
  const hasProcesses = parts.some(({ kind, subject }) => kind === 'run' && /\bts-node\b/.test(subject))
  const project = new ScenarioProject({
    name: `${name}-${variant.name.replace(/\W+/g, '-')}`,
    url: hasProcesses && !variant.manySessions ? 'pglite:.strata/db' : variant.url,
    open: hasProcesses ? undefined : () => variant.open(),
  })
  try {
    const played: Part[] = []
    for (const part of parts) {
      const body = await outcome(part, project).catch((error: unknown) => {
        throw new Error(`line ${part.line}: ${part.subject}`, { cause: error })
      })
      played.push(isExpectation(part) ? { ...part, body: lines(body ?? '') } : part)
    }
    return played
  } finally {
    project.remove()
  }
}

function lines(text: string): readonly string[] {
  return text === ''
    ? []
    : text
        .replace(/\n+$/, '')
        .split('\n')
        .map((line) => line.trimEnd())
}

async function outcome({ kind, subject, body }: Part, project: ScenarioProject): Promise<string | undefined> {
  switch (kind) {
    case 'comment':
    case 'only':
      return undefined
    case 'write':
      project.write(subject, `${body.join('\n')}\n`)
      return undefined
    case 'edit':
      project.edit(subject, body)
      return undefined
    case 'delete':
      project.delete(subject)
      return undefined
    case 'settings':
      project.set(JSON.parse(subject) as Partial<Settings>)
      return undefined
    case 'run':
      return project.command(parseCommandLine(subject))
    case 'file':
      return project.read(subject) ?? '(no such file)'
    case 'files':
      return project.migrations(subject).join('\n')
    case 'query':
      return project.query(subject)
  }
}
