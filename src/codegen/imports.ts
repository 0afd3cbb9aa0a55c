import { quoted } from './quoted'

/** Globals that written values speak of: nothing may be imported by these names. */
const taken: readonly string[] = ['Buffer', 'Date', 'Infinity', 'Map', 'Math', 'NaN', 'RegExp', 'Set', 'Uint8Array']

/** The names that a file imports, collected while its values are written. */
export class Imports {
  readonly #modules = new Map<string, Map<string, string>>()
  readonly #locals = new Set<string>(taken)

  /** The name by which an export of a module is called in the file. */
  use(name: string, from: string): string {
    const names = this.#modules.get(from) ?? new Map<string, string>()
    this.#modules.set(from, names)
    let local = names.get(name)
    if (local === undefined) {
      local = this.#free(name)
      names.set(name, local)
      this.#locals.add(local)
    }
    return local
  }

  /** Import statements, a line or more each. */
  print(width: number): string {
    const modules = [...this.#modules].sort(([a], [b]) => rank(a) - rank(b) || inOrder(a, b))
    return modules.map(([from, names]) => statement(from, names, width)).join('')
  }

  #free(name: string): string {
    let free = name
    for (let i = 2; this.#locals.has(free); i++) free = `${name}${i}`
    return free
  }
}

function statement(from: string, names: ReadonlyMap<string, string>, width: number): string {
  const specifiers = [...names]
    .sort(([a], [b]) => inOrder(a, b))
    .map(([name, local]) => (name === local ? name : `${name} as ${local}`))
  const line = `import { ${specifiers.join(', ')} } from ${quoted(from)}\n`
  if (line.length - 1 <= width || specifiers.length === 1) return line
  return `import {\n${specifiers.map((name) => `  ${name},\n`).join('')}} from ${quoted(from)}\n`
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
