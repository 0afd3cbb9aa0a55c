import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  ArrayField,
  dbFunction,
  EnumField,
  enumType,
  extension,
  Model,
  materializedView,
  model,
  policy,
  trigger,
  view,
} from '../../src'

// What must compile and what must not. The compiler does the testing; the test at the end only sees the file loaded.

const Mood = enumType('mood', ['sad', 'ok', 'happy'])

@model({ rowLevelSecurity: 'force' })
class Day extends Model {
  @EnumField(Mood) mood!: 'sad' | 'ok' | 'happy'
  @EnumField(Mood, { default: 'ok', null: true }) other!: 'sad' | 'ok' | 'happy' | null
  @EnumField('weather') weather!: string
  @ArrayField(EnumField(Mood)) moods!: ('sad' | 'ok' | 'happy')[]

  // @ts-expect-error: more than the values
  @EnumField(Mood) a!: string
  // @ts-expect-error: fewer than the values
  @EnumField(Mood) b!: 'sad' | 'ok'
  // @ts-expect-error: the column may be NULL
  @EnumField(Mood, { null: true }) c!: 'sad' | 'ok' | 'happy'
  // @ts-expect-error: no value
  @EnumField(Mood, { default: 'meh' }) d!: 'sad' | 'ok' | 'happy'
  // @ts-expect-error: the type says what may be chosen
  @EnumField(Mood, { choices: ['sad'] }) e!: 'sad'
  // @ts-expect-error: no enum
  @EnumField(extension('hstore')) f!: string
}

const touch = dbFunction('touch', { returns: 'trigger', language: 'plpgsql', body: '' })
const days = view('days', { sql: 'SELECT 1', columns: ['one'], dependsOn: [() => Day, Mood] })
const kept = materializedView('kept', { sql: 'SELECT 1', dependsOn: [days, 'diary.Day'] })
const onTouch = trigger('on_touch', { on: () => Day, when: 'BEFORE', events: ['UPDATE'], function: touch })
const onView = trigger('t', { on: days, when: 'INSTEAD OF', events: ['INSERT'], forEach: 'ROW', function: 'touch' })
const own = policy('own', { on: () => Day, for: 'SELECT', to: ['PUBLIC'], using: 'true' })

// @ts-expect-error: no such event
trigger('t', { on: () => Day, when: 'BEFORE', events: ['MERGE'], function: touch })
// @ts-expect-error: a view is no function
trigger('t', { on: () => Day, when: 'BEFORE', events: ['UPDATE'], function: days })
// @ts-expect-error: it belongs to a table
policy('p', { using: 'true' })

// @ts-expect-error: no such option
@model({ rowLevelSecurity: 'forced' })
class Wrong extends Model {}

test('enums and the like compile as they should', () => {
  assert.ok([Day, Wrong, kept, onTouch, onView, own].every((each) => each !== undefined))
})
