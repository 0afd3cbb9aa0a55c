import ts from 'typescript'

/** What a source file says that the architecture has an opinion on. */
export interface SourceFacts {
  readonly imports: readonly Import[]
  /** `process`, `console` … where they are the global ones. */
  readonly globals: readonly string[]
  readonly hasAny: boolean
  readonly hasDefaultExport: boolean
  readonly lines: number
}

export interface Import {
  /** As written; undefined where it is computed, which only a loader of the user's files may do. */
  readonly specifier: string | undefined
  /** `type` leaves nothing in the output, `static` loads when the file does, `lazy` when it is reached. */
  readonly kind: 'type' | 'static' | 'lazy'
}

const GLOBALS: ReadonlySet<string> = new Set(['process', 'console'])

export function sourceFacts(path: string, text: string): SourceFacts {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true)
  const imports: Import[] = []
  const globals = new Set<string>()
  let hasAny = false
  let hasDefaultExport = false
  const visit = (node: ts.Node): void => {
    const found = importOf(node)
    if (found) imports.push(found)
    if (ts.isIdentifier(node) && GLOBALS.has(node.text) && isUse(node)) globals.add(node.text)
    if (node.kind === ts.SyntaxKind.AnyKeyword) hasAny = true
    if (isDefaultExport(node)) hasDefaultExport = true
    ts.forEachChild(node, visit)
  }
  visit(file)
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
  return { imports, globals: [...globals], hasAny, hasDefaultExport, lines }
}

function importOf(node: ts.Node): Import | undefined {
  if (ts.isImportDeclaration(node)) {
    return { specifier: literal(node.moduleSpecifier), kind: isTypeImport(node.importClause) ? 'type' : 'static' }
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
    return { specifier: literal(node.moduleSpecifier), kind: isTypeExport(node) ? 'type' : 'static' }
  }
  if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
    return { specifier: literal(node.moduleReference.expression), kind: node.isTypeOnly ? 'type' : 'static' }
  }
  if (ts.isImportTypeNode(node)) {
    return { specifier: ts.isLiteralTypeNode(node.argument) ? literal(node.argument.literal) : undefined, kind: 'type' }
  }
  if (ts.isCallExpression(node)) {
    if (node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      return { specifier: literal(node.arguments[0]), kind: 'lazy' }
    }
    // Wherever it stands: a `require` in a function is a way to be lazy that nobody sees.
    if (isRequire(node.expression)) return { specifier: literal(node.arguments[0]), kind: 'static' }
  }
  return undefined
}

/** Also `import { type A, type B }`, of which nothing is left either. */
function isTypeImport(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false
  if (clause.isTypeOnly) return true
  const { name, namedBindings } = clause
  if (name || !namedBindings || !ts.isNamedImports(namedBindings)) return false
  return namedBindings.elements.length > 0 && namedBindings.elements.every((element) => element.isTypeOnly)
}

function isTypeExport({ isTypeOnly, exportClause }: ts.ExportDeclaration): boolean {
  if (isTypeOnly) return true
  if (!exportClause || !ts.isNamedExports(exportClause)) return false
  return exportClause.elements.length > 0 && exportClause.elements.every((element) => element.isTypeOnly)
}

function isRequire(expression: ts.Expression): boolean {
  if (ts.isIdentifier(expression)) return expression.text === 'require' || expression.text === 'createRequire'
  return ts.isPropertyAccessExpression(expression) && expression.getText() === 'module.require'
}

function literal(node: ts.Node | undefined): string | undefined {
  return node && ts.isStringLiteralLike(node) ? node.text : undefined
}

/** Whether a name is the global of that name, as far as the place it stands in tells. */
function isUse(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return parent.expression.getText() === 'globalThis'
  if (ts.isQualifiedName(parent)) return false
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return false
  if (ts.isBindingElement(parent) && parent.propertyName === node) return false
  const declares =
    (ts.isNamedTupleMember(parent) || ts.isPropertyAssignment(parent) || isNamedDeclaration(parent)) &&
    parent.name === node
  return !declares
}

function isNamedDeclaration(node: ts.Node): node is ts.NamedDeclaration {
  return (
    ts.isVariableDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isBindingElement(node) ||
    ts.isFunctionLike(node) ||
    ts.isClassElement(node) ||
    ts.isTypeElement(node)
  )
}

function isDefaultExport(node: ts.Node): boolean {
  if (ts.isExportAssignment(node)) return true
  if (ts.isExportSpecifier(node)) return node.name.text === 'default'
  return (
    ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)
  )
}
