// Behind `npm run test:safety`: the corpus of safe and unsafe changes. What the linter finds, and what the database
// does: locks, catalogs, kills at every statement, and how long others wait.
//
//   npm run test:safety -- U17                   rows whose id or title matches
//   STRATA_ROWS=1000000 npm run test:safety      so many rows where waiting is measured, instead of 200,000
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const names = process.argv.slice(2).flatMap((name) => ['-t', name])
const { status } = spawnSync(process.execPath, ['scripts/test.mjs', '--no-check', ...names, 'test/safety'], {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  env: { ...process.env, STRATA_SAFETY: '1' },
  stdio: 'inherit',
})
process.exitCode = status ?? 1
