import type { AnyClass } from '../base/metadata'
import type { DeclaredObject } from '../objects/declared-object'
import { isAbstract } from './declaration'
import { AmbiguousAppError, UnknownOwnAppError } from './loader-errors'
import { notedModels } from './model-decorator'

/** The models file of one app, loaded. */
export interface ModelsModule {
  readonly label: string
  readonly folder: string
  /** undefined: the app has no models. */
  readonly module: NodeJS.Module | undefined
  readonly classes: readonly AnyClass[]
  readonly objects: readonly DeclaredObject[]
}

/**
 * Each class with a table belongs to one app: the one that it says, else the one whose models file exports it. If
 * several export it, some pass on what they import: it belongs to the one that the others load and that loads none of
 * them.
 */
export function ownedClasses(modules: readonly ModelsModule[]): readonly ModelsModule[] {
  const exporters = new Map<AnyClass, ModelsModule[]>()
  for (const each of modules) {
    for (const cls of each.classes) {
      if (!isAbstract(cls)) exporters.set(cls, [...(exporters.get(cls) ?? []), each])
    }
  }
  const owned = new Map<string, AnyClass[]>(modules.map(({ label }) => [label, []]))
  for (const [cls, among] of [...exporters].sort(([a], [b]) => orderOf(a) - orderOf(b))) {
    const label = statedApp(cls) ?? owner(cls, among)
    const classes = owned.get(label)
    if (classes === undefined) throw new UnknownOwnAppError(cls, label, [...owned.keys()])
    classes.push(cls)
  }
  return modules.map((each) => ({ ...each, classes: owned.get(each.label) ?? [] }))
}

/** Which app each declared object belongs to: found out as for classes. */
export function ownedObjects(modules: readonly ModelsModule[]): ReadonlyMap<DeclaredObject, string> {
  const exporters = new Map<DeclaredObject, ModelsModule[]>()
  for (const each of modules) {
    for (const object of each.objects) exporters.set(object, [...(exporters.get(object) ?? []), each])
  }
  return new Map([...exporters].map(([object, among]) => [object, owner(object, among)]))
}

/** As written in their files. */
function orderOf(cls: AnyClass): number {
  return notedModels.own(cls)?.order ?? 0
}

function statedApp(cls: AnyClass): string | undefined {
  return notedModels.own(cls)?.meta.app
}

function owner(exported: Named, among: readonly ModelsModule[]): string {
  const [only, ...others] = among.length === 1 ? among : among.filter((each) => loadsNone(each, among))
  if (only === undefined || others.length > 0)
    throw new AmbiguousAppError(
      exported,
      among.map(({ label }) => label),
    )
  return only.label
}

/** A class, or a declared object. */
interface Named {
  readonly name: string
}

function loadsNone({ module }: ModelsModule, others: readonly ModelsModule[]): boolean {
  const avoided = new Set(others.map((each) => each.module).filter((each) => each !== module))
  const seen = new Set<NodeJS.Module>()
  const pending = module === undefined ? [] : [module]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (avoided.has(next)) return false
    if (seen.has(next)) continue
    seen.add(next)
    pending.push(...next.children)
  }
  return true
}
