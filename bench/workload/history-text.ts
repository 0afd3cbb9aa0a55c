import { importText } from './models-text'
import { scalarAt } from './scalars'
import { padded, range } from './shape'

/** A file of a generated project, by its path below the project. */
export interface GeneratedFile {
  readonly path: string
  readonly text: string
}

const APP = 'ledger'
const MODELS = 20
const FIELDS = 8

/** A field of a model, by what is written of it. */
interface Field {
  readonly factory: string
  readonly declared: string
  readonly options: readonly string[]
}

type Model = Map<string, Field>

/**
 * One app with as many migrations, each after the other: the first creates twenty models of eight plain fields, then
 * they add a field and alter it in turn. models.ts is what it all comes to.
 */
export function historyFiles(migrations: number): readonly GeneratedFile[] {
  const models = new Map(range(MODELS).map((at) => [modelName(at), firstFields(at)]))
  const files = [{ path: file('0001_initial'), text: initialText(models) }]
  let before = '0001_initial'
  for (const at of range(migrations - 1)) {
    const { name, text } = change(at, before, models)
    files.push({ path: file(name), text })
    before = name
  }
  return [{ path: `apps/${APP}/models.ts`, text: modelsText(models) }, ...files]
}

export const historyApps: readonly string[] = [APP]

function firstFields(model: number): Model {
  return new Map(range(FIELDS).map((at) => [`field${padded(at + 1)}`, scalarAt(model + at)]))
}

/** Even ones add, odd ones make what was added wider. All models have their turn before the first has its second. */
function change(at: number, before: string, models: ReadonlyMap<string, Model>): { name: string; text: string } {
  const pair = at >> 1
  const [adds, model] = [at % 2 === 0, modelName(pair % MODELS)]
  const name = `extra${padded(Math.floor(pair / MODELS) + 1, 3)}`
  const length = adds ? 50 : 100
  const field = { factory: 'CharField', declared: 'string | null', options: [`maxLength: ${length}`, 'null: true'] }
  models.get(model)?.set(name, field)
  const operation = adds ? 'AddField' : 'AlterField'
  const title = `${adds ? '' : 'alter_'}${model}_${name}`.toLowerCase()
  return {
    name: `${padded(at + 2, 4)}_${title}`,
    text: `import { ${operation}, CharField, migration } from 'strata-orm'

export default migration({
  dependencies: [['${APP}', '${before}']],
  operations: [new ${operation}({ model: '${model}', name: '${name}', field: ${fieldText(field)} })],
})
`,
  }
}

function initialText(models: ReadonlyMap<string, Model>): string {
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

function modelsText(models: ReadonlyMap<string, Model>): string {
  const classes = [...models].map(
    ([name, fields]) => `@model()
export class ${name} extends Model {
${[...fields].map(([field, value]) => `  @${fieldText(value)} ${field}!: ${value.declared}\n`).join('')}}
`,
  )
  return `${importText(new Set(['Model', 'model', ...factoriesOf(models)]), 'strata-orm')}\n${classes.join('\n')}`
}

function factoriesOf(models: ReadonlyMap<string, Model>): readonly string[] {
  return [...models.values()].flatMap((fields) => [...fields.values()].map(({ factory }) => factory))
}

function fieldText({ factory, options }: Field): string {
  return options.length === 0 ? `${factory}()` : `${factory}({ ${options.join(', ')} })`
}

function modelName(at: number): string {
  return `Ledger${padded(at + 1)}`
}

function file(name: string): string {
  return `apps/${APP}/migrations/${name}.ts`
}
