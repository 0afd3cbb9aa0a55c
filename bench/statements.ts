// Prints what `migrate` sends to an empty database for a project's migrations, as JSON: a transaction each, no records.
//
//   ts-node bench/statements.ts <folder of the project>
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { postgresSchema } from '../src/backends/postgres/schema-editor'
import { MigrationGraph } from '../src/migrations/graph'
import { History } from '../src/migrations/history'
import { loadMigrations, originsOf } from '../src/migrations/loader'
import { makePlan } from '../src/migrations/plan'
import { steps } from '../src/migrations/steps'
import { useSourcePackage } from '../test/support/source-package'

function statementsOf(project: string): readonly string[] {
  const labels = readdirSync(join(project, 'apps')).sort()
  const loaded = loadMigrations(labels.map((label) => ({ label, folder: join(project, 'apps', label) })))
  const graph = MigrationGraph.of(
    loaded.map(({ migration }) => migration),
    { apps: labels, origins: originsOf(loaded) },
  )
  const { migrations } = makePlan(graph, History.of(graph, []), [{ kind: 'all' }])
  return migrations.flatMap((planned) => [
    'BEGIN',
    ...steps(planned, postgresSchema).flatMap((one) => one.steps.map((step) => sqlOf(step))),
    'COMMIT',
  ])
}

function sqlOf(step: ReturnType<typeof steps>[number]['steps'][number]): string {
  if (step.kind === 'sql' && step.transactional && step.params.length === 0) return step.sql
  throw new Error('The workload has only SQL without parameters that a transaction allows')
}

useSourcePackage()
const [, , project = ''] = process.argv
process.stdout.write(JSON.stringify(statementsOf(project)))
