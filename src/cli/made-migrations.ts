import type { Question } from '../autodetector/questions'
import type { Finding } from '../lint/finding'
import type { Output } from './output'

export interface MadeMigration {
  readonly app: string
  readonly name: string
  /** As one would type it in the current folder. */
  readonly path: string
  readonly operations: readonly { readonly symbol: string; readonly description: string }[]
  /** Of the file; `--check` does not go so far. */
  readonly text: string | undefined
}

export interface MakemigrationsData {
  /** The apps that were named. */
  readonly apps: readonly string[]
  readonly migrations: readonly MadeMigration[]
  /** Whether the files are there. */
  readonly written: boolean
  /** What a person has to decide before it can be said what is missing: `--check` asks nobody. */
  readonly undecided: Question | undefined
  /** Files in whose place these are, under other names. */
  readonly removed?: readonly string[]
  /** What the linter says of them. */
  readonly findings?: readonly Finding[]
}

/** In Django's form: the app, the file, the operations. */
export function madeLines(data: MakemigrationsData, { style, verbosity }: Output): readonly string[] {
  const { migrations, apps, undecided, written } = data
  if (undecided !== undefined) {
    return ['There are changes without a migration, and a person has to say what they are:', `  ${undecided.text}`]
  }
  if (migrations.length === 0) return [noChanges(apps)]
  const byApp = new Map<string, MadeMigration[]>()
  for (const one of migrations) byApp.set(one.app, [...(byApp.get(one.app) ?? []), one])
  const deleted = (data.removed ?? []).map((path) => `${written ? 'Deleted' : 'Would delete'} ${path}`)
  const lines = [...byApp].flatMap(([app, made]) => [
    style.heading(`Migrations for '${app}':`),
    ...made.flatMap((one) => [
      `  ${style.label(one.path)}`,
      ...one.operations.map(({ symbol, description }) => `    ${symbol} ${description}`),
    ]),
    ...(written || verbosity < 3 ? [] : made.flatMap((one) => fullText(one, style.heading))),
  ])
  return [...lines, ...deleted]
}

function noChanges(apps: readonly string[]): string {
  if (apps.length === 0) return 'No changes detected'
  const named = apps.map((app) => `'${app}'`).join(', ')
  return `No changes detected in app${apps.length === 1 ? '' : 's'} ${named}`
}

function fullText({ name, text }: MadeMigration, heading: (text: string) => string): readonly string[] {
  return text === undefined ? [] : [heading(`Full migrations file '${name}.ts':`), text]
}
