import assert from 'node:assert/strict'
import { test } from 'node:test'
import { History } from '../../../src/migrations/history'
import type { Direction } from '../../../src/migrations/plan'
import type { JournalEntry } from '../../../src/migrations/records'
import { choicesPlace } from '../../../src/migrations/records'
import { resumeCommand, resumePlan } from '../../../src/migrations/resume'
import { type Files, failure, graphOf, migrationsOf, recordsOf, ref } from './build'

const FILES: Files = { 'a.1': [], 'a.2': ['a.1'], 'a.3': ['a.2'], 'b.1': ['a.1'] }

function entry(key: string, direction: Direction, step = 1): JournalEntry {
  const [app, name] = ref(key)
  return { app, name, direction, step, digest: '', finished: true }
}

/** `+a.2 +b.1` */
function resumed(applied: readonly string[], journal: readonly JournalEntry[], app?: string, lost: Files = {}): string {
  const graph = graphOf(FILES, { applied })
  const history = History.of(graph, recordsOf(applied))
  const { migrations } = resumePlan(graph, history, { journal, app, lost: migrationsOf(lost) })
  return migrations.map(({ key, direction }) => `${direction === 'forwards' ? '+' : '-'}${key}`).join(' ')
}

test('what was half applied is applied, and nothing that comes after it', () => {
  assert.equal(resumed(['a.1'], [entry('a.2', 'forwards'), entry('a.2', 'forwards', 2)]), '+a.2')
})

test('what was half undone is undone, and nothing that it needs', () => {
  assert.equal(resumed(['a.1', 'a.2'], [entry('a.2', 'backwards')]), '-a.2')
})

test('from its record, if its file is gone', () => {
  assert.equal(resumed(['a.1', 'a.x'], [entry('a.x', 'backwards')], undefined, { 'a.x': ['a.1'] }), '-a.x')
})

test('of one app, if it is named', () => {
  const journal = [entry('a.2', 'forwards'), entry('b.1', 'forwards')]
  assert.equal(resumed(['a.1'], journal), '+a.2 +b.1')
  assert.equal(resumed(['a.1'], journal, 'b'), '+b.1')
})

test('what was not begun cannot be finished', () => {
  assert.throws(() => resumed(['a.1'], []), failure('migrate.nothing-begun', { database: 'default' }))
  assert.throws(() => resumed(['a.1'], [entry('a.2', 'forwards', choicesPlace)]), failure('migrate.nothing-begun'))
  assert.throws(() => resumed(['a.1'], [entry('a.2', 'forwards')], 'b'), failure('migrate.nothing-begun', { app: 'b' }))
})

test('the command names the database, unless it is the usual one', () => {
  assert.equal(resumeCommand(undefined), 'migrate --resume')
  assert.equal(resumeCommand('default'), 'migrate --resume')
  assert.equal(resumeCommand('archive'), 'migrate --resume --database archive')
})
