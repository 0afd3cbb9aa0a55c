import assert from 'node:assert/strict'
import type { Answer, Hint, Hints, Question } from '../../../src/autodetector'
import { equal } from '../../../src/base/equal'
import { migrationFile } from '../../../src/codegen/migration-file'
import type { Migration } from '../../../src/migrations/migration'
import { placed } from '../../../src/migrations/migration'
import { Now } from '../../../src/sql/functions'
import { appOf, ProjectState } from '../../../src/state/project-state'
import { isForeignKey, valueField } from '../../../src/state/relations'
import { type Answering, described, detect, reached } from '../build'
import { importMigration } from '../codegen-import'
import { samplesOf } from './columns'
import type { History, Moment } from './history'

const nothing: Moment = { state: ProjectState.empty, identities: new Map() }

/** One step of a history: the migrations that make the one moment of the other. */
export interface MadeStep {
  readonly was: Moment
  /** What was renamed and could not be known to be is another thing here. */
  readonly is: Moment
  readonly migrations: readonly Migration[]
  /** The last migration of each app before the step. */
  readonly leaves: ReadonlyMap<string, string>
}

interface Between {
  readonly was: Moment
  readonly is: Moment
  readonly leaves: ReadonlyMap<string, string>
  /** Whether the models say themselves what was renamed, instead of somebody who is asked. */
  readonly hinted: boolean
}

/** Detects what each step takes. All that needs no database is asserted on the way. */
export function madeSteps(history: History, hinted: boolean): readonly MadeStep[] {
  const leaves = new Map<string, string>()
  return history.map((is, at) => {
    const between = { was: history[at - 1] ?? nothing, is, leaves: new Map(leaves), hinted }
    const { migrations, recognised } = detected(between)
    assertReached(between, migrations)
    assertWritten(migrations)
    assertSameInAnyOrder(between, migrations)
    for (const { app, name } of migrations) leaves.set(app, name)
    return { ...between, is: hinted ? is : asRecognised(between, recognised), migrations }
  })
}

/** What makes a fresh project at this moment. */
export function freshMigrations(moment: Moment): readonly Migration[] {
  return detected({ was: nothing, is: moment, leaves: new Map(), hinted: false }).migrations
}

interface Detected {
  readonly migrations: readonly Migration[]
  /** Identities of what somebody was asked about, and knew. */
  readonly recognised: ReadonlySet<number>
}

function detected({ was, is, leaves, hinted }: Between): Detected {
  const recognised = new Set<number>()
  const hints = hinted ? formerNames(was, is) : new Map<string, Hint>()
  const { migrations } = detect({ from: was.state, to: is.state, leaves, hints }, knowing(was, is, recognised))
  return { migrations, recognised }
}

function formerNames(was: Moment, is: Moment): Hints {
  const former = new Map([...was.identities].map(([path, identity]) => [identity, path]))
  return new Map(
    [...is.identities].flatMap(([path, identity]): [string, Hint][] => {
      const [old, name] = [lastName(former.get(identity) ?? path), lastName(path)]
      return old === name ? [] : [[path, { renamedFrom: old }]]
    }),
  )
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1)
}

/** A rename that is no question to anybody is a new thing. */
function asRecognised({ was, is }: Between, recognised: ReadonlySet<number>): Moment {
  const renamed = formerNames(was, is)
  const identities = [...is.identities].map(([path, identity]): [string, number] => [
    path,
    renamed.has(path) && !recognised.has(identity) ? -1 - identity : identity,
  ])
  return { ...is, identities: new Map(identities) }
}

/** As somebody answers who knows what was renamed and has a value for every column. */
function knowing(was: Moment, is: Moment, recognised: Set<number>): Answering {
  const same = (before: string, after: string): boolean => {
    const identity = was.identities.get(before)
    if (identity === undefined || identity !== is.identities.get(after)) return false
    recognised.add(identity)
    return true
  }
  const keyOf = new Map([...was.state.keys()].map((key) => [was.identities.get(key), key]))
  const formerKey = (key: string): string => keyOf.get(is.identities.get(key)) ?? key
  return (question: Question): Answer => {
    switch (question.kind) {
      case 'renamed-model':
        return same(question.from, question.to)
      case 'renamed-field':
        return same(`${formerKey(question.model)}.${question.from}`, `${question.model}.${question.to}`)
      case 'one-off-default':
        return { kind: 'value', value: oneOff(question, is.state) }
      case 'dropped-values':
      case 'shared-default':
        return true
      default:
        return false
    }
  }
}

function oneOff(question: Extract<Question, { kind: 'one-off-default' }>, state: ProjectState): unknown {
  if (question.reason === 'added-auto-now') return Now()
  const holding = isForeignKey(question.field) ? valueField(state, question.field) : question.field
  return samplesOf(holding)[0] ?? 0
}

function assertReached({ was, is }: Between, migrations: readonly Migration[]): void {
  const end = reached(was.state, migrations)
  assert.ok(end.equals(is.state), `the migrations lead elsewhere:\n${described(migrations).join('\n')}`)
  const left = described(detect({ from: end, to: is.state }).migrations)
  assert.deepEqual(left, [], 'something is left to detect')
}

function assertWritten(migrations: readonly Migration[]): void {
  for (const migration of migrations) {
    const { text } = migrationFile(migration, { folder: '' })
    const read = placed(migration.app, migration.name, importMigration(text))
    assert.ok(equal(said(read), said(migration)), `the written file says something else:\n${text}`)
  }
}

function said({ operations, dependencies, initial, atomic }: Migration): unknown {
  const each = operations.map((operation) => [operation.constructor.name, operation.args])
  return { each, dependencies, initial, atomic }
}

function assertSameInAnyOrder(between: Between, migrations: readonly Migration[]): void {
  const other = detected({ ...between, was: turned(between.was), is: turned(between.is) }).migrations
  const texts = (all: readonly Migration[]): string[] =>
    all.map((each) => `${each.app} ${each.name}\n${migrationFile(each, { folder: '' }).text}`).sort()
  assert.deepEqual(texts(other), texts(migrations), 'the order of the apps changes the migrations')
}

/** The apps the other way round, the models of each in their order. */
function turned({ state, identities }: Moment): Moment {
  const apps = [...new Set([...state.keys()].map(appOf))].reverse()
  return { identities, state: ProjectState.of(apps.flatMap((app) => [...state.modelsOf(app)])) }
}
