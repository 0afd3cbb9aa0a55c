import { builtinModules } from 'node:module'
import { posix } from 'node:path'
import { type Import, type SourceFacts, sourceFacts } from './source-facts'

/** The rules, as data. A place is a path below src without `.ts`, of a file or a folder; `any:loader` is a file of that name anywhere. */
export interface Architecture {
  /** Lowest first. A folder imports from lower rows and from itself. */
  readonly rows: readonly (readonly string[])[]
  /** Where a package, a global, a builtin or a computed import may be used. A package without an entry: nowhere. */
  readonly doors: readonly Door[]
  /** Loaded when they are needed: others import them by `await import(…)` and by type. */
  readonly lazy: readonly string[]
  readonly maxLines: number
  /** Where `any` may be written. */
  readonly any: readonly Place[]
}

export interface Door {
  readonly to: readonly string[]
  readonly at: readonly Place[]
}

/** A place and, where it is an exception, the reason. */
export type Place = string | { readonly place: string; readonly reason: string }

/** A door's name for `import(path)`, as a loader of a user's files does. */
export const COMPUTED = 'computed import'

export interface SourceFile {
  /** Below src, with `/`: `fields/char.ts`. */
  readonly path: string
  readonly text: string
}

/** One sentence for each broken rule, with the file and what it does. */
export function problemsOf(files: readonly SourceFile[], rules: Architecture): readonly string[] {
  const modules = new Map(files.map(({ path, text }) => [moduleName(path), sourceFacts(path, text)]))
  const problems: string[] = []
  for (const [name, facts] of modules) {
    const say = (problem: string) => problems.push(`src/${name}.ts ${problem}`)
    for (const one of facts.imports) for (const problem of importProblems(name, one, modules, rules)) say(problem)
    for (const global of facts.globals) if (!isOpen(global, name, rules)) say(`uses ${global}`)
    if (facts.hasAny && !isAt(name, rules.any)) say('says `any`')
    if (facts.hasDefaultExport) say('has a default export')
    if (facts.lines > rules.maxLines) say(`has ${facts.lines} lines, more than ${rules.maxLines}`)
  }
  for (const cycle of cycles(modules))
    problems.push(`import cycle: ${cycle.map((name) => `src/${name}.ts`).join(' → ')}`)
  return problems
}

type Modules = ReadonlyMap<string, SourceFacts>

function* importProblems(name: string, one: Import, modules: Modules, rules: Architecture): Generator<string> {
  const { specifier, kind } = one
  if (specifier === undefined) {
    if (!isOpen(COMPUTED, name, rules)) yield 'imports a computed path'
    return
  }
  if (!specifier.startsWith('.')) {
    const package_ = packageName(specifier)
    const guarded = rules.doors.some(({ to }) => to.includes(package_))
    if (guarded ? !isOpen(package_, name, rules) : !isBuiltin(package_)) yield `imports ${specifier}`
    return
  }
  const target = resolve(name, specifier, modules)
  if (target === undefined) {
    yield `imports ${specifier}, which is not in src`
    return
  }
  const from = folderOf(name)
  const to = folderOf(target)
  const [fromRow, toRow] = [rowOf(from, rules), rowOf(to, rules)]
  if (fromRow === -1) yield `is in ${from}, which has no row`
  else if (from !== to && toRow >= fromRow) yield `imports ${specifier}: ${from} is not above ${to}`
  const lazy = rules.lazy.find((place) => covers(place, target))
  if (lazy && kind === 'static' && !covers(lazy, name)) yield `imports ${specifier} at once: ${lazy} is lazy`
}

/** Cycles of imports that load at once; each starts at its first file in the alphabet. */
function cycles(modules: Modules): readonly (readonly string[])[] {
  const found = new Map<string, readonly string[]>()
  const done = new Set<string>()
  const visit = (name: string, path: readonly string[]): void => {
    const start = path.indexOf(name)
    if (start !== -1) {
      const members = path.slice(start)
      const first = members.indexOf([...members].sort()[0] ?? name)
      const cycle = [...members.slice(first), ...members.slice(0, first)]
      found.set(cycle.join(), [...cycle, cycle[0] ?? name])
      return
    }
    if (done.has(name)) return
    for (const { specifier, kind } of modules.get(name)?.imports ?? []) {
      const target = kind === 'static' && specifier?.startsWith('.') ? resolve(name, specifier, modules) : undefined
      if (target !== undefined) visit(target, [...path, name])
    }
    done.add(name)
  }
  for (const name of [...modules.keys()].sort()) visit(name, [])
  return [...found.values()]
}

function moduleName(path: string): string {
  return path.replace(/\.ts$/, '')
}

function resolve(from: string, specifier: string, modules: Modules): string | undefined {
  const target = posix.join(posix.dirname(from), specifier)
  return [target, posix.join(target, 'index')].find((name) => modules.has(name))
}

/** The row's name of a file: its top folder; `index.ts` itself has the top row. */
function folderOf(name: string): string {
  return name.includes('/') ? name.slice(0, name.indexOf('/')) : `${name}.ts`
}

function rowOf(folder: string, { rows }: Architecture): number {
  return rows.findIndex((row) => row.includes(folder))
}

/** Builtins lose their `node:`, so that no spelling gets around a door. */
function packageName(specifier: string): string {
  if (isBuiltin(specifier)) return `node:${specifier.replace(/^node:/, '').split('/')[0] ?? ''}`
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

function isBuiltin(specifier: string): boolean {
  return specifier.startsWith('node:') || builtinModules.includes(specifier)
}

function isOpen(what: string, name: string, { doors }: Architecture): boolean {
  return doors.some(({ to, at }) => to.includes(what) && isAt(name, at))
}

function isAt(name: string, places: readonly Place[]): boolean {
  return places.some((place) => covers(typeof place === 'string' ? place : place.place, name))
}

function covers(place: string, name: string): boolean {
  if (place.startsWith('any:')) return posix.basename(name) === place.slice(4)
  return name === place || name.startsWith(`${place}/`)
}
