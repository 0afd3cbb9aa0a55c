import { existsSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, join, resolve } from 'node:path'
import type { AnyClass } from '../base/metadata'
import { decoratedFields } from '../fields/define'
import { DeclaredObject } from '../objects/declared-object'
import type { App } from './app'
import { keepingCompiled } from './compiled/loader'
import { isModel, lineage } from './declaration'
import { describeModels, modelKeys, modelName } from './describe'
import { describeObjects } from './describe-objects'
import { displayed, placeOfFailure } from './failure/loader'
import {
  AppFolderError,
  AppLabelError,
  DuplicateAppError,
  ModelsFileError,
  NotAModelError,
  UndecoratedModelError,
} from './loader-errors'
import { Model } from './model'
import type { ModelsModule } from './ownership'
import { ownedClasses, ownedObjects } from './ownership'
import type { AppSettings, Settings } from './settings'
import type { KeyOf } from './target'

/**
 * Loads the models of all apps of the settings. Paths in them are relative to `baseDir`. With `cache`, what their
 * files are compiled to is kept beside the project until they change.
 */
export function loadApps(settings: Settings, baseDir: string, cache = settings.cache !== false): readonly App[] {
  const require = createRequire(join(baseDir, 'settings.js'))
  const load = () => placesOf(settings, baseDir).map((place) => loadModels(place, baseDir, require))
  const modules = cache ? keepingCompiled(baseDir, load) : load()
  const owned = ownedClasses(modules)
  const keys = modelKeys(owned)
  const keyOf: KeyOf = (cls) => keys.get(cls)
  const objects = describeObjects(ownedObjects(modules), keyOf)
  return owned.map(({ label, folder, classes }) => ({
    label,
    folder,
    models: describeModels({ label, classes }, keyOf),
    classes: new Map(classes.flatMap(withName)),
    objects: objects.filter(({ app }) => app === label),
  }))
}

function withName(cls: AnyClass): [string, AnyClass][] {
  const name = modelName(cls)
  return name === undefined ? [] : [[name, cls]]
}

interface Place {
  readonly label: string
  readonly folder: string
}

function placesOf({ apps }: Settings, baseDir: string): readonly Place[] {
  const places = new Map<string, Place>()
  for (const entry of apps) {
    const { path, label = basename(path) }: AppSettings = typeof entry === 'string' ? { path: entry } : entry
    const folder = resolve(baseDir, path)
    if (!isFolder(folder)) throw new AppFolderError(path, folder)
    if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(label)) throw new AppLabelError(label, path)
    const other = places.get(label)
    if (other !== undefined) throw new DuplicateAppError(label, [other.folder, folder])
    places.set(label, { label, folder })
  }
  return [...places.values()]
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

function loadModels({ label, folder }: Place, baseDir: string, require: NodeJS.Require): ModelsModule {
  const file = modelsFile(folder, require)
  if (file === undefined) return { label, folder, module: undefined, classes: [], objects: [] }
  const shown = displayed(file, baseDir)
  let exported: unknown
  try {
    exported = require(file)
  } catch (cause) {
    throw new ModelsFileError({ app: label, file: shown, at: placeOfFailure(cause, baseDir), cause })
  }
  const classes = exportedClasses(exported)
  for (const cls of classes) {
    if (!isModel(cls)) throw new UndecoratedModelError(cls, shown)
    if (!(cls.prototype instanceof Model)) throw new NotAModelError(cls, shown)
  }
  return { label, folder, module: require.cache[file], classes, objects: exportedObjects(exported) }
}

/** TypeScript comes first where something is there that loads it: what was compiled beside it may be old. */
function modelsFile(folder: string, require: NodeJS.Require): string | undefined {
  const endings = '.ts' in require.extensions ? ['.ts', '.js'] : ['.js', '.ts']
  const names = ['models', join('models', 'index')].flatMap((name) =>
    endings.map((ending) => join(folder, name + ending)),
  )
  return names.find((name) => existsSync(name))
}

/** Classes of models, and classes with fields that should be: in the order of the exports. */
function exportedClasses(exported: unknown): readonly AnyClass[] {
  if (typeof exported !== 'object' || exported === null) return []
  const classes = Object.values(exported).filter((value): value is AnyClass => typeof value === 'function')
  return [...new Set(classes)].filter((cls) =>
    [...lineage(cls)].some((each) => isModel(each) || decoratedFields.own(each)),
  )
}

/** What is declared besides models, each once, in the order of the exports. */
function exportedObjects(exported: unknown): readonly DeclaredObject[] {
  if (typeof exported !== 'object' || exported === null) return []
  return [...new Set(Object.values(exported).filter((value) => value instanceof DeclaredObject))]
}
