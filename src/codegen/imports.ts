import { quoted } from './quoted'

/** Globals that written values speak of: nothing may be imported by these names. */
const taken: readonly string[] = ['Buffer', 'Date', 'Infinity', 'Map', 'Math', 'NaN', 'RegExp', 'Set', 'Uint8Array']

/** One name that is imported from a module. */
interface Imported {
  readonly name: string
  readonly local: string
  /** As a type only, so far. */
  isType: boolean
}

/** What a file takes from one module. */
interface Module {
  readonly names: Map<string, Imported>
  /** `import path from` and `import * as path from`, in the order in which they were asked for. */
  readonly wholes: Map<string, string>
}

export interface UseOptions {
  /** Nothing but its type is used. */
  readonly isType?: boolean
}

/** The names that a file has at its top level: those that it imports, collected while its values are written. */
export class Imports {
  readonly #modules = new Map<string, Module>()
  readonly #locals = new Set<string>(taken)

  /** The name by which an export of a module is called in the file. */
  use(name: string, from: string, { isType = false }: UseOptions = {}): string {
    const { names } = this.#module(from)
    const known = names.get(name)
    if (known !== undefined) {
      known.isType &&= isType
      return known.local
    }
    const local = this.declare(name)
    names.set(name, { name, local, isType })
    return local
  }

  /** The name by which a module as a whole, or its default export, is called in the file. */
  useWhole(kind: 'default' | 'namespace', name: string, from: string, { isType = false }: UseOptions = {}): string {
    const { wholes } = this.#module(from)
    const start = `import ${isType ? 'type ' : ''}${kind === 'namespace' ? '* as ' : ''}`
    const known = wholes.get(start)
    if (known !== undefined) return known
    const local = this.declare(name)
    wholes.set(start, local)
    return local
  }

  /** A name that nothing else has: this one, or one like it. */
  declare(name: string, like: readonly string[] = []): string {
    let free = name
    for (const other of like) if (this.#locals.has(free)) free = other
    for (let i = 2; this.#locals.has(free); i++) free = `${name}${i}`
    this.#locals.add(free)
    return free
  }

  /** Keeps a name from being given: the file uses what everybody has under it. */
  reserve(name: string): void {
    this.#locals.add(name)
  }

  /** Import statements, a line or more each. */
  print(width: number): string {
    const modules = [...this.#modules].sort(([a], [b]) => rank(a) - rank(b) || inOrder(a, b))
    return modules
      .map(([from, { names, wholes }]) => {
        const lines = [...wholes].map(([start, local]) => `${start}${local} from ${quoted(from)}\n`)
        return [...lines, ...(names.size > 0 ? [statement(from, [...names.values()], width)] : [])].join('')
      })
      .join('')
  }

  #module(from: string): Module {
    const module = this.#modules.get(from) ?? { names: new Map(), wholes: new Map() }
    this.#modules.set(from, module)
    return module
  }
}

function statement(from: string, names: readonly Imported[], width: number): string {
  const areTypes = names.every(({ isType }) => isType)
  const specifiers = [...names]
    .sort((a, b) => inOrder(a.name, b.name))
    .map(({ name, local, isType }) => {
      const start = isType && !areTypes ? 'type ' : ''
      return start + (name === local ? name : `${name} as ${local}`)
    })
  const start = `import ${areTypes ? 'type ' : ''}{`
  const line = `${start} ${specifiers.join(', ')} } from ${quoted(from)}\n`
  if (line.length - 1 <= width || specifiers.length === 1) return line
  return `${start}\n${specifiers.map((name) => `  ${name},\n`).join('')}} from ${quoted(from)}\n`
}

/** Node's own modules, then packages, then files. */
function rank(module: string): number {
  if (module.startsWith('node:')) return 0
  return module.startsWith('.') ? 2 : 1
}

/** A, a, B, b: as Biome sorts them, and the same in every language of the machine. */
function inOrder(a: string, b: string): number {
  const [first, second] = [sortKey(a), sortKey(b)]
  if (first === second) return 0
  return first < second ? -1 : 1
}

function sortKey(name: string): string {
  return name.replace(/./gsu, (letter) => letter.toLowerCase() + (letter === letter.toLowerCase() ? '1' : '0'))
}
