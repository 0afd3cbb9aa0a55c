import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { psqlCall } from '../../../src/cli/psql'

describe('psql is started', () => {
  const cases: readonly (readonly [claim: string, url: string, dbname: string, variables: object])[] = [
    ['with the URL', 'postgres://ann@db.example:5433/shop', 'postgres://ann@db.example:5433/shop', {}],
    [
      'with the password where nobody sees it',
      'postgres://ann:s%23cret@h/shop',
      'postgres://ann@h/shop',
      { PGPASSWORD: 's#cret' },
    ],
    [
      'with options',
      'postgres://h/shop?sslmode=require&password=x',
      'postgres://h/shop?sslmode=require',
      { PGPASSWORD: 'x' },
    ],
    ['at a socket', 'postgresql:///shop?host=/run', 'postgresql:///shop?host=%2Frun', {}],
  ]
  for (const [claim, url, dbname, variables] of cases) {
    test(claim, () => {
      assert.deepEqual(psqlCall(url, ['-c', 'SELECT 1']), { args: [`--dbname=${dbname}`, '-c', 'SELECT 1'], variables })
    })
  }
})
