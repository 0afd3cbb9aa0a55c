import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix, relative, resolve, sep } from 'node:path'
import { describe, test } from 'node:test'
import ts from 'typescript'
import * as fields from '../src/fields'

const root = join(__dirname, '..')
const pages = ['README.md', 'CONTRIBUTING.md', ...filesUnder('docs').filter((name) => name.endsWith('.md'))]

test('code in the docs compiles', () => {
  const blocks = pages.flatMap((page) => codeBlocks(page, text(page)))
  assert.ok(blocks.length > 20)
  assert.deepEqual(problemsOf(sourcesOf(blocks)), [])
})

test('links between the docs lead somewhere', () => {
  assert.deepEqual(pages.flatMap(deadLinks), [])
})

describe('docs/fields.md', () => {
  test('has a row for each field, and no others', () => {
    assert.deepEqual(rowsOf(text('docs/fields.md'), 'field').sort(), Object.keys(fields).sort())
  })
})

describe('docs/architecture.md', () => {
  test('has the layers that are held', () => {
    const [, held = ''] = /rows: \[\n([\s\S]*?)\n {2}\],/.exec(text('test/architecture.test.ts')) ?? []
    const rows = held.split('\n').map((line) => [...line.matchAll(/'([\w.]+)'/g)].map(([, name = '']) => name).sort())
    const table = [...text('docs/architecture.md').matchAll(/^\| \d+ \| (.*) \|$/gm)].map(([, cell = '']) =>
      [...cell.matchAll(/`([\w.]+)`/g)].map(([, name = '']) => name).sort(),
    )
    assert.ok(rows.length > 5)
    assert.deepEqual(table, rows.reverse())
  })
})

describe('docs/errors.md', () => {
  const documented = new Set(
    [...text('docs/errors.md').matchAll(/^\| `([a-z-]+(?:\.[a-z-]+|\.\*)?)`/gm)].map(([, code = '']) => code),
  )
  const raised = filesUnder('src').flatMap((name) => errorCodes(text(name)))

  test('has a row for each code', () => {
    assert.ok(raised.length > 50)
    assert.deepEqual([...new Set(raised.filter((code) => !covered(code)))], [])
  })

  test('has no row for a code that is not there', () => {
    const known = [...documented].filter((code) => raised.some((one) => meets(code, one) || meets(one, code)))
    assert.deepEqual(
      [...documented].filter((code) => !known.includes(code)),
      [],
    )
  })

  /** `state.unknown-*` of a computed code is covered by rows that begin like it. */
  function covered(code: string): boolean {
    return [...documented].some((row) => meets(row, code) || meets(code, row))
  }
})

function meets(pattern: string, code: string): boolean {
  return pattern.endsWith('*') ? code.startsWith(pattern.slice(0, -1)) : pattern === code
}

/** `code: 'graph.cycle'`; of a template, the part that is known and a `*`. */
function errorCodes(source: string): readonly string[] {
  // RunCode has an argument of that name.
  const plain = [...source.matchAll(/\bcode: '(?!required')([a-z]+(?:\.[a-z-]+)?)'/g)].map(([, code = '']) => code)
  const computed = [...source.matchAll(/\bcode: `([a-z]+\.[a-z-]*)\$\{/g)].map(([, code = '']) => `${code}*`)
  return [...plain, ...computed]
}

/** The names in the first column of the tables whose first heading is this one. */
function rowsOf(page: string, heading: string): string[] {
  const tables = page.split(/\n\n+/).filter((block) => block.startsWith(`| ${heading} |`))
  return tables.flatMap((table) => [...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, name = '']) => name))
}

function deadLinks(page: string): readonly string[] {
  const prose = text(page).replace(/```[\s\S]*?```/g, '')
  const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
  return links
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => !leadsSomewhere(page, link))
    .map((link) => `${page}: ${link}`)
}

function leadsSomewhere(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? page : posix.join(posix.dirname(page), path)
  if (!existsSync(join(root, target))) return false
  return anchor === undefined || anchors(text(target)).includes(anchor)
}

/** As code hosts make them of headings. */
function anchors(page: string): readonly string[] {
  return [...page.replace(/```[\s\S]*?```/g, '').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

interface Block {
  readonly page: string
  readonly line: number
  readonly code: string
  /** Of a file of the page's project, or of `src`; undefined: it has none. */
  readonly path: string | undefined
}

/** Those that say which file they are, and those that use the package. */
function codeBlocks(page: string, markdown: string): readonly Block[] {
  return [...markdown.matchAll(/(<!-- fragment -->\n)?^```ts\n([\s\S]*?)^```$/gm)].flatMap((match) => {
    const [, fragment, code = ''] = match
    const path = /^\/\/ ((?:apps|src)\/\S+\.ts|manage\.ts)\n/.exec(code)?.[1]
    if (fragment !== undefined || (path === undefined && !code.includes(`from 'strata-orm'`))) return []
    return [{ page, line: markdown.slice(0, match.index).split('\n').length + 1, code, path }]
  })
}

/**
 * The files to be compiled, by absolute path. Each page is a project. A file that a page shows again replaces the
 * former one: from there on it is another project, with the other files as they were.
 */
function sourcesOf(blocks: readonly Block[]): ReadonlyMap<string, string> {
  const sources = new Map<string, string>()
  for (const page of new Set(blocks.map((block) => block.page))) {
    let shown = new Map<string, string>()
    let version = 1
    for (const { line, code, path } of blocks.filter((block) => block.page === page)) {
      if (path?.startsWith('src/')) {
        sources.set(join(root, path), code)
        continue
      }
      if (path !== undefined && shown.has(path)) {
        version++
        shown = new Map(shown)
      }
      shown.set(path ?? `line-${line}.ts`, code)
      for (const [name, source] of shown) sources.set(join(root, '.docs', `${page}-${version}`, name), source)
    }
  }
  return sources
}

function problemsOf(sources: ReadonlyMap<string, string>): readonly string[] {
  const options = compilerOptions()
  const host = ts.createCompilerHost(options)
  const { fileExists, readFile, directoryExists, getSourceFile } = host
  const folders = new Set([...sources.keys()].flatMap(foldersAbove))
  host.fileExists = (name) => sources.has(resolve(name)) || fileExists(name)
  host.readFile = (name) => sources.get(resolve(name)) ?? readFile(name)
  host.directoryExists = (name) => folders.has(resolve(name)) || (directoryExists?.(name) ?? true)
  host.getSourceFile = (name, target, ...rest) => {
    const source = sources.get(resolve(name))
    return source === undefined ? getSourceFile(name, target, ...rest) : ts.createSourceFile(name, source, target)
  }
  const program = ts.createProgram([...sources.keys()], options, host)
  return [...sources.keys()].flatMap((name) => {
    const file = program.getSourceFile(name)
    assert.ok(file, name)
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map((one) => shown(one))
  })
}

function compilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.base.json'), ts.sys.readFile) as { config: object }
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [] }, ts.sys, root)
  return { ...options, noEmit: true, paths: { 'strata-orm': [join(root, 'src', 'index.ts')] } }
}

function shown({ file, start = 0, messageText }: ts.Diagnostic): string {
  const place = file === undefined ? '' : `${relative(root, file.fileName)}:${lineAt(file, start)}: `
  return place + ts.flattenDiagnosticMessageText(messageText, '\n')
}

function lineAt(file: ts.SourceFile, start: number): number {
  return file.getLineAndCharacterOfPosition(start).line + 1
}

function foldersAbove(path: string): readonly string[] {
  const folder = dirname(path)
  return folder === root || folder === dirname(folder) ? [] : [folder, ...foldersAbove(folder)]
}

/** Paths below the root, with `/`. */
function filesUnder(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { encoding: 'utf8', recursive: true })
    .filter((name) => /\.(ts|md)$/.test(name))
    .map((name) => posix.join(folder, name.split(sep).join('/')))
    .sort()
}

function text(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}
