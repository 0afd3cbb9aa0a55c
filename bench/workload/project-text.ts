import { historyApps } from './history-plan'
import { type GeneratedFile, historyFiles } from './history-text'
import { modelsText } from './models-text'
import { projectPlan, type Size } from './shape'

/** All files of a project of a size, without migrations. */
export function sizeProject(size: Size): readonly GeneratedFile[] {
  const apps = projectPlan(size)
  const models = apps.map((app) => ({ path: `apps/${app.label}/models.ts`, text: modelsText(app) }))
  return [...frame(apps.map(({ label }) => label)), ...models]
}

/** All files of a project with a history of so many migrations. */
export function historyProject(migrations: number): readonly GeneratedFile[] {
  return [...frame(historyApps), ...historyFiles(migrations)]
}

/** What the runner alone costs: a manage.ts that does nothing, with the settings of the others. */
export function emptyProject(): readonly GeneratedFile[] {
  return [tsconfig, { path: 'manage.ts', text: '' }]
}

const tsconfig: GeneratedFile = {
  path: 'tsconfig.json',
  text: '{ "extends": "../../tsconfig.base.json", "include": ["apps", "*.ts"] }\n',
}

function frame(apps: readonly string[]): readonly GeneratedFile[] {
  return [tsconfig, { path: 'manage.ts', text: manageText(apps) }, { path: 'load.ts', text: loadText(apps) }]
}

function manageText(apps: readonly string[]): string {
  return `import { manage } from 'strata-orm'

manage({
  apps: [
${apps.map((label) => `    'apps/${label}',\n`).join('')}  ],
  databases: { default: process.env.DATABASE_URL ?? 'pglite:memory' },
})
`
}

/** What every command has to do before it can begin: the package and the models, and nothing done with them. */
function loadText(apps: readonly string[]): string {
  return apps.map((label) => `import './apps/${label}/models'\n`).join('')
}
