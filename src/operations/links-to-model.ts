import { StrataError } from '../base/errors'
import type { Field } from '../fields/field'
import { migrationField } from '../fields/field'
import type { Renames } from '../schema/schema-editor'
import type { Step } from '../schema/step'
import type { ModelOptions } from '../state/model-options'
import { tidyOptions } from '../state/model-options'
import type { ModelKey } from '../state/model-state'
import { ModelState } from '../state/model-state'
import type { ProjectState } from '../state/project-state'
import { appOf } from '../state/project-state'
import { hasLinkTable, throughKey } from '../state/relations'
import { linkEnds } from '../state/through'
import { argumentsOf } from './arguments'
import type { Change } from './operation'
import { keyOf, Operation } from './operation'

export interface LinksToModelArgs {
  readonly model: string
  /** The many-to-many field. */
  readonly name: string
  /** The field from now on, with `through`. */
  readonly field: Field
  /** Those of the model of links: its key and its two foreign keys. */
  readonly fields: Readonly<Record<string, Field>>
  readonly options?: ModelOptions
}

/** A many-to-many field whose links cannot be exchanged like this. */
export class LinksError extends StrataError {
  constructor(model: ModelKey, field: string, why: string) {
    super({
      code: 'operation.links',
      message: `the links of ${model}.${field} cannot be kept: ${why}`,
      hint: 'Remove the field and add it anew, and see to its links in between.',
      facts: { model, field },
    })
  }
}

/** Gives the links of a many-to-many field a model of their own. Its table becomes that of the model, and the links stay. */
export class LinksToModel extends Operation<LinksToModelArgs> {
  static override readonly takes = argumentsOf<LinksToModelArgs>({
    model: 'required',
    name: 'required',
    field: 'required',
    fields: 'required',
    options: 'optional',
  })
  readonly symbol = '~'

  protected override kept({ model, name, field, fields, options = {} }: LinksToModelArgs): LinksToModelArgs {
    const held = Object.entries(fields).map(([key, value]) => [key, migrationField(value)])
    const tidy = tidyOptions(options)
    return {
      model,
      name,
      field: migrationField(field),
      fields: Object.fromEntries(held),
      ...(Object.keys(tidy).length > 0 && { options: tidy }),
    }
  }

  override apply(app: string, state: ProjectState): ProjectState {
    const { model, name, field, fields, options } = this.args
    const owner = state.model(keyOf(app, model))
    const through = throughKey(field)
    if (!hasLinkTable(owner.field(name))) throw new LinksError(owner.key, name, 'it has no table of links')
    if (through === undefined || appOf(through) !== app)
      throw new LinksError(owner.key, name, 'through is to be a model of the same app')
    const created = new ModelState({ app, name: nameOf(through), fields: Object.entries(fields), options })
    if (linkEnds(created, owner, field) === undefined)
      throw new LinksError(owner.key, name, `${through} has no two foreign keys for them that are required`)
    return state.withNew(created).with(owner.withField(name, field))
  }

  override forwards({ app, from, to, schema }: Change): readonly Step[] {
    return schema.change({ from, to, ...linksBecomeModel(app, this.args, to) })
  }

  override backwards({ app, from, to, schema }: Change): readonly Step[] {
    return schema.change({ from, to, ...modelBecomesLinks(app, this.args, from) })
  }

  override describe(): string {
    return `Make the links of ${this.args.model}.${this.args.name} the model ${nameOf(throughKey(this.args.field) ?? '')}`
  }

  override nameFragment(): string {
    return `${this.args.model}_${this.args.name}_through`.toLowerCase()
  }
}

export interface LinkedField {
  readonly model: string
  readonly name: string
}

interface Exchange {
  readonly models: readonly ModelKey[]
  readonly renames: Renames
}

/** `state`: one in which the links have a model. */
export function linksBecomeModel(app: string, linked: LinkedField, state: ProjectState): Exchange {
  const { owner, links, through, ends } = exchanged(app, linked, state)
  const columns = new Map([
    ['from', ends[0]],
    ['to', ends[1]],
  ])
  return { models: [owner, through], renames: { table: { from: links, to: through, columns } } }
}

/** `state`: one in which the links have a model. */
export function modelBecomesLinks(app: string, linked: LinkedField, state: ProjectState): Exchange {
  const { owner, links, through, ends } = exchanged(app, linked, state)
  const columns = new Map([
    [ends[0], 'from'],
    [ends[1], 'to'],
  ])
  return { models: [owner, through], renames: { table: { from: through, to: links, columns } } }
}

function exchanged(app: string, { model, name }: LinkedField, state: ProjectState) {
  const owner = state.model(keyOf(app, model))
  const field = owner.field(name)
  const through = throughKey(field)
  const ends = through === undefined ? undefined : linkEnds(state.model(through), owner, field)
  if (through === undefined || ends === undefined) throw new LinksError(owner.key, name, 'they have no model')
  return { owner: owner.key, links: `${owner.key}.${name}`, through, ends }
}

function nameOf(key: ModelKey): string {
  return key.slice(key.indexOf('.') + 1)
}
