import type { DatabaseObject, DependencyKey, ObjectKey, ObjectKind, ObjectOptions } from '../../objects/database-object'
import {
  databaseName,
  databaseObject,
  dependenciesOf,
  keyOfObject,
  kindInWords,
  objectKey,
} from '../../objects/database-object'
import type { Step } from '../../schema/step'
import { ObjectInUseError } from '../../state/errors'
import { usersOfObject } from '../../state/object-references'
import type { ProjectState } from '../../state/project-state'
import { argumentsOf } from '../arguments'
import type { Change, Touches } from '../operation'
import { Operation, touching } from '../operation'

/** An object as a migration says it: its name and options in one, and what must be there before it. */
export type ObjectArgs<Kind extends ObjectKind> = ObjectOptions[Kind] & {
  readonly name: string
  readonly dependsOn?: readonly DependencyKey[]
}

/** What is left of an object once it is gone: what it is found by. */
export interface ObjectRef {
  readonly name: string
  /** For what belongs to a table: the key of its model. */
  readonly on?: DependencyKey
}

/** An operation on an object beside the tables. */
export abstract class ObjectOperation<Args extends object = object> extends Operation<Args> {
  abstract readonly kind: ObjectKind
  abstract readonly ref: ObjectRef

  key(app: string): ObjectKey {
    return keyOfObject(this.kind, app, this.ref.name, this.ref.on)
  }

  /** Whether both are about the same object. */
  isAbout(other: Operation, app: string): other is ObjectOperation {
    return other instanceof ObjectOperation && other.key(app) === this.key(app)
  }

  override touches(app: string): Touches {
    const { name, on } = this.ref
    return touching({ writes: [this.key(app), databaseName(this.kind, name), ...(on === undefined ? [] : [on])] })
  }
}

/** One that makes, changes or drops the object as a whole. */
abstract class WholeObjectOperation<Args extends ObjectRef> extends ObjectOperation<Args> {
  protected abstract readonly verb: string

  get ref(): ObjectRef {
    return this.args
  }

  override describe(): string {
    const { name, on } = this.args
    return `${this.verb} ${kindInWords(this.kind)} ${name}${on === undefined ? '' : ` on ${on}`}`
  }

  override nameFragment(): string {
    const words = fragment(`${this.kind}_${this.args.name}`)
    return this.verb === 'Create' ? words : `${this.verb.toLowerCase()}_${words}`
  }
}

/** A part of a file's name. */
export function fragment(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '_')
}

/** It carries the whole object. */
abstract class ObjectDefinition<Kind extends ObjectKind> extends WholeObjectOperation<ObjectArgs<Kind> & ObjectRef> {
  abstract override readonly kind: Kind

  object(app: string): DatabaseObject {
    const { name, dependsOn = [], ...options } = this.args
    return databaseObject({ kind: this.kind, app, name, options, dependsOn } as unknown as DatabaseObject)
  }

  /** It may read any part of what it is made from, so no change of that may pass it. */
  override touches(app: string): Touches {
    const writes = [this.key(app), databaseName(this.kind, this.args.name), ...dependenciesOf(this.object(app))]
    return touching({ writes })
  }
}

/** Makes an object. */
export abstract class CreateObject<Kind extends ObjectKind> extends ObjectDefinition<Kind> {
  readonly symbol = '+'
  protected readonly verb = 'Create'

  override apply(app: string, state: ProjectState): ProjectState {
    return state.withNewObject(this.object(app))
  }

  override forwards({ app, from, to, schema }: Change): readonly Step[] {
    return schema.object({ kind: 'create', object: this.object(app) }, { from, to })
  }

  override backwards({ app, from, to, schema }: Change): readonly Step[] {
    return schema.object({ kind: 'drop', object: this.object(app) }, { from, to })
  }
}

/** Gives an object other options: all of them are said. */
export abstract class AlterObject<Kind extends ObjectKind> extends ObjectDefinition<Kind> {
  readonly symbol = '~'
  protected readonly verb = 'Alter'

  override apply(app: string, state: ProjectState): ProjectState {
    const object = this.object(app)
    state.object(objectKey(object))
    return state.withObject(object)
  }

  override forwards({ app, from, to, schema }: Change): readonly Step[] {
    const key = this.key(app)
    return schema.object({ kind: 'alter', from: from.object(key), to: to.object(key) }, { from, to })
  }

  override backwards(change: Change): readonly Step[] {
    return this.forwards(change)
  }

  override foldInto(earlier: Operation, app: string): readonly Operation[] | undefined {
    if (!this.isAbout(earlier, app)) return undefined
    if (earlier instanceof AlterObject) return [this]
    if (!(earlier instanceof CreateObject)) return undefined
    const Create = earlier.constructor as new (args: ObjectRef) => Operation
    return [new Create(this.args)]
  }
}

/** Changes a part of an object, which goes along with the object when that is dropped. */
export abstract class PartOfObjectChange<Args extends object> extends ObjectOperation<Args> {
  readonly symbol: Operation['symbol'] = '~'
}

/** What most operations that drop an object take. */
export const onlyName = argumentsOf<{ readonly name: string }>({ name: 'required' })

/** Drops an object, and nothing along with it. */
export abstract class DeleteObject<
  Ref extends ObjectRef = { readonly name: string },
> extends WholeObjectOperation<Ref> {
  readonly symbol = '-'
  protected readonly verb: string = 'Delete'

  override apply(app: string, state: ProjectState): ProjectState {
    const key = this.key(app)
    const [user] = usersOfObject(state, state.object(key))
    if (user !== undefined) throw new ObjectInUseError(key, user)
    return state.withoutObject(key)
  }

  override forwards({ app, from, to, schema }: Change): readonly Step[] {
    return schema.object({ kind: 'drop', object: from.object(this.key(app)) }, { from, to })
  }

  override backwards({ app, from, to, schema }: Change): readonly Step[] {
    return schema.object({ kind: 'create', object: to.object(this.key(app)) }, { from, to })
  }

  override foldInto(earlier: Operation, app: string): readonly Operation[] | undefined {
    if (!this.isAbout(earlier, app)) return undefined
    if (earlier instanceof CreateObject) return []
    return earlier instanceof AlterObject || earlier instanceof PartOfObjectChange ? [this] : undefined
  }
}
