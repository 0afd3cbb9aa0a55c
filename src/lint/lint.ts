import type { Assurance, Migration } from '../migrations/migration'
import type { Assured, Finding, LintReport } from './finding'
import { type LintedMigration, type ReadOptions, type Released, readRun } from './read-run'
import type { Level, Rule, Severity } from './rule'
import { rules } from './rules'
import { unusedAssurance } from './rules/running'
import type { LintedOperation, Subject } from './subject'

export interface LintOptions extends ReadOptions {
  /** By id or name of a rule; what is not named is as the rule says. */
  readonly severities: Readonly<Record<string, Level>>
}

/** What the rules find in the migrations of a release, in their order. */
export function lint(released: Released, options: LintOptions): LintReport {
  const { subjects } = readRun(released, options)
  const all = subjects.flatMap((subject) => rules.flatMap((rule) => found(rule, subject, options)))
  const findings = [...new Map(all.map((finding) => [JSON.stringify(finding), finding])).values()]
  return released.migrations.map((one) => assured(one, findings, options)).reduce(joined, none)
}

const none: LintReport = { findings: [], assured: [] }

function joined(a: LintReport, b: LintReport): LintReport {
  return { findings: [...a.findings, ...b.findings], assured: [...a.assured, ...b.assured] }
}

function severityOf({ id, name, severity }: Rule, { severities }: LintOptions): Level {
  return severities[id] ?? severities[name] ?? severity
}

function found(rule: Rule, subject: Subject, options: LintOptions): readonly Finding[] {
  const severity = severityOf(rule, options)
  // What migrate does beside readers and writers keeps nobody waiting, whatever it would do at once.
  if (severity === 'off' || (rule.about === 'locks' && subject.isOnline)) return []
  const what = rule.finds(subject)
  if (what === undefined) return []
  const { id, name, title, why, instead } = rule
  const message = `${title}: ${what}`
  return [{ rule: id, name, severity: eased(severity, rule, subject), ...placeOf(subject.of), message, why, instead }]
}

/** On a table that is known to be small nobody waits long. */
function eased(severity: Severity, { about }: Rule, { action, run }: Subject): Severity {
  return about === 'locks' && 'table' in action && run.data.small.has(action.table) ? 'info' : severity
}

type Place = Pick<Finding, 'app' | 'migration' | 'file' | 'operation' | 'description'>

function placeOf({ migration, file, place, operation }: LintedOperation): Place {
  return { app: migration.app, migration: migration.name, file, operation: place, description: operation.describe() }
}

/** The findings of one migration, without those that it answers for; an answer to nothing is one itself. */
function assured({ migration, origin }: LintedMigration, all: readonly Finding[], options: LintOptions): LintReport {
  const own = all.filter((finding) => finding.app === migration.app && finding.migration === migration.name)
  const { assure } = migration
  const answers = (finding: Finding): Assurance | undefined => assure.find((one) => isFor(one, finding))
  const unused = assure.filter((one) => !own.some((finding) => isFor(one, finding)))
  return {
    findings: [
      ...own.filter((finding) => answers(finding) === undefined),
      ...unusedFindings(unused, migration, origin?.file, options),
    ],
    assured: own.flatMap((finding): readonly Assured[] => {
      const answer = answers(finding)
      return answer === undefined ? [] : [{ finding, reason: answer.reason }]
    }),
  }
}

/** One that gives no reason is none. */
function isFor({ rule, operation, reason }: Assurance, finding: Finding): boolean {
  if (reason.trim() === '') return false
  return (rule === finding.rule || rule === finding.name) && (operation ?? finding.operation) === finding.operation
}

function unusedFindings(
  unused: readonly Assurance[],
  { app, name: migration }: Migration,
  file: string | undefined,
  options: LintOptions,
): readonly Finding[] {
  const { id: rule, name, title, why, instead } = unusedAssurance
  const severity = severityOf(unusedAssurance, options)
  if (severity === 'off') return []
  return unused.map((one) => {
    const message =
      one.reason.trim() === '' ? `no reason is given for ${one.rule}` : `${title}: ${one.rule} (${one.reason})`
    const place = { app, migration, file, operation: one.operation ?? 0, description: 'assure' }
    return { rule, name, severity, ...place, message, why, instead }
  })
}
