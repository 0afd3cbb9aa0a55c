import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { BigAutoField } from '../../../src/fields'
import type { LintReport } from '../../../src/lint/finding'
import { type LintOptions, lint } from '../../../src/lint/lint'
import { sarif } from '../../../src/lint/sarif'
import { loadParser } from '../../../src/lint/sql/loader'
import { type Migration, placed } from '../../../src/migrations/migration'
import { CreateModel } from '../../../src/operations'
import { ModelState } from '../../../src/state/model-state'
import { ProjectState } from '../../../src/state/project-state'
import { linted, sqlMigration } from './linted'

const past = 'CREATE TABLE t (id bigint PRIMARY KEY, a integer, b varchar(5)); CREATE INDEX t_a ON t (a)'

async function report(
  migrations: readonly (string | Migration)[],
  options: Partial<LintOptions> = {},
): Promise<LintReport> {
  return lint(linted(migrations, [sqlMigration('0001_past', past)]), {
    parse: await loadParser(),
    version: 15,
    strategy: 'online',
    severities: {},
    data: { small: new Set(), duplicates: new Set() },
    ...options,
  })
}

async function said(migrations: readonly (string | Migration)[], options?: Partial<LintOptions>): Promise<string[]> {
  const { findings } = await report(migrations, options)
  return findings.map(({ severity, rule, migration, operation }) => `${severity} ${rule} ${migration} ${operation}`)
}

describe('severities', () => {
  const drop = 'DROP INDEX t_a'

  test('are those of the rule unless the settings say others, by id or name', async () => {
    assert.deepEqual(await said([drop]), ['warning L402 0002_change 1'])
    assert.deepEqual(await said([drop], { severities: { L402: 'error' } }), ['error L402 0002_change 1'])
    assert.deepEqual(await said([drop], { severities: { 'index-drop': 'off' } }), [])
  })

  test('of matters of taste are off until the settings turn them on', async () => {
    const create = 'CREATE TABLE n (a money)'
    assert.deepEqual(await said([create]), [])
    assert.deepEqual(await said([create], { severities: { S107: 'warning', 'no-primary-key': 'info' } }), [
      'warning S107 0002_change 1',
      'info S108 0002_change 1',
    ])
  })

  test('on a small table nobody waits long', async () => {
    const build = 'CREATE INDEX i ON t (b)'
    assert.deepEqual(await said([build]), ['error L401 0002_change 1'])
    assert.deepEqual(await said([build], { data: { small: new Set(['t']), duplicates: new Set() } }), [
      'info L401 0002_change 1',
    ])
  })
})

describe('an assurance', () => {
  const build = (assure: Migration['assure']): Migration =>
    sqlMigration('0002_change', 'CREATE INDEX i ON t (b)', { assure })

  test('takes a finding out and keeps the reason', async () => {
    const { findings, assured } = await report([build([{ rule: 'L401', reason: 'at night' }])])
    assert.deepEqual(findings, [])
    assert.deepEqual(
      assured.map(({ finding: { rule }, reason }) => [rule, reason]),
      [['L401', 'at night']],
    )
  })

  test('may name the rule and the operation', async () => {
    assert.deepEqual(await said([build([{ rule: 'index-build', operation: 1, reason: 'at night' }])]), [])
    assert.deepEqual(await said([build([{ rule: 'index-build', operation: 2, reason: 'at night' }])]), [
      'error L401 0002_change 1',
      'warning H109 0002_change 2',
    ])
  })

  test('for nothing, or without a reason, is a finding', async () => {
    assert.deepEqual(await said([build([{ rule: 'L401', reason: ' ' }])]), [
      'error L401 0002_change 1',
      'warning H109 0002_change 0',
    ])
    const both = [
      { rule: 'L401', reason: 'at night' },
      { rule: 'L402', reason: 'at night' },
    ]
    assert.deepEqual(await said([build(both)]), ['warning H109 0002_change 0'])
    assert.deepEqual(await said([build(both)], { severities: { H109: 'off' } }), [])
  })
})

describe('a table', () => {
  test('that is made in the release is nobody’s yet', async () => {
    assert.deepEqual(await said(['CREATE TABLE n (a integer)', 'CREATE INDEX i ON n (a); ALTER TABLE n DROP a']), [])
  })

  test('of which nothing is known was there before', async () => {
    assert.deepEqual(await said(['CREATE INDEX i ON unknown (a)']), ['error L401 0002_change 1'])
  })

  test('of a model that was taken out in a release before can go', async () => {
    const before = placed('shop', '0001_models', {
      operations: [new CreateModel({ name: 'Note', fields: {} }), new CreateModel({ name: 'Kept', fields: {} })],
    })
    const kept = new ModelState({ app: 'shop', name: 'Kept', fields: [['id', BigAutoField()]] })
    const { findings } = lint(
      {
        ...linted(['DROP TABLE shop_note; DROP TABLE shop_kept'], []),
        past: { state: ProjectState.of([kept]), migrations: [before] },
      },
      {
        parse: await loadParser(),
        version: 15,
        strategy: 'online',
        severities: {},
        data: { small: new Set(), duplicates: new Set() },
      },
    )
    assert.deepEqual(
      findings.filter(({ rule }) => rule === 'X502').map(({ message }) => message),
      ['a table is dropped with its rows: shop_kept'],
    )
  })

  test('keeps what it is under another name', async () => {
    assert.deepEqual(
      (await said(['ALTER TABLE t RENAME TO u', 'ALTER TABLE u ALTER b TYPE varchar(9)'])).filter(
        (line) => !/C502|info/.test(line),
      ),
      [],
    )
  })
})

describe('statements', () => {
  const add = 'ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID'
  const validate = 'ALTER TABLE t VALIDATE CONSTRAINT c'
  const outside = { atomic: false } as const

  test('of a migration that is not atomic are in no transaction', async () => {
    assert.deepEqual(await said([`${add}; ${validate}`]), ['error L303 0002_change 1'])
    assert.deepEqual(await said([sqlMigration('0002_change', [add, validate], outside)]), [])
  })

  test('of one text are in one all the same, until it ends it', async () => {
    assert.deepEqual(await said([sqlMigration('0002_change', `${add}; ${validate}`, outside)]), [
      'error L303 0002_change 1',
    ])
    assert.deepEqual(
      await said([sqlMigration('0002_change', `BEGIN; ${add}; COMMIT; BEGIN; ${validate}; COMMIT`, outside)]),
      [],
    )
  })

  test('may begin a transaction where migrate has none, and have to end it', async () => {
    assert.deepEqual(await said([sqlMigration('0002_change', `BEGIN; ${add}`, outside)]), [
      'error T108 0002_change 1',
      'info L314 0002_change 1',
    ])
    assert.deepEqual(await said([sqlMigration('0002_change', ['BEGIN', add, 'COMMIT'], outside)]), [
      'error T108 0002_change 1',
      'info L314 0002_change 1',
    ])
  })

  test('with savepoints leave the transaction as it is', async () => {
    assert.deepEqual(await said(['SAVEPOINT s; DELETE FROM t WHERE id = 1; RELEASE s']), [])
  })

  test('in the WITH of another are statements too', async () => {
    const moved = 'WITH old AS (DELETE FROM t RETURNING id) SELECT count(*) FROM old'
    assert.deepEqual(await said([moved]), ['error B101 0002_change 1', 'error B102 0002_change 1'])
  })

  test('that PostgreSQL does not parse cannot be read', async () => {
    assert.deepEqual(await said(['SELEKT 1']), ['warning T110 0002_change 1'])
  })
})

test('SARIF names the rule, the level and the file', async () => {
  const { findings } = await report(['DROP INDEX t_a'])
  const [finding] = findings
  assert.ok(finding)
  const log = JSON.stringify(sarif([{ ...finding, file: 'a/b.ts' }], { name: 'strata-orm', version: '1' }))
  assert.match(log, /"ruleId":"L402","level":"warning"/)
  assert.match(log, /"artifactLocation":\{"uri":"a\/b.ts"\}/)
})
