/**
 * A story in a text file: files, commands and their answers, what is expected of them.
 *
 *   # Renaming a field asks once.                 the first comment is the title
 *   > write apps/movies/models.ts                 the lines below, without their two spaces, are the file
 *   > edit apps/movies/models.ts                  a hunk: lines that begin with "  ", "- " and "+ "
 *   > delete apps/movies/migrations/0002_x.ts
 *   > settings { "databases": { … } }             over those that a project has anyway
 *   > only postgres                               or: only pglite
 *   $ makemigrations movies < y < 2               a command and its answers; below, what it prints
 *   $ ts-node manage.ts migrate                   the same as a process of its own
 *   > file apps/movies/migrations/0002_x.ts       what the file says
 *   > files apps                                  the files under a folder, as far as they are migrations
 *   > query SELECT …                              rows of the database
 *
 * The lines under the last four kinds are expectations: UPDATE_SCENARIOS=1 writes what came instead.
 */
export interface Scenario {
  readonly title: string
  readonly parts: readonly Part[]
}

export interface Part {
  readonly kind: 'comment' | PartKind
  /** The rest of the first line. */
  readonly subject: string
  /** The lines below, without the indentation; blank ones at the end left out. */
  readonly body: readonly string[]
  /** Line of the file it begins at. */
  readonly line: number
}

const given = ['write', 'edit', 'delete', 'settings', 'only'] as const
const expected = ['run', 'file', 'files', 'query'] as const
type PartKind = (typeof given)[number] | (typeof expected)[number]

export function parseScenario(text: string): Scenario {
  const parts: Part[] = []
  const lines = text.split('\n')
  for (let at = 0; at < lines.length; ) {
    const first = lines[at] ?? ''
    const line = at++
    if (first.trim() === '') continue
    const body: string[] = []
    for (; at < lines.length && isBody(lines[at] ?? ''); at++) body.push((lines[at] ?? '').slice(2))
    while (body.at(-1)?.trim() === '') body.pop()
    parts.push({ ...heading(first, line + 1), body, line: line + 1 })
  }
  const title = parts.find(({ kind }) => kind === 'comment')?.subject.replace(/\.$/, '')
  if (title === undefined) throw new Error('a scenario begins with a comment, which is its title')
  return { title, parts }
}

function isBody(line: string): boolean {
  return line.trim() === '' || line.startsWith('  ')
}

function heading(first: string, line: number): Pick<Part, 'kind' | 'subject'> {
  if (first.startsWith('# ')) return { kind: 'comment', subject: first.slice(2) }
  if (/^\$( |$)/.test(first)) return { kind: 'run', subject: first.slice(2) }
  const [, kind = '', subject = ''] = /^> (\w+) ?(.*)$/.exec(first) ?? []
  const known = [...given, ...expected].find((each) => each === kind)
  if (known === undefined) throw new Error(`line ${line}: neither "$ command" nor "> what": ${first}`)
  return { kind: known, subject }
}

export function isExpectation({ kind }: Part): boolean {
  return expected.some((each) => each === kind)
}

/** The text of a scenario, part by part with a blank line between them, comments close to what they speak of. */
export function printScenario(parts: readonly Part[]): string {
  return parts
    .map((part, index) => {
      const gap = index === 0 || (parts[index - 1]?.kind === 'comment' && index > 1) ? '' : '\n'
      const sign = part.kind === 'comment' ? '# ' : part.kind === 'run' ? '$ ' : `> ${part.kind} `
      const body = part.body.map((line) => (line === '' ? '\n' : `  ${line}\n`))
      return `${gap}${`${sign}${part.subject}`.trimEnd()}\n${body.join('')}`
    })
    .join('')
}

export interface CommandLine {
  readonly variables: Readonly<Record<string, string>>
  readonly words: readonly string[]
  /** One a line on stdin. */
  readonly answers: readonly string[]
}

/** `TZ=UTC makemigrations movies --name 'a b' < y < 2` */
export function parseCommandLine(text: string): CommandLine {
  const [command = '', ...answers] = text.split(/ < ?/)
  const words = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '')
  const start = words.findIndex((word) => !/^[A-Z_]+=/.test(word))
  const variables = words.slice(0, Math.max(0, start)).map((word) => word.split(/=(.*)/s) as [string, string])
  return {
    variables: Object.fromEntries(variables.map(([name, value]) => [name, value])),
    words: words.slice(Math.max(0, start)),
    answers: answers.map((answer) => answer.trim()),
  }
}

/** A file with a hunk applied: its lines that are not new have to stand in the file once, in a row. */
export function applyHunk(text: string, hunk: readonly string[]): string {
  const side = (sign: string) =>
    hunk
      .filter((line) => !line.startsWith(sign))
      .map((line) => `${line.slice(2)}\n`)
      .join('')
  const [before, after] = [side('+'), side('-')]
  const at = text.indexOf(before)
  if (before === '' || at === -1) throw new Error(`the file does not have these lines:\n${before}`)
  if (text.includes(before, at + 1)) throw new Error(`the file has these lines more than once:\n${before}`)
  return text.slice(0, at) + after + text.slice(at + before.length)
}
