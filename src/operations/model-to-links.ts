import type { Field } from '../fields/field'
import { migrationField } from '../fields/field'
import type { Step } from '../schema/step'
import type { ProjectState } from '../state/project-state'
import { appOf } from '../state/project-state'
import { hasLinkTable, throughKey } from '../state/relations'
import { linkEnds } from '../state/through'
import { argumentsOf } from './arguments'
import { LinksError, linksBecomeModel, modelBecomesLinks } from './links-to-model'
import type { Change } from './operation'
import { keyOf, Operation } from './operation'

export interface ModelToLinksArgs {
  readonly model: string
  /** The many-to-many field. */
  readonly name: string
  /** The field from now on, without `through`. */
  readonly field: Field
}

/**
 * Takes the model away that the links of a many-to-many field have. Its table becomes a mere table of links: these stay,
 * other columns go. Two rows with the same ends are refused by the database. Undone, the other columns come back empty.
 */
export class ModelToLinks extends Operation<ModelToLinksArgs> {
  static override readonly takes = argumentsOf<ModelToLinksArgs>({
    model: 'required',
    name: 'required',
    field: 'required',
  })
  readonly symbol = '~'

  protected override kept({ model, name, field }: ModelToLinksArgs): ModelToLinksArgs {
    return { model, name, field: migrationField(field) }
  }

  override apply(app: string, state: ProjectState): ProjectState {
    const { model, name, field } = this.args
    const owner = state.model(keyOf(app, model))
    const was = owner.field(name)
    const through = throughKey(was)
    if (through === undefined || appOf(through) !== app)
      throw new LinksError(owner.key, name, 'they have no model of the same app')
    if (!hasLinkTable(field))
      throw new LinksError(owner.key, name, 'the field is to be a many-to-many field without through')
    if (linkEnds(state.model(through), owner, was) === undefined)
      throw new LinksError(owner.key, name, `${through} has no two foreign keys for them that are required`)
    return state.without(through).with(owner.withField(name, field))
  }

  override forwards({ app, from, to, schema }: Change): readonly Step[] {
    return schema.change({ from, to, ...modelBecomesLinks(app, this.args, from) })
  }

  override backwards({ app, from, to, schema }: Change): readonly Step[] {
    const exchange = linksBecomeModel(app, this.args, to)
    const model = throughKey(to.model(keyOf(app, this.args.model)).field(this.args.name)) ?? ''
    return schema.change({ from, to, ...exchange, fill: { kind: 'all-empty', model } })
  }

  override describe(): string {
    return `Make the model of the links of ${this.args.model}.${this.args.name} mere links`
  }

  override nameFragment(): string {
    return `${this.args.model}_${this.args.name}_without_through`.toLowerCase()
  }
}
