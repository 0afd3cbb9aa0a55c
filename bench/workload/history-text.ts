import type { HistoryChange, HistoryField, HistoryModels } from './history-plan'
import { historyPlan } from './history-plan'
import { importText } from './models-text'

/** A file of a generated project, by its path below the project. */
export interface GeneratedFile {
  readonly path: string
  readonly text: string
}

/** The app of a history of so many migrations: models.ts and its migrations. */
export function historyFiles(migrations: number): readonly GeneratedFile[] {
  const { app, initial, changes, models } = historyPlan(migrations)
  const file = (name: string): string => `apps/${app}/migrations/${name}.ts`
  return [
    { path: `apps/${app}/models.ts`, text: modelsText(models) },
    { path: file(initial.name), text: initialText(initial.models) },
    ...changes.map((change) => ({ path: file(change.name), text: changeText(app, change) })),
  ]
}

function changeText(app: string, { after, kind, model, field, is }: HistoryChange): string {
  return `import { ${kind}, ${is.factory}, migration } from 'strata-orm'

export default migration({
  dependencies: [['${app}', '${after}']],
  operations: [new ${kind}({ model: '${model}', name: '${field}', field: ${fieldText(is)} })],
})
`
}

function initialText(models: HistoryModels): string {
  const creations = [...models].map(
    ([name, fields]) => `    new CreateModel({
      name: '${name}',
      fields: {
        id: BigAutoField(),
${[...fields].map(([field, value]) => `        ${field}: ${fieldText(value)},\n`).join('')}      },
    }),
`,
  )
  const names = ['BigAutoField', 'CreateModel', 'migration', ...factoriesOf(models)]
  return `${importText(new Set(names), 'strata-orm')}
export default migration({
  initial: true,
  operations: [
${creations.join('')}  ],
})
`
}

function modelsText(models: HistoryModels): string {
  const classes = [...models].map(
    ([name, fields]) => `@model()
export class ${name} extends Model {
${[...fields].map(([field, value]) => `  @${fieldText(value)} ${field}!: ${value.declared}\n`).join('')}}
`,
  )
  return `${importText(new Set(['Model', 'model', ...factoriesOf(models)]), 'strata-orm')}\n${classes.join('\n')}`
}

function factoriesOf(models: HistoryModels): readonly string[] {
  return [...models.values()].flatMap((fields) => [...fields.values()].map(({ factory }) => factory))
}

function fieldText({ factory, options }: HistoryField): string {
  return options.length === 0 ? `${factory}()` : `${factory}({ ${options.join(', ')} })`
}
