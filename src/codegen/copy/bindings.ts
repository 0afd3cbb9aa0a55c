import { Node, type SourceFile } from 'ts-morph'
import { symbolOf } from '../migration-source'

/** What a name at the top level of a file is bound to. */
export type Binding =
  | { readonly kind: 'declared'; readonly declaration: Node; readonly statement: Node }
  | {
      readonly kind: 'imported'
      /** What is taken of the module: a name of its exports, its default, all of it. */
      readonly what: 'name' | 'default' | 'namespace'
      readonly name: string
      readonly from: string
      readonly isType: boolean
    }

/** A use of a name, or the place where it is declared. */
export interface Mention {
  readonly identifier: Node
  readonly binding: Binding
}

/** The top-level names that a piece of a file mentions, those that something inside hides left out. */
export function* mentionsIn(node: Node): Iterable<Mention> {
  for (const identifier of identifiersOf(node)) {
    const binding = bindingOf(identifier)
    if (binding !== undefined) yield { identifier, binding }
  }
}

export function bindingOf(identifier: Node): Binding | undefined {
  for (const declaration of symbolOf(identifier)?.getDeclarations() ?? []) {
    const binding = bindingBy(declaration)
    if (binding !== undefined) return binding
  }
  return undefined
}

/** Names that the file has from nobody: globals. */
export function globalsOf(file: SourceFile): ReadonlySet<string> {
  const names = identifiersOf(file)
    .filter((identifier) => !isPartOfAnother(identifier) && symbolOf(identifier) === undefined)
    .map((identifier) => identifier.getText())
  return new Set(names)
}

/** What a file exports under a name. */
export function exportOf(file: SourceFile, name: string): Binding | undefined {
  for (const specifier of file.getExportDeclarations().flatMap((each) => each.getNamedExports())) {
    if ((specifier.getAliasNode() ?? specifier.getNameNode()).getText() !== name) continue
    const local = specifier.getLocalTargetSymbol()?.getDeclarations() ?? []
    return local.map(bindingBy).find((binding) => binding !== undefined)
  }
  for (const statement of file.getStatements()) {
    for (const declaration of declarationsOf(statement)) {
      if (nameNodeOf(declaration)?.getText() === name) return { kind: 'declared', declaration, statement }
    }
  }
  return undefined
}

/** What a statement at the top level declares. */
export function declarationsOf(statement: Node): readonly Node[] {
  if (Node.isVariableStatement(statement)) {
    return statement.getDeclarations().flatMap((each): Node[] => {
      const elements = each.getNameNode().getDescendants().filter(Node.isBindingElement)
      return elements.length > 0 ? elements.filter((element) => Node.isIdentifier(element.getNameNode())) : [each]
    })
  }
  return nameNodeOf(statement) === undefined ? [] : [statement]
}

export function nameNodeOf(declaration: Node): Node | undefined {
  if (Node.isVariableDeclaration(declaration) || Node.isBindingElement(declaration)) return declaration.getNameNode()
  const isNamed =
    Node.isFunctionDeclaration(declaration) ||
    Node.isClassDeclaration(declaration) ||
    Node.isInterfaceDeclaration(declaration) ||
    Node.isTypeAliasDeclaration(declaration) ||
    Node.isEnumDeclaration(declaration)
  return isNamed ? declaration.getNameNode() : undefined
}

function bindingBy(declaration: Node): Binding | undefined {
  const imported = importBy(declaration)
  if (imported !== undefined) return imported
  const statement = declaration.getFirstAncestor((each) => Node.isSourceFile(each.getParent())) ?? declaration
  return declarationsOf(statement).includes(declaration) ? { kind: 'declared', declaration, statement } : undefined
}

function importBy(declaration: Node): Binding | undefined {
  const statement = declaration.getFirstAncestor(Node.isImportDeclaration)
  if (statement === undefined) return undefined
  const from = statement.getModuleSpecifierValue()
  const shared = { kind: 'imported', from, isType: statement.isTypeOnly() } as const
  if (Node.isImportSpecifier(declaration)) {
    const isType = shared.isType || declaration.isTypeOnly()
    return { ...shared, what: 'name', name: declaration.getNameNode().getText(), isType }
  }
  if (Node.isNamespaceImport(declaration)) return { ...shared, what: 'namespace', name: declaration.getName() }
  const name = statement.getDefaultImport()?.getText()
  return name === undefined ? undefined : { ...shared, what: 'default', name }
}

function identifiersOf(node: Node): readonly Node[] {
  return Node.isIdentifier(node) ? [node] : node.getDescendants().filter(Node.isIdentifier)
}

/** `title` of `movie.title`, of `{ title: name }` as a pattern, of `Types.title`. */
function isPartOfAnother(identifier: Node): boolean {
  const parent = identifier.getParent()
  if (Node.isPropertyAccessExpression(parent)) return parent.getNameNode() === identifier
  if (Node.isBindingElement(parent)) return parent.getPropertyNameNode() === identifier
  return Node.isQualifiedName(parent) && parent.getRight() === identifier
}
