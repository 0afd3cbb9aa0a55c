import { Node, Project, type SourceFile, type Symbol as TsSymbol } from 'ts-morph'

/** Parses files one by one: nothing that they import is looked at, so that it takes milliseconds. */
export function sourceProject(): Project {
  return new Project({
    useInMemoryFileSystem: true,
    compilerOptions: { noLib: true, noResolve: true, types: [], allowJs: true },
  })
}

/** What stands between the braces of `export default migration({ … })`; undefined: it is written in another way. */
export function migrationObject(file: SourceFile): Node | undefined {
  const exported = file.getExportAssignment((each) => !each.isExportEquals())?.getExpression()
  const made = exported && followed(exported)
  const [argument] = Node.isCallExpression(made) ? made.getArguments() : []
  return argument && followed(argument)
}

/** The value of a property, or the method of that name. */
export function property(object: Node | undefined, name: string): Node | undefined {
  if (!Node.isObjectLiteralExpression(object)) return undefined
  const found = object.getProperty((each) => 'getName' in each && nameOf(each.getName()) === name)
  if (Node.isPropertyAssignment(found)) return found.getInitializer()
  if (Node.isShorthandPropertyAssignment(found)) return found.getNameNode()
  return Node.isMethodDeclaration(found) ? found : undefined
}

/** Without brackets and assertions of types. */
export function unwrapped(node: Node): Node {
  if (Node.isParenthesizedExpression(node) || Node.isAsExpression(node) || Node.isSatisfiesExpression(node)) {
    return unwrapped(node.getExpression())
  }
  return node
}

export function symbolOf(identifier: Node): TsSymbol | undefined {
  const parent = identifier.getParent()
  // `{ title }` speaks of a property and of a variable.
  if (Node.isShorthandPropertyAssignment(parent)) return parent.getValueSymbol()
  return identifier.getSymbol()
}

/** What a name that the file declares is set to. */
export function initializerOf(identifier: Node): Node | undefined {
  const [declaration] = symbolOf(identifier)?.getDeclarations() ?? []
  return Node.isVariableDeclaration(declaration) ? declaration.getInitializer() : undefined
}

/** The value of a name that the file declares; anything else as it is. */
export function followed(node: Node): Node {
  const at = unwrapped(node)
  if (!Node.isIdentifier(at)) return at
  const value = initializerOf(at)
  return value === undefined ? at : unwrapped(value)
}

function nameOf(text: string): string {
  return text.replace(/^(['"])(.*)\1$/, '$2')
}
