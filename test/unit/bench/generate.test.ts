import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseSync } from '@swc/core'
import { djangoProject } from '../../../bench/workload/django-text'
import { type GeneratedFile, historyFiles } from '../../../bench/workload/history-text'
import { historyProject, sizeProject } from '../../../bench/workload/project-text'
import { type ModelPlan, projectPlan, type Size, sizes } from '../../../bench/workload/shape'

for (const size of sizes) {
  describe(`the project ${size.name}`, () => {
    const models = projectPlan(size).flatMap((app) => app.models)
    const count = (has: (model: ModelPlan) => unknown) => models.filter(has).length

    test('has the models and the fields that it says', () => {
      assert.equal(models.length, size.apps * size.models)
      for (const { scalars, relations } of models) assert.equal(scalars.length + relations.length, size.fields)
      assert.equal(new Set(models.map(({ name }) => name)).size, models.length)
    })

    test('has all ten types in about equal numbers', () => {
      const used = new Map<string, number>()
      for (const { factory } of models.flatMap((model) => model.scalars.map(({ scalar }) => scalar))) {
        used.set(factory, (used.get(factory) ?? 0) + 1)
      }
      assert.equal(used.size, 10)
      assert.ok(Math.max(...used.values()) < 2 * Math.min(...used.values()), JSON.stringify([...used]))
    })

    test('has relations, keys, indexes and checks in proportion', () => {
      const relation = (kind: string, within: boolean) =>
        count(({ app, relations }) => relations.some((each) => each.kind === kind && (each.to.app === app) === within))
      const { apps } = size
      assert.equal(relation('foreign-key', true), models.length - apps)
      assert.equal(relation('foreign-key', false), (models.length - size.models) / 2)
      assert.equal(relation('many-to-many', true), apps * (Math.ceil(size.models / 5) - 1))
      const unique = count(({ scalars }) => scalars.some((field) => field.unique))
      assert.equal(unique, apps * Math.ceil(size.models / 3))
      assert.equal(
        count(({ index }) => index?.length),
        models.length / 2,
      )
      assert.equal(
        count(({ check }) => check),
        apps * Math.floor((size.models + 2) / 4),
      )
    })
  })
}

describe('a generated history', () => {
  test('is one file a migration, each after the one before, and the models that it comes to', () => {
    const [models, ...migrations] = historyFiles(100)
    assert.equal(models?.path, 'apps/ledger/models.ts')
    assert.equal(migrations.length, 100)
    migrations.forEach(({ path, text }, at) => {
      assert.match(path, new RegExp(`/${String(at + 1).padStart(4, '0')}_[a-z0-9_]+\\.ts$`))
      const before = migrations[at - 1]?.path.replace(/^.*\/|\.ts$/g, '')
      if (before !== undefined) assert.ok(text.includes(`[['ledger', '${before}']]`))
    })
  })

  test('ends with the fields of its models, as they were last altered', () => {
    const [models] = historyFiles(100)
    const text = models?.text ?? ''
    assert.equal(text.match(/export class /g)?.length, 20)
    assert.equal(text.match(/!: /g)?.length, 20 * 8 + 50)
    assert.equal(text.match(/maxLength: 100, null: true .* extra/g)?.length, 49)
    assert.equal(text.match(/maxLength: 50, null: true .* extra/g)?.length, 1)
  })
})

describe('generated files', () => {
  const projects: Readonly<Record<string, () => readonly GeneratedFile[]>> = {
    'of a size': () => sizeProject(sizeNamed('M')),
    'of a history': () => historyProject(30),
    'of a history in Django': () => djangoProject(30),
  }
  for (const [which, make] of Object.entries(projects)) {
    test(`${which} are the same each time`, () => assert.deepEqual(make(), make()))

    test(`${which} have a path each`, () => {
      const paths = make().map(({ path }) => path)
      assert.equal(new Set(paths).size, paths.length)
    })

    test(`${which} parse`, () => {
      for (const { path, text } of make()) {
        if (path.endsWith('.ts'))
          assert.doesNotThrow(() => parseSync(text, { syntax: 'typescript', decorators: true }), path)
      }
    })
  }
})

function sizeNamed(name: string): Size {
  const size = sizes.find((each) => each.name === name)
  assert.ok(size)
  return size
}
