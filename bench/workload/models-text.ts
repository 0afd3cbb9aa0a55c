import type { AppPlan, ModelPlan, RelationPlan, ScalarPlan } from './shape'

/** The models.ts of an app. */
export function modelsText({ label, models }: AppPlan): string {
  return `${imports(label, models)}\n${models.map(modelText).join('\n')}`
}

function imports(label: string, models: readonly ModelPlan[]): string {
  const names = new Set(['Model', 'model'])
  for (const { scalars, relations, index, check } of models) {
    for (const { scalar } of scalars) names.add(scalar.factory)
    for (const { kind } of relations) for (const name of relationNames(kind)) names.add(name)
    if (index !== undefined) names.add('Index')
    if (check !== undefined) for (const name of ['CheckConstraint', 'Q']) names.add(name)
  }
  const others = new Map<string, Set<string>>()
  for (const { to } of models.flatMap(({ relations }) => relations)) {
    if (to.app !== label) others.set(to.app, (others.get(to.app) ?? new Set()).add(to.model))
  }
  return [
    importText(names, 'strata-orm'),
    ...[...others].map(([app, targets]) => importText(targets, `../${app}/models`)),
  ].join('')
}

function relationNames(kind: RelationPlan['kind']): readonly string[] {
  return kind === 'foreign-key' ? ['ForeignKey', 'type One'] : ['ManyToManyField', 'type Many']
}

export function importText(names: Iterable<string>, from: string): string {
  const sorted = [...names].sort((a, b) => (bare(a) < bare(b) ? -1 : 1))
  return `import {\n${sorted.map((name) => `  ${name},\n`).join('')}} from '${from}'\n`
}

function bare(name: string): string {
  return name.replace('type ', '')
}

function modelText(plan: ModelPlan): string {
  const fields = [...plan.scalars.map(scalarText), ...plan.relations.map((relation) => relationText(plan, relation))]
  return `@model(${metaText(plan)})
export class ${plan.name} extends Model {
${fields.map((line) => `  ${line}\n`).join('')}}
`
}

function metaText({ name, index, check }: ModelPlan): string {
  const prefix = name.toLowerCase()
  const entries = [
    ...(index ? [`indexes: [Index({ fields: [${index.map(quoted).join(', ')}], name: '${prefix}_idx' })]`] : []),
    ...(check
      ? [`constraints: [CheckConstraint({ condition: Q({ ${check}__gte: 0 }), name: '${prefix}_${check}_positive' })]`]
      : []),
  ]
  return entries.length === 0 ? '' : `{\n${entries.map((entry) => `  ${entry},\n`).join('')}}`
}

function scalarText({ name, scalar, nullable, unique }: ScalarPlan): string {
  const options = [...scalar.options, ...(nullable ? ['null: true'] : []), ...(unique ? ['unique: true'] : [])]
  const given = options.length === 0 ? '' : `{ ${options.join(', ')} }`
  return `@${scalar.factory}(${given}) ${name}!: ${scalar.declared}${nullable ? ' | null' : ''}`
}

/** Each way back has a name of its own: two relations may lead to one model. */
function relationText({ name: owner }: ModelPlan, { name, kind, to }: RelationPlan): string {
  const back = `relatedName: '${name}Of${owner}'`
  return kind === 'foreign-key'
    ? `@ForeignKey(() => ${to.model}, { onDelete: 'SET_NULL', null: true, ${back} }) ${name}!: One<${to.model}> | null`
    : `@ManyToManyField(() => ${to.model}, { ${back} }) ${name}!: Many<${to.model}>`
}

function quoted(text: string): string {
  return `'${text}'`
}
