import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { describe, test } from 'node:test'
import { connectError } from '../../../src/backends/postgres/connect-error'
import { run } from '../../../src/cli/run'

/** What a command line prints and ends with, in a project without apps whose database cannot be connected to. */
async function ran(
  argv: readonly string[],
  failure: unknown,
): Promise<{ code: number; stdout: string; stderr: string }> {
  const printed = { stdout: '', stderr: '' }
  const code = await run(
    argv,
    {
      settings: {
        apps: [{ path: '.', label: 'cli' }],
        databases: { default: 'postgres://ann:secret@db.example/shop' },
      },
      baseDir: __dirname,
      script: 'manage.ts',
    },
    {
      cwd: __dirname,
      env: {},
      stdin: Readable.from([]),
      stdout: {
        write: (text) => {
          printed.stdout += text
        },
      },
      stderr: {
        write: (text) => {
          printed.stderr += text
        },
      },
      connect: async () => {
        throw connectError(failure, { label: 'postgres://ann@db.example/shop', url: 'postgres://ann@db.example/shop' })
      },
    },
  )
  return { code, ...printed }
}

function refusal(code: string, message: string): Error {
  return Object.assign(new Error(message), { code, severity: 'FATAL' })
}

describe('a database that cannot be connected to is one message and exit code 1', () => {
  const wrong = refusal('28P01', 'password authentication failed for user "ann"')
  const cases: readonly (readonly [claim: string, failure: Error, message: RegExp])[] = [
    ['a wrong password', wrong, /^Error: postgres:\/\/ann@db\.example\/shop refuses the login: .*\n {2}Check the user/],
    [
      'no such database',
      refusal('3D000', 'database "shop" does not exist'),
      /does not exist\.\n {2}Create it: createdb/,
    ],
    ['no server', new Error('connect ECONNREFUSED'), /^Error: Cannot reach .*\n {2}Check the host/],
  ]
  for (const [claim, failure, message] of cases) {
    for (const command of ['migrate', 'showmigrations']) {
      test(`${command}: ${claim}`, async () => {
        const { code, stderr } = await ran([command], failure)
        assert.equal(code, 1)
        assert.match(stderr, message)
        assert.equal(stderr.split('\n').length, 3, stderr)
        assert.doesNotMatch(stderr, /secret/)
      })
    }
  }

  test('as JSON on stdout', async () => {
    const { code, stdout, stderr } = await ran(['showmigrations', '--json'], wrong)
    assert.deepEqual([code, stderr], [1, ''])
    assert.equal((JSON.parse(stdout) as { error: { code: string } }).error.code, 'database.auth')
  })
})

test('a wrong command line is exit code 2, as JSON where that is asked for', async () => {
  assert.equal((await ran(['migrat'], undefined)).code, 2)
  const { code, stdout } = await ran(['migrat', '--json'], undefined)
  assert.equal(code, 2)
  assert.equal((JSON.parse(stdout) as { error: { code: string } }).error.code, 'usage.unknown-command')
})
