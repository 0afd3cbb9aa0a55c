import { Node } from 'ts-morph'

/** Text in the place of other text. */
export interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** A piece of a text with the edits that fall into it. */
export function edited(text: string, edits: readonly Edit[], from = 0, to = text.length): string {
  let result = ''
  let at = from
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (edit.start < at || edit.end > to) continue
    result += text.slice(at, edit.start) + edit.text
    at = edit.end
  }
  return result + text.slice(at, to)
}

/** Moves what stood further in to the margin; lines of template literals stay, as they are what they say. */
export function dedents(node: Node): readonly Edit[] {
  const text = node.getSourceFile().getFullText()
  const lineStart = text.lastIndexOf('\n', node.getStart()) + 1
  const indent = /^[ \t]*/.exec(text.slice(lineStart))?.[0].length ?? 0
  const literals = node
    .getDescendants()
    .filter((each) => Node.isTemplateExpression(each) || Node.isNoSubstitutionTemplateLiteral(each))
  const edits: Edit[] = []
  for (let at = text.indexOf('\n', node.getStart()); at !== -1 && at < node.getEnd(); at = text.indexOf('\n', at + 1)) {
    const start = at + 1
    if (literals.some((literal) => literal.getStart() < start && start < literal.getEnd())) continue
    const blank = /^[ \t]*/.exec(text.slice(start, start + indent))?.[0].length ?? 0
    if (blank > 0) edits.push({ start, end: start + blank, text: '' })
  }
  return edits
}

/** Where a statement begins with the comments that stand on the lines right above it. */
export function startWithComments(node: Node): number {
  const text = node.getSourceFile().getFullText()
  let start = node.getStart()
  for (const range of [...node.getLeadingCommentRanges()].reverse()) {
    if (/\n[ \t]*\r?\n/.test(text.slice(range.getEnd(), start))) break
    start = range.getPos()
  }
  return start
}
