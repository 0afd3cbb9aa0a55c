// Only the totals: scripts/test.mjs prints them last when failures were listed after those of the spec reporter.
const TOTAL = /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) [\d.]+$/

export default async function* summary(events) {
  for await (const { type, data } of events) {
    if (type === 'test:diagnostic' && data.nesting === 0 && TOTAL.test(data.message)) yield `ℹ ${data.message}\n`
  }
}
