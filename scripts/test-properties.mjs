// Behind `npm run test:properties`: many more random histories than `npm test` runs.
//
//   STRATA_RUNS=200 npm run test:properties      so many, instead of 5000
//   STRATA_SEED=7 npm run test:properties        those of this seed again
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const { status } = spawnSync(
  process.execPath,
  ['-r', 'ts-node/register', '--test', '--test-reporter=spec', 'test/property/schema.test.ts'],
  {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: { ...process.env, STRATA_RUNS: process.env.STRATA_RUNS ?? '5000' },
    stdio: 'inherit',
  },
)
process.exitCode = status ?? 1
