import { type Scalar, scalarAt } from './scalars'

/** How big a project is. */
export interface Size {
  readonly name: string
  readonly apps: number
  /** Of each app. */
  readonly models: number
  /** Of each model, relations among them; the primary key is not counted. */
  readonly fields: number
}

export const sizes: readonly Size[] = [
  { name: 'S', apps: 1, models: 10, fields: 8 },
  { name: 'M', apps: 10, models: 10, fields: 10 },
  { name: 'L', apps: 20, models: 50, fields: 15 },
]

export interface ScalarPlan {
  readonly name: string
  readonly scalar: Scalar
  readonly nullable: boolean
  readonly unique: boolean
}

export interface RelationPlan {
  readonly name: string
  readonly kind: 'foreign-key' | 'many-to-many'
  readonly to: { readonly app: string; readonly model: string }
}

/** What one model of the workload has, before it is written in any language. */
export interface ModelPlan {
  readonly app: string
  readonly name: string
  readonly scalars: readonly ScalarPlan[]
  readonly relations: readonly RelationPlan[]
  /** The fields of its index. */
  readonly index: readonly string[] | undefined
  /** The number that its check holds at 0 or more. */
  readonly check: string | undefined
}

export interface AppPlan {
  readonly label: string
  readonly models: readonly ModelPlan[]
}

/** The same project for the same size, always. */
export function projectPlan(size: Size): readonly AppPlan[] {
  return range(size.apps).map((app) => ({
    label: appLabel(app),
    models: range(size.models).map((model) => modelPlan(size, app, model)),
  }))
}

function modelPlan({ models, fields }: Size, app: number, model: number): ModelPlan {
  const relations = relationsOf(app, model)
  const scalars = scalarsOf(app * models + model, model, fields - relations.length)
  return {
    app: appLabel(app),
    name: modelName(app, model),
    scalars,
    relations,
    index:
      model % 2 === 0
        ? scalars
            .filter(({ scalar }) => isIndexed(scalar))
            .slice(0, 2)
            .map(nameOf)
        : undefined,
    check: model % 4 === 1 ? scalars.filter(({ scalar }) => scalar.isNumber).map(nameOf)[0] : undefined,
  }
}

/** A tree inside each app, a link from every second model to the app before, links of many to many on every fifth. */
function relationsOf(app: number, model: number): readonly RelationPlan[] {
  const relations: RelationPlan[] = []
  const to = (at: number, index: number) => ({ app: appLabel(at), model: modelName(at, index) })
  if (model > 0) relations.push({ name: 'parent', kind: 'foreign-key', to: to(app, (model - 1) >> 1) })
  if (app > 0 && model % 2 === 0) relations.push({ name: 'origin', kind: 'foreign-key', to: to(app - 1, model) })
  if (model > 0 && model % 5 === 0) relations.push({ name: 'peers', kind: 'many-to-many', to: to(app, model - 1) })
  return relations
}

function scalarsOf(start: number, model: number, count: number): readonly ScalarPlan[] {
  const unique = model % 3 === 0 ? range(count).find((at) => isIndexed(scalarAt(start + at))) : undefined
  return range(count).map((at) => ({
    name: `field${padded(at + 1)}`,
    scalar: scalarAt(start + at),
    nullable: at % 3 === 2,
    unique: at === unique,
  }))
}

/** JSON has no order, and an index of yes and no is of no use. */
function isIndexed({ factory }: Scalar): boolean {
  return factory !== 'JSONField' && factory !== 'BooleanField'
}

function nameOf({ name }: ScalarPlan): string {
  return name
}

function appLabel(app: number): string {
  return `app${padded(app + 1)}`
}

/** Its own in the whole project, so that files may import it from each other as it is. */
function modelName(app: number, model: number): string {
  return `App${padded(app + 1)}Model${padded(model + 1)}`
}

export function padded(value: number, width = 2): string {
  return String(value).padStart(width, '0')
}

export function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index)
}
