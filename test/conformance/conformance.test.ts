import assert from 'node:assert/strict'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { onlyPglite, realServer } from '../support/servers'
import type { Case } from './case'
import { knownDifferences } from './known-differences'
import { type Result, readCases, runCases } from './run-cases'

/** `curated` alone where time is dear. */
const files = process.env.STRATA_CONFORMANCE === 'curated' ? ['curated.json'] : ['curated.json', 'random.json']
const cases = files.flatMap((file) => readCases(join(__dirname, file)))

async function results(of: readonly Case[]): Promise<readonly Result[]> {
  return runCases(await realServer(), of, availableParallelism() + 1)
}

describe('conformance with Django', { skip: onlyPglite && 'needs a real server' }, () => {
  test('every case agrees, but for those that are listed with a reason, which do not', async () => {
    const { version } = await realServer()
    const able = cases.filter((subject) => version >= 150_000 || !JSON.stringify(subject).includes('nullsDistinct'))
    const differing = (await results(able)).filter(({ differences }) => differences.length > 0)
    const lines = differing
      .filter(({ name }) => knownDifferences[name] === undefined)
      .flatMap(({ name, differences }) => differences.map((difference) => `${name}: ${difference}`))
    assert.deepEqual(lines, [])
    assert.deepEqual(differing.map(({ name }) => name).sort(), Object.keys(knownDifferences).sort())
  })

  test('what the runner does not know, or cannot run, is a difference of that case alone', async () => {
    const [good] = cases
    assert.ok(good)
    const model = { app: 'a', name: 'A', fields: [['id', { type: 'BigAutoField', primaryKey: true }]], options: {} }
    const odd = (name: string, change: object): Case => ({ ...good, name, after: [{ ...model, ...change }] }) as never
    const field = (json: object): object => ({ fields: [...model.fields, ['x', json]] })
    const tried = await results([
      odd('field type', field({ type: 'MoneyField' })),
      odd('field option', field({ type: 'TextField', shiny: true })),
      odd('expression', field({ type: 'TextField', dbDefault: { sin: 1 } })),
      odd('model option', { options: { sharded: true } }),
      odd('index', { options: { indexes: [{ name: 'i', fields: ['id'], type: 'MagicIndex' }] } }),
      odd('database', { options: { indexes: [{ name: 'i', fields: ['id'], type: 'GinIndex' }] } }),
      { ...good, name: 'case key', mood: 'bad' } as never,
      good,
    ])
    const said = Object.fromEntries(tried.map(({ name, differences }) => [name, differences[0]]))
    assert.equal(said['field type'], 'a.A.x: there is no field type MoneyField')
    assert.equal(said['field option'], 'a.A.x: unknown option of a field shiny')
    assert.equal(said.expression, 'there is no expression sin')
    assert.equal(said['model option'], 'a.A: unknown model option sharded')
    assert.equal(said.index, 'a.A: there is no index or constraint of the type MagicIndex')
    assert.match(said.database ?? '', /no default operator class for access method "gin"/)
    assert.equal(said['case key'], 'case key: unknown key of a case mood')
    assert.deepEqual(tried.at(-1)?.differences, [])
  })
})
