import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CommandData, type CommandOptions, callCommand, type Project } from '../../src'

// What must compile and what must not. The compiler does the testing; the test at the end only sees the file loaded.

async function calls(project: Project): Promise<void> {
  const migrated = await callCommand(project, 'migrate')
  if (migrated.kind === 'run') migrated.done.map(({ app, name }): string => `${app}.${name}`)
  await callCommand(project, 'migrate', { app: 'movies', migration: '0001', noinput: true })
  const { messages }: CommandData<'check'> = await callCommand(project, 'check', { failLevel: 'warning' })
  messages.map(({ id }): string => id)
  const options: CommandOptions<'sqlmigrate'> = { app: 'movies', migration: '0001' }
  await callCommand(project, 'sqlmigrate', options, { onWarning: (text: string) => void text })

  // @ts-expect-error: no such command
  await callCommand(project, 'migrat')
  // @ts-expect-error: no such option
  await callCommand(project, 'migrate', { ap: 'movies' })
  // @ts-expect-error: an option of another type
  await callCommand(project, 'migrate', { fake: 'yes' })
  // @ts-expect-error: none of the choices
  await callCommand(project, 'migrate', { strategy: 'sometimes' })
  // @ts-expect-error: an argument is missing
  await callCommand(project, 'sqlmigrate', { app: 'movies' })
  // @ts-expect-error: all arguments are missing
  await callCommand(project, 'sqlmigrate')
  // @ts-expect-error: the data of another command
  const shown: CommandData<'showmigrations'> = await callCommand(project, 'check')
  void shown
}

test('a call of a command is typed by its name', () => {
  assert.equal(typeof calls, 'function')
})
