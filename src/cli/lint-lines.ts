import { plural } from '../base/text'
import type { Finding, LintReport } from '../lint/finding'
import type { Style } from './output'

/** Findings for a person, by migration and operation. */
export function* findingLines(findings: readonly Finding[], style: Style, details: boolean): Generator<string> {
  let place = ''
  for (const finding of findings) {
    const { app, migration, operation, description } = finding
    const here = `${app}.${migration}, operation ${operation}: ${description}`
    if (here !== place) yield style.label(here)
    place = here
    yield `  ${severityText(finding, style)} ${finding.rule} ${finding.message}`
    if (!details) continue
    yield `    ${finding.why}`
    yield `    ${style.dim(`Instead: ${finding.instead}`)}`
  }
}

function severityText({ severity }: Finding, style: Style): string {
  if (severity === 'error') return style.error(severity)
  return severity === 'warning' ? style.warning(severity) : severity
}

export function summaryLine({ findings, assured }: LintReport, migrations: number): string {
  const count = (wanted: Finding['severity']): number => findings.filter(({ severity }) => severity === wanted).length
  const counts = `${plural(count('error'), 'error')}, ${plural(count('warning'), 'warning')}`
  const answered = assured.length === 0 ? '' : `, ${assured.length} answered for`
  return `Looked at ${plural(migrations, 'migration')}: ${counts}${answered}.`
}

/** As GitHub reads them from the output of a job. */
export function* githubLines(findings: readonly Finding[]): Generator<string> {
  for (const { severity, file, rule, message, operation, instead } of findings) {
    const command = severity === 'info' ? 'notice' : severity
    const at = file === undefined ? '' : `file=${escaped(file)},`
    yield `::${command} ${at}title=${rule}::${escaped(`${message} (operation ${operation}). Instead: ${instead}`)}`
  }
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}
