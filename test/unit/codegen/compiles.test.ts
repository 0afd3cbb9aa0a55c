import assert from 'node:assert/strict'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { after, test } from 'node:test'
import ts from 'typescript'
import { migrationFile } from '../../../src/codegen/migration-file'
import { placed } from '../../../src/migrations/migration'
import { importMigration } from '../../support/codegen-import'
import { sample } from '../../support/codegen-sample'

const root = join(__dirname, '..', '..', '..')
const folder = join(root, '.test', `codegen-compiles-${process.pid}`)
after(() => rmSync(folder, { recursive: true, force: true }))

test('a file with every operation and every field compiles', () => {
  const module = relative(folder, join(root, 'src', 'index')).replaceAll('\\', '/')
  const { path, text } = migrationFile(sample, { folder, module })
  mkdirSync(folder, { recursive: true })
  writeFileSync(path, text)
  assert.deepEqual(problemsIn(path), [])
})

test('and makes the same migration again', () => {
  const { text } = migrationFile(sample, { folder })
  const again = placed(sample.app, sample.name, importMigration(text))
  assert.equal(migrationFile(again, { folder }).text, text)
})

/** What the compiler says of this file; those that it imports are checked elsewhere. */
function problemsIn(path: string): readonly string[] {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root)
  const program = ts.createProgram([path], { ...options, noEmit: true })
  const file = program.getSourceFile(path)
  const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
  return found.map(({ start = 0, messageText }) => {
    const line = file?.text.slice(0, start).split('\n').length
    return `${line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`
  })
}
