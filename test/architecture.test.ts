import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { describe, test } from 'node:test'
import { type Architecture, COMPUTED, problemsOf, type SourceFile } from './support/architecture'

/** docs/architecture.md says the same in words. */
const ARCHITECTURE: Architecture = {
  rows: [
    ['base'],
    ['sql'],
    ['fields', 'constraints', 'objects'],
    ['state'],
    ['schema', 'query'],
    ['operations', 'models', 'backends'],
    ['migrations', 'fixtures'],
    ['autodetector', 'codegen', 'diagram', 'lint', 'project'],
    ['cli'],
    ['index.ts'],
  ],
  doors: [
    { to: ['reflect-metadata'], at: ['base/metadata'] },
    { to: ['pg'], at: ['backends/postgres/pg-driver'] },
    { to: ['strata-orm'], at: ['cli/version'] },
    { to: ['@electric-sql/pglite'], at: ['backends/postgres/pglite-driver'] },
    { to: ['ts-morph'], at: ['codegen'] },
    { to: ['commander', '@clack/prompts', 'picocolors', 'node:readline', 'node:repl', 'console'], at: ['cli'] },
    {
      to: ['process', 'node:process'],
      at: [
        'cli',
        { place: 'backends/postgres/pglite-folder-lock', reason: 'the lock file says which process holds it' },
        { place: 'backends/postgres/process-identity', reason: 'and how to tell whether it still runs' },
        { place: 'backends/postgres/held-locks', reason: 'a lock goes when the process does' },
      ],
    },
    {
      to: ['node:fs'],
      at: [
        'any:loader',
        'codegen',
        'cli',
        { place: 'backends/postgres/pglite-folder-lock', reason: 'the lock is a file' },
        { place: 'backends/postgres/pglite-folder', reason: 'PGlite would fill any folder with its files' },
        { place: 'backends/postgres/process-identity', reason: '/proc knows when a process started' },
        { place: 'backends/postgres/pglite-extensions', reason: 'PGlite keeps its extensions in files' },
        { place: 'backends/postgres/pglite-image', reason: 'a new database is read from a file' },
      ],
    },
    { to: [COMPUTED, 'node:module', 'node:vm'], at: ['any:loader', 'codegen', 'cli'] },
    { to: ['node:child_process'], at: ['cli'] },
    { to: ['node:worker_threads'], at: ['backends/postgres/pglite-thread', 'backends/postgres/pglite-worker'] },
  ],
  lazy: [
    'codegen',
    'backends/postgres/pg-driver',
    'backends/postgres/pglite-driver',
    'backends/postgres/pglite-thread',
  ],
  maxLines: 400,
  any: [{ place: 'base/metadata', reason: 'what reflect-metadata holds has no type' }],
}

test('src keeps to the architecture', () => {
  const problems = problemsOf(sources(), ARCHITECTURE)
  assert.ok(problems.length === 0, problems.join('\n'))
})

test('files are short', (t) => {
  const lines = sources()
    .map(({ text }) => text.split('\n').length - 1)
    .sort((a, b) => a - b)
  const at = (share: number) => lines[Math.min(lines.length - 1, Math.floor(lines.length * share))] ?? 0
  t.diagnostic(`${lines.length} files: median ${at(0.5)} lines, 95th percentile ${at(0.95)}, longest ${at(1)}`)
  assert.ok(at(0.5) <= 80)
  assert.ok(at(0.95) <= 250)
})

describe('the check finds', () => {
  const cases: readonly { claim: string; files: Readonly<Record<string, string>>; problems: readonly string[] }[] = [
    {
      claim: 'nothing wrong with a downward import, a neighbour in the folder and a type of a lower row',
      files: {
        'index.ts': `export { one } from './cli/one'`,
        'cli/one.ts': `import { two } from './two'\nimport type { Id } from '../base/id'\nexport const one: Id = two\nconsole.log(one)`,
        'cli/two.ts': 'export const two = 2',
        'base/id.ts': 'export type Id = number',
      },
      problems: [],
    },
    {
      claim: 'an upward import, types included',
      files: { 'sql/a.ts': `import type { B } from '../query/b'`, 'query/b.ts': 'export type B = 1' },
      problems: ['src/sql/a.ts imports ../query/b: sql is not above query'],
    },
    {
      claim: 'an import of the row’s neighbour, through its index',
      files: { 'fields/a.ts': `export * from '../constraints'`, 'constraints/index.ts': 'export const b = 1' },
      problems: ['src/fields/a.ts imports ../constraints: fields is not above constraints'],
    },
    {
      claim: 'an import of the public surface',
      files: { 'cli/a.ts': `import { b } from '..'`, 'index.ts': 'export const b = 1' },
      problems: ['src/cli/a.ts imports ..: cli is not above index.ts'],
    },
    {
      claim: 'an upward import in a type and in a call',
      files: {
        'sql/a.ts': `type A = import('../cli/b').B\nvoid import('../cli/b')\nrequire('../cli/b')`,
        'cli/b.ts': '',
      },
      problems: Array(3).fill('src/sql/a.ts imports ../cli/b: sql is not above cli'),
    },
    {
      claim: 'a folder without a row and a file that is not there',
      files: { 'utils/a.ts': `import '../base/b'\nimport './c'`, 'base/b.ts': '' },
      problems: ['src/utils/a.ts is in utils, which has no row', 'src/utils/a.ts imports ./c, which is not in src'],
    },
    {
      claim: 'packages at the wrong door, or without one',
      files: {
        'query/a.ts': `import { Client } from 'pg'\nimport lodash from 'lodash'\nimport type { Command } from 'commander'`,
        'backends/postgres/pg-driver.ts': `import pg from 'pg'`,
        'backends/postgres/other.ts': `import live from '@electric-sql/pglite/live'`,
        'lint/run.ts': `import { Project } from 'ts-morph'`,
      },
      problems: [
        'src/query/a.ts imports pg',
        'src/query/a.ts imports lodash',
        'src/query/a.ts imports commander',
        'src/backends/postgres/other.ts imports @electric-sql/pglite/live',
        'src/lint/run.ts imports ts-morph',
      ],
    },
    {
      claim: 'files touched outside the loaders, however spelled',
      files: {
        'state/a.ts': `import { readFileSync } from 'fs'\nimport { stat } from 'node:fs/promises'\nimport { join } from 'node:path'`,
        'models/loader.ts': `import { readFileSync } from 'node:fs'\nexport const load = (path: string) => import(path)`,
        'models/a.ts': 'export const load = (path: string) => [import(path), require(path)]',
      },
      problems: [
        'src/state/a.ts imports fs',
        'src/state/a.ts imports node:fs/promises',
        'src/models/a.ts imports a computed path',
        'src/models/a.ts imports a computed path',
      ],
    },
    {
      claim: 'the process and the console, and not properties of that name',
      files: {
        'sql/a.ts': 'console.log(process.env.HOME)',
        'sql/b.ts': 'export const a = globalThis.process',
        'sql/c.ts': 'export function f(x: { process: string }) { return { process: x.process } }',
        'sql/d.ts': 'export const c = { console }',
        'cli/a.ts': 'process.exit(1)',
      },
      problems: [
        'src/sql/a.ts uses console',
        'src/sql/a.ts uses process',
        'src/sql/b.ts uses process',
        'src/sql/d.ts uses console',
      ],
    },
    {
      claim: 'a lazy module that is loaded at once, and not its type or a dynamic import',
      files: {
        'codegen/write.ts': `import './text'`,
        'codegen/text.ts': '',
        'cli/a.ts': `import { write } from '../codegen/write'`,
        'cli/b.ts': `import type { Write } from '../codegen/write'\nimport { type Text } from '../codegen/text'\nvoid import('../codegen/write')`,
      },
      problems: ['src/cli/a.ts imports ../codegen/write at once: codegen is lazy'],
    },
    {
      claim: 'cycles of values, and not those of types or of lazy imports',
      files: {
        'base/b.ts': `import { a } from './a'`,
        'base/c.ts': `export { b } from './b'`,
        'base/a.ts': `import { c } from './c'\nimport type { d } from './d'\nvoid import('./d')`,
        'base/d.ts': `import { a } from './a'`,
      },
      problems: ['import cycle: src/base/a.ts → src/base/c.ts → src/base/b.ts → src/base/a.ts'],
    },
    {
      claim: 'any, default exports and long files',
      files: {
        'sql/a.ts': 'export const a = 1 as any',
        'sql/b.ts': '// any\nexport const any = "any"',
        'sql/c.ts': 'export default 1',
        'sql/d.ts': 'const d = 1\nexport { d as default }',
        'sql/e.ts': 'export default class {}',
        'sql/f.ts': '\n'.repeat(401),
        'base/metadata.ts': 'export type Hole = any',
      },
      problems: [
        'src/sql/a.ts says `any`',
        'src/sql/c.ts has a default export',
        'src/sql/d.ts has a default export',
        'src/sql/e.ts has a default export',
        'src/sql/f.ts has 401 lines, more than 400',
      ],
    },
  ]
  for (const { claim, files, problems } of cases) {
    test(claim, () => {
      const made = Object.entries(files).map(([path, text]) => ({ path, text }))
      assert.deepEqual(problemsOf(made, ARCHITECTURE), problems)
    })
  }
})

function sources(): readonly SourceFile[] {
  const root = join(__dirname, '..', 'src')
  return readdirSync(root, { encoding: 'utf8', recursive: true })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({ path: name.split(sep).join('/'), text: readFileSync(join(root, name), 'utf8') }))
}
