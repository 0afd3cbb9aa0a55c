import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Changes } from '../../src/autodetector'
import { toDatabase } from '../../src/backends/postgres/database'
import { postgresSchema } from '../../src/backends/postgres/schema-editor'
import { StrataError } from '../../src/base/errors'
import { MigrationGraph } from '../../src/migrations/graph'
import type { Migration } from '../../src/migrations/migration'
import { proveSchemas, proveStates } from '../../src/migrations/proof'
import { squash } from '../../src/migrations/squash'
import { CircularSquashError, NothingToSquashError, UnprovableError } from '../../src/migrations/squash-errors'
import { ProjectState } from '../../src/state/project-state'
import { type Answering, answers, detect } from '../support/build'
import { variants } from '../support/database'
import { type History, histories, type Moment } from '../support/history/history'

/** All migrations on the way through a project's history; one that no migration can make is none for us. */
function migrationsOf(history: History): readonly Migration[] {
  const leaves = new Map<string, string>()
  let before: Moment = { state: ProjectState.empty, identities: new Map() }
  return history.flatMap((moment) => {
    const { migrations } = detected(before, moment, leaves)
    for (const { app, name } of migrations) leaves.set(app, name)
    before = moment
    return migrations
  })
}

function detected(before: Moment, after: Moment, leaves: ReadonlyMap<string, string>): Changes {
  try {
    return detect({ from: before.state, to: after.state, leaves }, answersTo(before, after))
  } catch (error) {
    if (error instanceof StrataError) fc.pre(false)
    throw error
  }
}

/** A rename is one if the thing is the same. */
function answersTo(before: Moment, after: Moment): Answering {
  return (question) => {
    if (question.kind === 'renamed-model') return isSame(before, question.from, after, question.to)
    if (question.kind === 'renamed-field') {
      const identity = after.identities.get(`${question.model}.${question.to}`)
      return [...before.identities].some(([path, each]) => each === identity && path.endsWith(`.${question.from}`))
    }
    return answers()(question)
  }
}

function isSame(before: Moment, from: string, after: Moment, to: string): boolean {
  return before.identities.get(from) === after.identities.get(to)
}

/** The history with each app squashed as far as it goes. */
function squashedAll(migrations: readonly Migration[]): MigrationGraph {
  const apps = [...new Set(migrations.map(({ app }) => app))]
  let graph = MigrationGraph.of(migrations, { apps })
  for (const app of apps) {
    const [leaf] = graph.leaves(app)
    if (leaf === undefined) continue
    try {
      const { squashes } = squash(graph, { app, end: graph.migration(leaf).name, optimize: true })
      const made = squashes.map(({ migration }) => migration)
      graph = MigrationGraph.of([...graph.files.values(), ...made], { apps })
    } catch (error) {
      if (!(error instanceof CircularSquashError || error instanceof NothingToSquashError)) throw error
    }
  }
  return graph
}

test('any history squashed leads to the same models, and its apps have one end each', () => {
  let squashed = 0
  fc.assert(
    fc.property(histories(15), (history) => {
      const migrations = migrationsOf(history)
      const before = MigrationGraph.of(migrations, { apps: [] })
      const after = squashedAll(migrations)
      squashed += [...after.files.values()].filter(({ replaces }) => replaces.length > 0).length
      proveStates({ what: 'the squash', before: { graph: before, targets: [] }, after: { graph: after, targets: [] } })
      assert.equal(after.conflicts().size, 0)
    }),
    { numRuns: 60, includeErrorInReport: true },
  )
  assert.ok(squashed > 20, `${squashed} squashes`)
})

describe('any history squashed makes the same database', () => {
  variants((variant) => {
    test('as its parts', async () => {
      const db = toDatabase(await variant.open())
      await fc.assert(
        fc.asyncProperty(histories(15), async (history) => {
          const migrations = migrationsOf(history)
          const all = [{ kind: 'all' }] as const
          const before = { graph: MigrationGraph.of(migrations, { apps: [] }), targets: all }
          const after = { graph: squashedAll(migrations), targets: all }
          try {
            await proveSchemas({ what: 'the squash', before, after, db, schema: postgresSchema })
          } catch (error) {
            // What the migrations themselves cannot do is for other tests to find.
            if (!(error instanceof UnprovableError)) throw error
          }
        }),
        { numRuns: 6, includeErrorInReport: true },
      )
    })
  })
})
