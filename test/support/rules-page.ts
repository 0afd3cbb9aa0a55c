import { exampleDatabase } from '../../src/lint/example'
import type { Rule } from '../../src/lint/rule'
import { rules } from '../../src/lint/rules'

const concerns: Readonly<Record<Rule['about'], string>> = {
  locks: 'locks; no finding where migrate goes about it by itself',
  releases: 'the release before, which still runs',
  data: 'rows and definitions',
  running: 'how the migration is run',
}

/** docs/rules.md, as the rules say it. */
export function rulesPage(): string {
  return [
    '# Rules of the linter',
    '<!-- Written by UPDATE_RULES=1 node -r ts-node/register --test test/rules-page.test.ts -->',
    'See [lint](lint.md) for how they are used. The examples are run by the tests, over the tables at the end. A line of an example is a migration.',
    ['| rule | | severity |', '| --- | --- | --- |', ...rules.map(row)].join('\n'),
    ...rules.map(section),
    '## Tables of the examples',
    fenced([exampleDatabase.trim()]),
    '',
  ].join('\n\n')
}

function row({ id, name, title, severity }: Rule): string {
  return `| [${id}](#${id.toLowerCase()}-${name}) | ${title} | ${severity} |`
}

function section({ id, name, title, severity, about, why, instead, bad, good }: Rule): string {
  return [
    `## ${id} ${name}`,
    `${severity === 'off' ? 'off unless the settings turn it on' : severity}, about ${concerns[about]}.`,
    `Finds ${title}. ${why}`,
    ...(bad.length === 0 ? [] : [fenced(bad)]),
    `**Instead:** ${instead}`,
    ...(bad.length === 0 ? [] : [fenced(good)]),
  ].join('\n\n')
}

function fenced(sql: readonly string[]): string {
  return `\`\`\`sql\n${sql.map(terminated).join('\n')}\n\`\`\``
}

function terminated(sql: string): string {
  return sql.endsWith(';') ? sql : `${sql};`
}
