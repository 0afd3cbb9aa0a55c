import { Node } from 'ts-morph'
import { type MigrationKey, type MigrationRef, migrationKey } from '../migrations/migration'
import { type Edit, edited } from './copy/edited-text'
import { followed, migrationObject, property, sourceProject } from './migration-source'
import { quoted } from './quoted'

export interface MigrationEdits {
  /** What other migrations are called now. */
  readonly renamed?: ReadonlyMap<MigrationKey, MigrationRef>
  /** It stands for nothing else any more. */
  readonly withoutReplaces?: boolean
}

/** The text of a migration file with other references; all the rest stays as it is, to the letter. */
export function editMigration(text: string, { renamed = new Map(), withoutReplaces = false }: MigrationEdits): string {
  const object = migrationObject(sourceProject().createSourceFile('/migration.ts', text))
  const edits = ['dependencies', 'runBefore'].flatMap((key) => renames(property(object, key), renamed))
  return edited(text, withoutReplaces ? [...edits, ...removal(object)] : edits)
}

interface Item {
  readonly nameNode: Node
  readonly ref: MigrationRef
}

function renames(value: Node | undefined, renamed: ReadonlyMap<MigrationKey, MigrationRef>): readonly Edit[] {
  const list = value && followed(value)
  if (!Node.isArrayLiteralExpression(list)) return []
  const seen = new Set<MigrationKey>()
  return list.getElements().flatMap((node, index, elements): Edit[] => {
    const item = itemOf(node)
    if (item === undefined) return []
    const now = renamed.get(migrationKey(...item.ref)) ?? item.ref
    const key = migrationKey(...now)
    // Several may be called the same now.
    if (seen.has(key)) return [{ start: elements[index - 1]?.getEnd() ?? 0, end: node.getEnd(), text: '' }]
    seen.add(key)
    if (now === item.ref) return []
    return [{ start: item.nameNode.getStart(), end: item.nameNode.getEnd(), text: quoted(now[1]) }]
  })
}

/** `['movies', '0001_initial']`; undefined: it is written in another way. */
function itemOf(node: Node): Item | undefined {
  const [app, nameNode] = Node.isArrayLiteralExpression(node) ? node.getElements() : []
  if (!Node.isStringLiteral(app) || !Node.isStringLiteral(nameNode)) return undefined
  return { nameNode, ref: [app.getLiteralValue(), nameNode.getLiteralValue()] }
}

function removal(object: Node | undefined): readonly Edit[] {
  const list = property(object, 'replaces')
  const node = list?.getParent()
  if (node === undefined) return []
  const text = node.getSourceFile().getFullText()
  const [comma = ''] = /^\s*,/.exec(text.slice(node.getEnd())) ?? []
  return [{ start: node.getPos(), end: node.getEnd() + comma.length, text: '' }]
}

/** The modules that a file imports. */
export function importsOf(text: string): readonly string[] {
  const source = sourceProject().createSourceFile('/migration.ts', text)
  return [...source.getImportDeclarations(), ...source.getExportDeclarations()].flatMap(
    (each) => each.getModuleSpecifierValue() ?? [],
  )
}
