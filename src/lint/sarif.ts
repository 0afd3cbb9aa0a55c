import type { Finding } from './finding'
import type { Severity } from './rule'
import { rules } from './rules'

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' }

/** The findings as SARIF 2.1.0, which code hosts show beside the lines. */
export function sarif(findings: readonly Finding[], tool: { readonly name: string; readonly version: string }): object {
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            ...tool,
            rules: rules.map(({ id, name, title, why, instead }) => ({
              id,
              name,
              shortDescription: { text: title },
              fullDescription: { text: why },
              help: { text: instead },
            })),
          },
        },
        results: findings.map(({ rule, severity, message, instead, file, operation, description }) => ({
          ruleId: rule,
          level: levels[severity],
          message: { text: `${message} (operation ${operation}: ${description}). Instead: ${instead}` },
          locations:
            file === undefined
              ? []
              : [{ physicalLocation: { artifactLocation: { uri: file }, region: { startLine: 1 } } }],
        })),
      },
    ],
  }
}
