import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, mock, test } from 'node:test'
import type { Blocker } from '../../../src/backends/postgres/lock-queue'
import { Output } from '../../../src/cli/output'
import { type MigrateEvent, ProgressView } from '../../../src/cli/progress-view'
import { Screen } from '../../support/screen'

const of = { app: 'movies', name: '0002_rating' }
const start: MigrateEvent = { kind: 'apply-start', ...of }
const done: MigrateEvent = { kind: 'apply-done', ...of, faked: false, ms: 3210 }
const blocker: Blocker = {
  pid: 4711,
  user: 'ann',
  applicationName: 'psql',
  state: 'idle in transaction',
  ageMs: 90_000,
  query: 'UPDATE movies_movie SET title = ? WHERE title = ? AND released_on IS NOT NULL AND id < ?',
  kind: 'session',
}
const blocked: MigrateEvent = { kind: 'blocked', ...of, tables: ['movies_movie'], attempt: 1, blockers: [blocker] }
const batch: MigrateEvent = {
  kind: 'batch',
  ...of,
  table: 'movies_movie',
  rows: 500,
  rowsNow: 500,
  total: 1000,
  ms: 100,
}

describe('the line of a migration in a terminal', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setInterval', 'Date'] }))
  afterEach(() => mock.timers.reset())

  function terminal(options: { readonly color: boolean } = { color: true }) {
    const screen = new Screen(80)
    let written = ''
    const sink = {
      isTTY: true,
      columns: 80,
      write(text: string) {
        screen.write(text)
        written += text
      },
    }
    const out = new Output({ stdout: sink, stderr: sink }, { verbosity: 1, ...options })
    return { view: new ProgressView(out), screen, written: () => written }
  }

  test('tells how long it takes, and at the end how long it took', () => {
    const { view, screen } = terminal()
    view.event(start)
    assert.equal(screen.text, '  Applying movies.0002_rating...')
    mock.timers.tick(2000)
    assert.equal(screen.text, '  Applying movies.0002_rating... 2 s')
    view.event(done)
    assert.equal(screen.text, '  Applying movies.0002_rating... OK (3.210s)')
    mock.timers.tick(5000)
    assert.equal(screen.text, '  Applying movies.0002_rating... OK (3.210s)')
  })

  test('tells whom it waits for as long as it does, in lines that fit', () => {
    const { view, screen } = terminal()
    view.event(start)
    view.event(blocked)
    mock.timers.tick(3000)
    assert.deepEqual(screen.text.split('\n'), [
      '  Applying movies.0002_rating... 3 s',
      '    Waiting for movies_movie',
      '    process 4711: psql, ann, idle in transaction, for 90 s',
      '    UPDATE movies_movie SET title = ? WHERE title = ? AND released_on IS NOT N…',
    ])
    assert.equal(screen.isWrapped, false)
    mock.timers.tick(11_000)
    assert.equal(screen.text, '  Applying movies.0002_rating... 14 s')
    view.event(blocked)
    view.event(done)
    assert.equal(screen.text, '  Applying movies.0002_rating... OK (3.210s)')
  })

  test('tells how many rows are done', () => {
    const { view, screen } = terminal()
    view.event(start)
    view.event(batch)
    assert.match(screen.text, /\n {4}500 of 1000 rows of movies_movie \(50 %\), 5000 a second, 0\.1 s left$/)
  })

  test('keeps what is to stay above it', () => {
    const { view, screen } = terminal()
    view.event(start)
    view.event(blocked)
    view.event({ kind: 'resume', ...of, finished: 2, steps: 3 })
    view.failed()
    assert.equal(screen.text, '  Going on after 2 of 3 steps that are done\n  Applying movies.0002_rating... FAILED')
  })

  test('is only text where there is to be no colour, and tells once whom it waits for', () => {
    const { view, screen, written } = terminal({ color: false })
    for (const event of [start, blocked, { ...blocked, attempt: 2 }, done]) view.event(event)
    mock.timers.tick(5000)
    assert.ok(!written().includes('\u001b'))
    assert.match(
      screen.text,
      /^ {2}Applying movies\.0002_rating\.\.\.\n {2}Waiting for movies_movie, which process 4711/,
    )
    assert.equal(screen.text.match(/Waiting/g)?.length, 1)
  })
})
