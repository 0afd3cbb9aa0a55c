import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'

const root = join(__dirname, '..', '..')

test('the public surface loads no command, no driver and nothing that writes code', () => {
  const script = `require('./src'); console.log(JSON.stringify(Object.keys(require.cache)))`
  const output = execFileSync(process.execPath, ['-r', 'ts-node/register', '-e', script], {
    cwd: root,
    encoding: 'utf8',
  })
  const loaded = (JSON.parse(output) as string[]).map((file) => file.slice(root.length + 1))
  const packages = /^node_modules\/(pg|@electric-sql|commander|ts-morph|picocolors)\//
  assert.deepEqual(
    loaded.filter((file) => packages.test(file)),
    [],
  )
  assert.deepEqual(
    loaded.filter((file) => /^src\/(cli|codegen|backends|autodetector|lint)\//.test(file)),
    ['src/cli/call-command.ts', 'src/cli/manage.ts'],
  )
  assert.ok(loaded.includes('src/models/model.ts'))
})
