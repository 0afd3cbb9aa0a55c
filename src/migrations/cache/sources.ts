/**
 * The local modules that a file of code names, if what it says depends on nothing but its own text and on them.
 * undefined: it may look at something else, be it the clock, the environment, a file or a package, and has to be run to
 * know. Text is all that is looked at: a word in a comment costs time, and never a wrong answer.
 */
export function localImports(text: string): readonly string[] | undefined {
  if (looksAround.some((pattern) => pattern.test(text)) || !datesAreFixed(text)) return undefined
  const named = text.replace(typeImport, '').matchAll(imports)
  const others = [...named].map(([, , name = '']) => name).filter((name) => !harmless.has(name))
  return others.every((name) => /^\.\.?\//.test(name)) ? [...new Set(others)] : undefined
}

/** They are the same for every command: ours comes with its version, of the other only `randomUUID` is let through. */
const harmless: ReadonlySet<string> = new Set(['strata-orm', 'node:crypto'])

const looksAround: readonly RegExp[] = [
  /\b(?:process|global|globalThis|performance|eval|Function|Intl|__dirname|__filename|import\.meta)\b/,
  /\btoLocale/,
  // A default is called for each row; what is called here was called once, when the file was run.
  /\b(?:random\w*|now)\s*\(/,
  /\bcrypto\.|\brandom(?!UUID\b)[A-Z]\w*/,
  // A module whose name is not written down.
  /\b(?:require|import)\s*\(\s*(?!['"])/,
  /\brequire\b(?!\s*\()/,
]

const typeImport = /^\s*(?:import|export)\s+type\s[^'"]*(['"])[^'"]*\1/gm
const imports = /\b(?:from|import|require\s*\(|import\s*\()\s*(['"])([^'"]+)\1/g

/** Whether each Date that is made is one moment in every time zone. `Date.now` by itself is a function. */
function datesAreFixed(text: string): boolean {
  const rest = text.replace(fixedDate, '').replace(/\bDate\.(?:now|UTC)\b/g, '')
  return !/\bDate\b/.test(rest)
}

const fixedDate = /\bnew Date\(\s*(?:-?\d[\d_]*|(['"])(?:[^'"]*Z|[-+]?\d{4,6}-\d\d-\d\d)\1)\s*,?\s*\)/g
