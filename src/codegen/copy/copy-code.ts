import { dirname, join } from 'node:path'
import { Node, type Project, type SourceFile, SyntaxKind } from 'ts-morph'
import { topological } from '../../base/topological'
import type { Importable } from '../../fields/importable'
import type { Migration } from '../../migrations/migration'
import { CannotCopyError } from '../errors'
import { defaultModule } from '../file-scope'
import type { Imports } from '../imports'
import { sourceProject } from '../migration-source'
import type { Binding } from './bindings'
import { bindingOf, declarationsOf, exportOf, globalsOf, mentionsIn, nameNodeOf } from './bindings'
import { dedents, type Edit, edited, startWithComments } from './edited-text'
import type { Named } from './functions-in'
import { type Place, placesOfFunctions } from './places-of-functions'

/** The file of a migration that is to go. */
export interface OldFile {
  readonly migration: Migration
  /** Absolute. */
  readonly path: string
  readonly text: string
}

export interface CopyOptions {
  readonly files: readonly OldFile[]
  /** The names of the new file. */
  readonly imports: Imports
}

export interface CopiedCode {
  /** Statements, ready to stand between the imports and the migration. */
  readonly declarations: string
  /** The functions by what they are called there. */
  readonly functions: readonly Importable[]
}

/**
 * Functions of operations as text, lifted out of the files that hold them: with all that they use there, renamed where
 * two files have something of the same name.
 */
export function copyCode(wanted: readonly Named[], { files, imports }: CopyOptions): CopiedCode {
  const copier = new Copier(files, imports)
  const functions = wanted.map((value): Importable => ({ value, name: copier.nameOf(value), from: undefined }))
  return { declarations: copier.declarations(), functions }
}

/** A statement of the new file. */
interface Unit {
  readonly file: string
  readonly at: number
  readonly node: Node
  /** What is written before the text of a function that had no statement of its own. */
  readonly start: string | undefined
  readonly edits: Edit[]
}

class Copier {
  readonly #project: Project = sourceProject()
  readonly #files: ReadonlyMap<string, OldFile>
  readonly #imports: Imports
  readonly #sources = new Map<string, SourceFile>()
  readonly #places = new Map<Named, Place>()
  readonly #units = new Map<Node, Unit>()
  /** By what declares them. */
  readonly #names = new Map<Node, string>()
  /** Which old file needs which. */
  readonly #needs = new Map<string, Set<string>>()

  constructor(files: readonly OldFile[], imports: Imports) {
    this.#files = new Map(files.map((file) => [file.path, file]))
    this.#imports = imports
    for (const { path, text, migration } of files) {
      const source = this.#project.createSourceFile(path, text)
      this.#sources.set(path, source)
      for (const name of globalsOf(source)) imports.reserve(name)
      for (const [value, place] of placesOfFunctions(source, migration.operations)) {
        if (!this.#places.has(value)) this.#places.set(value, place)
      }
    }
  }

  /** What a function is called in the new file. */
  nameOf(value: Named): string {
    const place = this.#places.get(value)
    if (place === undefined) throw new CannotCopyError(value.name, [...this.#files.keys()])
    const binding = Node.isIdentifier(place.node) ? bindingOf(place.node) : undefined
    return binding === undefined ? this.#hoisted(place) : this.#bound(binding, pathOf(place.node))
  }

  declarations(): string {
    this.#addEffects()
    const order = topological(this.#files.keys(), (file) => this.#needs.get(file) ?? [])
    return [...this.#units.values()]
      .sort((a, b) => order.indexOf(a.file) - order.indexOf(b.file) || a.at - b.at)
      .map(textOf)
      .map((text) => `${text}\n\n`)
      .join('')
  }

  #bound(binding: Binding, file: string): string {
    if (binding.kind === 'declared') {
      this.#statement(binding.statement)
      return this.#names.get(binding.declaration) ?? nameNodeOf(binding.declaration)?.getText() ?? ''
    }
    const { what, name, from, isType } = binding
    const old = this.#oldFile(from, file)
    if (old === undefined) {
      return what === 'name'
        ? this.#imports.use(name, from, { isType })
        : this.#imports.useWhole(what, name, from, { isType })
    }
    this.#needs.set(file, (this.#needs.get(file) ?? new Set()).add(pathOf(old)))
    const exported = what === 'name' ? exportOf(old, name) : undefined
    if (exported === undefined) throw new CannotCopyError(name, [file, pathOf(old)])
    return this.#bound(exported, pathOf(old))
  }

  /** Takes a statement along with all that it mentions. */
  #statement(node: Node): void {
    if (this.#units.has(node)) return
    const unit = this.#unit(node, startWithComments(node), undefined)
    for (const declaration of declarationsOf(node)) this.#declare(declaration)
    const exported = Node.isExportable(node) ? node.getExportKeyword() : undefined
    const isDefault = Node.isExportable(node) ? node.getDefaultKeyword() : undefined
    for (const keyword of [exported, isDefault]) {
      if (keyword !== undefined) unit.edits.push({ start: keyword.getStart(), end: keyword.getEnd() + 1, text: '' })
    }
    this.#follow(node, unit)
  }

  /** A function that is written where it is used becomes a constant. */
  #hoisted({ node, key }: Place): string {
    const known = this.#names.get(node)
    if (known !== undefined) return known
    const called = Node.isFunctionExpression(node) ? node.getName() : undefined
    const base = called ?? calledAfter(key)
    const numbered = `${base}${this.#number(node)}`
    const name = this.#imports.declare(called ?? numbered, [numbered])
    this.#names.set(node, name)
    const start = Node.isMethodDeclaration(node) ? '' : `const ${name} = `
    const unit = this.#unit(node, node.getStart(), start)
    if (Node.isMethodDeclaration(node)) {
      const nameNode = node.getNameNode()
      unit.edits.push({ start: nameNode.getStart(), end: nameNode.getEnd(), text: `function ${name}` })
    }
    unit.edits.push(...dedents(node))
    const given = contexts.get(key)
    if (given !== undefined) this.#annotate(node, unit, given)
    this.#follow(node, unit)
    return name
  }

  /** Where it stood, the operation said what the function is given. */
  #annotate(node: Node, unit: Unit, given: string): void {
    if (!Node.isParametered(node)) return
    const [parameter] = node.getParameters()
    if (parameter === undefined || parameter.getTypeNode() !== undefined) return
    const type = this.#imports.use(given, defaultModule, { isType: true })
    const at = parameter.getNameNode().getEnd()
    const isBare = Node.isArrowFunction(node) && node.getFirstChildByKind(SyntaxKind.OpenParenToken) === undefined
    if (isBare) unit.edits.push({ start: parameter.getStart(), end: parameter.getStart(), text: '(' })
    unit.edits.push({ start: at, end: at, text: `: ${type}${isBare ? ')' : ''}` })
  }

  #follow(node: Node, unit: Unit): void {
    for (const { identifier, binding } of mentionsIn(node)) {
      const name = this.#bound(binding, unit.file)
      if (name !== identifier.getText()) unit.edits.push(renaming(identifier, name))
    }
  }

  #declare(declaration: Node): void {
    const name = nameNodeOf(declaration)?.getText()
    if (name === undefined || this.#names.has(declaration)) return
    this.#names.set(declaration, this.#imports.declare(name, [`${name}${this.#number(declaration)}`]))
  }

  #unit(node: Node, at: number, start: string | undefined): Unit {
    const unit: Unit = { file: pathOf(node), at, node, start, edits: [] }
    this.#units.set(node, unit)
    return unit
  }

  /** Statements that declare nothing, and do something with what was taken along: `names.push('x')`. */
  #addEffects(): void {
    for (let size = -1; size !== this.#units.size; ) {
      size = this.#units.size
      for (const file of new Set([...this.#units.values()].map((unit) => unit.file))) {
        for (const statement of this.#sources.get(file)?.getStatements() ?? []) {
          if (isEffect(statement) && this.#mentionsCopied(statement)) this.#statement(statement)
        }
      }
    }
  }

  #mentionsCopied(statement: Node): boolean {
    return [...mentionsIn(statement)].some(
      ({ binding }) => binding.kind === 'declared' && this.#units.has(binding.statement),
    )
  }

  /** The old file that a module specifier means. */
  #oldFile(from: string, by: string): SourceFile | undefined {
    if (!from.startsWith('.')) return undefined
    const path = join(dirname(by), from)
    return [path, `${path}.ts`, `${path}.js`, path.replace(/\.js$/, '.ts')]
      .map((each) => this.#sources.get(each))
      .find((source) => source !== undefined)
  }

  #number(node: Node): string {
    return /^\d+/.exec(this.#files.get(pathOf(node))?.migration.name ?? '')?.[0] ?? ''
  }
}

/** What the functions of operations are given, by where they stand. */
const contexts: ReadonlyMap<string, string> = new Map([
  ['code', 'CodeContext'],
  ['reverseCode', 'CodeContext'],
  ['forwards', 'DataContext'],
  ['backwards', 'DataContext'],
])

/** What a function without a name is called, by where it stood. */
function calledAfter(key: string): string {
  if (key === 'code') return 'forwards'
  return key === 'reverseCode' ? 'backwards' : key
}

/** Paths of the project in memory are those of the disk. */
function pathOf(node: Node): string {
  return node.getSourceFile().getFilePath()
}

function textOf({ node, at, start, edits }: Unit): string {
  const text = node.getSourceFile().getFullText()
  const own = edited(text, edits, at, node.getEnd())
  return start === undefined ? own : start + own
}

/** In `{ title }` the property keeps its name. */
function renaming(identifier: Node, name: string): Edit {
  const parent = identifier.getParent()
  const isShort =
    Node.isShorthandPropertyAssignment(parent) ||
    (Node.isBindingElement(parent) &&
      parent.getPropertyNameNode() === undefined &&
      parent.getDotDotDotToken() === undefined &&
      Node.isObjectBindingPattern(parent.getParent()))
  const text = isShort ? `${identifier.getText()}: ${name}` : name
  return { start: identifier.getStart(), end: identifier.getEnd(), text }
}

function isEffect(statement: Node): boolean {
  return (
    !Node.isImportDeclaration(statement) &&
    !Node.isExportAssignment(statement) &&
    !Node.isExportDeclaration(statement) &&
    declarationsOf(statement).length === 0
  )
}
