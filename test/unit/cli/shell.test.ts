import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { CharField, Model, model } from '../../../src'
import { readEvalPrint, type SessionOptions } from '../../../src/cli/read-eval-print'
import { runCode } from '../../../src/cli/run-code'
import { shellNames } from '../../../src/cli/shell-names'
import { AppRegistry } from '../../../src/models/registry'

describe('the shell, line by line', () => {
  const lazy = { then: (done: (rows: readonly string[]) => void) => done(['Avatar']) }

  test('prints what lines come to, and waits for what takes time', async () => {
    const lines = [
      '1 + 1',
      'films',
      'await Promise.resolve(40 + 2)',
      'Promise.reject(new Error("no film"))',
      'new Date(0) instanceof Date',
    ]
    const printed = await session(lines, { films: lazy })
    for (const each of ['2\n', "[ 'Avatar' ]\n", '42\n', 'Error: no film', 'true\n'])
      assert.ok(printed.includes(each), `${each} in ${printed}`)
  })

  test('says what is known of a failure instead of it', async () => {
    const explain = async (error: Error): Promise<Error> => new Error(`explained: ${error.message}`)
    const printed = await session(['Promise.reject(new Error("no film"))'], {}, { explain })
    assert.ok(printed.includes('Error: explained: no film'), printed)
  })

  test('keeps the lines for the next time', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'strata-shell-'))
    const history = join(folder, 'made', 'history')
    try {
      await session(['40 + 2'], {}, { history })
      // They are written when the session is over already.
      for (let i = 0; i < 100 && readFileSync(history, 'utf8') === ''; i++) await sleep(20)
      assert.match(readFileSync(history, 'utf8'), /40 \+ 2/)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  async function session(
    lines: readonly string[],
    scope: Readonly<Record<string, unknown>>,
    more: Pick<SessionOptions, 'history' | 'explain'> = {},
  ): Promise<string> {
    const isTTY = more.history !== undefined
    const [input, output] = [new PassThrough(), Object.assign(new PassThrough(), { isTTY })]
    let printed = ''
    output.on('data', (text: Buffer) => {
      printed += text.toString()
    })
    const ended = readEvalPrint({ scope, ...more, input, output })
    input.end([...lines, '.exit', ''].join('\n'))
    await ended
    for (const name of Object.keys(scope)) Reflect.deleteProperty(globalThis, name)
    return printed
  }
})

describe('code of the shell', () => {
  test('may wait, and gives what it returns', async () => {
    assert.equal(await runCode('const all = await films; return all.length', { films: Promise.resolve([1, 2]) }), 2)
  })

  test('fails by an error of its own', async () => {
    await assert.rejects(runCode('films()', { films: 1 }), { code: 'shell.code' })
  })
})

describe('the names of the shell', () => {
  @model()
  class Movie extends Model {
    @CharField({ maxLength: 9 }) title!: string
  }
  class Other extends Movie {}

  test('are those of the models; the first app of the settings has the name', () => {
    const app = (label: string, name: string, cls: typeof Movie) => ({
      label,
      folder: label,
      classes: new Map([[name, cls]]),
      models: [],
    })
    const registry = AppRegistry.of([
      app('movies', 'Movie', Movie),
      app('music', 'Movie', Other),
      app('art', 'Film', Other),
    ])
    assert.deepEqual(
      shellNames(registry).map(({ name, app: of }) => `${of}.${name}`),
      ['movies.Movie', 'art.Film'],
    )
  })
})
