import type { AnyClass } from '../base/metadata'
import { decoratedFields } from '../fields/define'
import type { Field } from '../fields/field'
import type { ModelMeta } from './model-decorator'
import { notedModels } from './model-decorator'

/** What a class says of itself, its abstract bases included, before names and targets are resolved. */
export interface Declaration {
  readonly of: AnyClass
  readonly name: string
  readonly meta: ModelMeta
  /** Those of abstract bases first. */
  readonly fields: ReadonlyMap<string, DeclaredField>
  /** The nearest model that it extends and that is not abstract. */
  readonly parent: AnyClass | undefined
}

export interface DeclaredField {
  /** As written, with the options that no state holds. */
  readonly field: Field
  /** The class that declares it: the model's own or an abstract base. */
  readonly by: AnyClass
}

export function isModel(cls: AnyClass): boolean {
  return notedModels.own(cls) !== undefined
}

export function isAbstract(cls: AnyClass): boolean {
  return notedModels.own(cls)?.meta.abstract === true
}

/** The class itself and all that it extends, nearest first. */
export function* lineage(cls: AnyClass): IterableIterator<AnyClass> {
  let each: unknown = cls
  while (typeof each === 'function' && each !== Function.prototype) {
    yield each
    each = Object.getPrototypeOf(each)
  }
}

const declarations = new WeakMap<AnyClass, Declaration>()

/** undefined: the class has no `@model`. Worked out once, since all of its decorators have run when `@model` has. */
export function declarationOf(cls: AnyClass): Declaration | undefined {
  const known = declarations.get(cls)
  if (known !== undefined) return known
  const noted = notedModels.own(cls)
  if (noted === undefined) return undefined
  const { layers, parent } = layersOf(cls)
  const found = { of: cls, name: noted.name, meta: metaOf(layers, parent), fields: fieldsOf(layers), parent }
  declarations.set(cls, found)
  return found
}

/** The class and its abstract bases, the farthest first. A base without `@model` is as good as an abstract one. */
function layersOf(cls: AnyClass): { readonly layers: readonly AnyClass[]; readonly parent: AnyClass | undefined } {
  const layers: AnyClass[] = []
  for (const base of lineage(cls)) {
    if (base !== cls && isModel(base) && !isAbstract(base)) return { layers, parent: base }
    layers.unshift(base)
  }
  return { layers, parent: undefined }
}

/** A field that a class declares anew takes its own place, as in Django. */
function fieldsOf(layers: readonly AnyClass[]): ReadonlyMap<string, DeclaredField> {
  const fields = new Map<string, DeclaredField>()
  for (const layer of layers) {
    for (const [name, field] of decoratedFields.own(layer) ?? []) {
      fields.delete(name)
      fields.set(name, { field, by: layer })
    }
  }
  return fields
}

/**
 * Each option on its own: what a class does not say is what its abstract bases say, as with Django's
 * `class Meta(Base.Meta)`. Of a base with a table only the order of its rows is handed on.
 */
function metaOf(layers: readonly AnyClass[], parent: AnyClass | undefined): ModelMeta {
  const metas = layers.map((layer) => notedModels.own(layer)?.meta ?? {})
  const own = metas.at(-1) ?? {}
  const inherited: ModelMeta = Object.assign({}, orderOf(parent), ...metas.slice(0, -1).map(handedOn))
  return { ...inherited, ...own }
}

function handedOn(meta: ModelMeta): ModelMeta {
  const { abstract: _, proxy: __, name: ___, app: ____, renamedFrom: _____, ...rest } = meta
  return rest
}

function orderOf(parent: AnyClass | undefined): ModelMeta {
  const { ordering, getLatestBy } = (parent && declarationOf(parent)?.meta) ?? {}
  return { ...(ordering && { ordering }), ...(getLatestBy && { getLatestBy }) }
}
