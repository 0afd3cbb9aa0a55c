import { join } from 'node:path'
import { names, removeSquashed } from './cases'
import { generateDjango } from './generate'
import { measure, type Run } from './measure'
import type { Case } from './rounds'
import { type BenchServer, databases } from './server'
import { historyPlan } from './workload/history-plan'

/** What Django takes for the same, on the same history, and how much of that ours may take at most. */
export interface DjangoPair {
  readonly ours: string
  readonly django: string
  readonly atMost: number
}

export const djangoPairs: readonly DjangoPair[] = [
  { ours: names.check, django: 'Django: makemigrations --check', atMost: 1 },
  { ours: names.show, django: 'Django: showmigrations', atMost: 1 },
  { ours: names.nothing, django: 'Django: migrate, nothing to do', atMost: 1 },
  { ours: names.squash, django: 'Django: squashmigrations', atMost: 3 },
]

/** The same history as a Django project, with a database that has it. `python` has Django 5.2 and psycopg. */
export async function djangoCases(migrations: number, python: string, server: BenchServer): Promise<readonly Case[]> {
  const folder = generateDjango(migrations)
  const { app, changes } = historyPlan(migrations)
  const run = (...args: readonly string[]): Run => ({
    script: 'manage.py',
    args,
    folder,
    python,
    variables: { DATABASE_URL: server.url(databases.django) },
  })
  await server.createDatabase(databases.django)
  measure(run('migrate'))
  const runs = [
    run('makemigrations', '--check'),
    run('showmigrations'),
    run('migrate'),
    run('squashmigrations', app, '0001', changes.at(-1)?.name ?? '0001', '--noinput'),
  ]
  return djangoPairs.flatMap(({ django }, at) => {
    const each = runs[at]
    const before = async (): Promise<void> => removeSquashed(join(folder, app, 'migrations'))
    return each === undefined ? [] : [{ name: django, run: each, before }]
  })
}
