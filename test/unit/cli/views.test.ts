import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type MakemigrationsData, madeLines } from '../../../src/cli/made-migrations'
import type { Verbosity } from '../../../src/cli/output'
import { plannedLines } from '../../../src/cli/planned-operations'
import { type MigrateEvent, ProgressView } from '../../../src/cli/progress-view'
import { describeIssues } from '../../../src/cli/system-checks'
import { sqlStep } from '../../../src/schema/step'
import { recorder } from './recorder'

describe('makemigrations prints', () => {
  const made = {
    app: 'movies',
    name: '0002_rating',
    path: 'apps/movies/migrations/0002_rating.ts',
    operations: [{ symbol: '+', description: 'Add field rating to Movie' }],
    text: 'the file\n',
  }
  const data: MakemigrationsData = { apps: [], migrations: [made], written: true, undecided: undefined }
  const lines = (changes: Partial<MakemigrationsData>, verbosity: Verbosity = 1) =>
    madeLines({ ...data, ...changes }, recorder({ verbosity }).out)
  const usual = [
    "Migrations for 'movies':",
    '  apps/movies/migrations/0002_rating.ts',
    '    + Add field rating to Movie',
  ]

  test('the app, the file and the operations', () => assert.deepEqual(lines({}), usual))
  test('two files of an app below each other', () => {
    assert.deepEqual(lines({ migrations: [made, made] }), [...usual, ...usual.slice(1)])
  })
  test('the file as well, in a dry run with -v 3', () => {
    assert.deepEqual(lines({ written: false }), usual)
    const full = [...usual, "Full migrations file '0002_rating.ts':", 'the file\n']
    assert.deepEqual(lines({ written: false }, 3), full)
    assert.deepEqual(lines({}, 3), usual)
  })
  test('that there are no changes', () => {
    assert.deepEqual(lines({ migrations: [] }), ['No changes detected'])
    assert.deepEqual(lines({ migrations: [], apps: ['a'] }), ["No changes detected in app 'a'"])
    assert.deepEqual(lines({ migrations: [], apps: ['a', 'b'] }), ["No changes detected in apps 'a', 'b'"])
  })
})

describe('migrate prints', () => {
  const start: MigrateEvent = { kind: 'apply-start', app: 'movies', name: '0001_initial' }
  const done: MigrateEvent = { kind: 'apply-done', app: 'movies', name: '0001_initial', faked: false, ms: 55 }
  const step: MigrateEvent = {
    kind: 'step',
    app: 'movies',
    name: '0001_initial',
    operation: 1,
    description: 'Create model Movie',
    step: sqlStep('CREATE TABLE a (\n  b int\n)'),
  }
  const printed = (events: readonly MigrateEvent[], verbosity: Verbosity = 1) => {
    const { out, printed } = recorder({ verbosity })
    const view = new ProgressView(out)
    for (const event of events) view.event(event)
    view.failed()
    return printed
  }

  test('what is to be done, in Django’s words', () => {
    const goal: MigrateEvent = { kind: 'goal', goal: { verb: 'Apply all migrations', what: 'movies, people' } }
    const plan: MigrateEvent = { kind: 'plan', plan: { direction: undefined, migrations: [] } }
    assert.equal(
      printed([goal, plan]).stdout,
      'Operations to perform:\n  Apply all migrations: movies, people\nRunning migrations:\n  No migrations to apply.\n',
    )
  })

  test('one line a migration', () => {
    assert.equal(printed([start, step, done]).stdout, '  Applying movies.0001_initial... OK\n')
    assert.equal(printed([start, { ...done, faked: true }]).stdout, '  Applying movies.0001_initial... FAKED\n')
    const undone = (isLost: boolean) =>
      printed([{ ...start, kind: 'undo-start', isLost } as const, { ...done, kind: 'undo-done' } as const]).stdout
    assert.equal(undone(false), '  Unapplying movies.0001_initial... OK\n')
    assert.equal(undone(true), '  Unapplying movies.0001_initial (from its record)... OK\n')
  })

  test('times with -v 2, steps with -v 3, nothing with -v 0', () => {
    assert.equal(printed([start, step, done], 2).stdout, '  Applying movies.0001_initial... OK (0.055s)\n')
    assert.equal(
      printed([start, step, done], 3).stdout,
      '  Applying movies.0001_initial...\n    -- Create model Movie\n    CREATE TABLE a (\n      b int\n    )\n    OK (0.055s)\n',
    )
    assert.equal(printed([start, step, done], 0).stdout, '')
  })

  test('the end of a line that an error cut short', () => {
    assert.equal(printed([start, step]).stdout, '  Applying movies.0001_initial... FAILED\n')
  })

  test('whom it waits for, on stderr', () => {
    const holder = {
      pid: 7,
      user: 'ann',
      applicationName: 'manage',
      since: '2026-01-01',
      state: 'idle',
      query: undefined,
    }
    assert.deepEqual(printed([{ kind: 'wait', holder }]), {
      stdout: '',
      stderr:
        'Waiting for another migrate on this database: process 7 of the server (manage, ann, connected since 2026-01-01).\n',
    })
  })
})

test('a plan names what is undone, and what cannot be', () => {
  const operations = [
    { description: 'Raw SQL operation', detail: 'SELECT 1', irreversible: false, steps: [] },
    { description: 'Run code', detail: undefined, irreversible: true, steps: [] },
  ]
  assert.deepEqual(plannedLines({ app: 'movies', name: '0002_a', direction: 'backwards', operations }), [
    'movies.0002_a',
    '    Undo Raw SQL operation -> SELECT 1',
    '    Undo Run code -> IRREVERSIBLE',
  ])
})

test('issues are grouped by level, errors first', () => {
  const text = describeIssues([
    { level: 'warning', id: 'a.W1', object: 'a.B', message: 'odd', hint: 'mend it' },
    { level: 'error', id: 'a.E1', object: 'a.B.c', message: 'wrong' },
  ])
  assert.equal(
    text,
    'System check identified some issues:\n\nERRORS:\na.B.c: (a.E1) wrong\n\nWARNINGS:\na.B: (a.W1) odd\n\tHINT: mend it\n',
  )
})
