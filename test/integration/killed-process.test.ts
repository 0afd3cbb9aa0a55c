import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { createDatabase, onlyPglite, query, realServer, type Server } from '../support/database'
import { ScenarioProject } from '../support/scenario-project'

const MODELS = `import { CharField, IntegerField, Model, model } from 'strata-orm'

@model()
export class Item extends Model {
  @CharField({ maxLength: 20 }) label!: string
  @IntegerField({ default: 0 }) n!: number
}
`
/** Each way of running a step, each of which leaves its mark: a number that it adds once. */
const MIGRATIONS: Readonly<Record<string, string>> = {
  '0002_rows': `new RunSQL({ sql: "INSERT INTO shop_item (label) VALUES ('a'), ('b'), ('c')" })`,
  '0003_parts': `
    new RunSQL({ sql: 'UPDATE shop_item SET n = n + 1' }),
    new AddIndexConcurrently({ model: 'Item', index: Index({ fields: ['label'], name: 'by_label' }) }),
    new RunSQL({ sql: 'UPDATE shop_item SET n = n + 10', atomic: false }),
    new AddField({ model: 'Item', name: 'note', field: CharField({ maxLength: 5, default: '' }) }),
    new RunCode({ code: async ({ db }) => db.script('UPDATE shop_item SET n = n + 100') }),`,
  '0004_batches': `new RunData({
      model: 'Item',
      batchSize: 2,
      forwards: async ({ batch }) => { await batch.update({ n: add(F('n'), 1000) }) },
    })`,
}
const names = ['0001_initial', ...Object.keys(MIGRATIONS)]

describe('migrate, killed before each statement in turn', { skip: onlyPglite }, () => {
  let server: Server
  let project: ScenarioProject
  let url = ''
  let wanted: readonly unknown[][]
  const manage = (words: string) => project.command({ words: words.split(' '), variables: {}, answers: [] })

  async function freshDatabase(): Promise<void> {
    url = (await createDatabase(server)).url
    project.write(
      'manage.ts',
      `import { manage } from 'strata-orm'\nmanage({ apps: ['apps/shop'], databases: { default: '${url}' } })\n`,
    )
    project.set({ databases: { default: url } })
  }

  before(async () => {
    server = await realServer()
    project = new ScenarioProject({ name: 'killed-process', url: 'pglite:memory' })
    project.write('apps/shop/models.ts', MODELS)
    await freshDatabase()
    assert.match(await manage('makemigrations'), /0001_initial/)
    for (const [i, [name, operations]] of Object.entries(MIGRATIONS).entries()) {
      project.write(
        `apps/shop/migrations/${name}.ts`,
        `import { AddField, AddIndexConcurrently, add, CharField, F, Index, migration, RunCode, RunData, RunSQL } from 'strata-orm'
export default migration({ dependencies: [['shop', '${names[i]}']], operations: [${operations}] })\n`,
      )
    }
    assert.doesNotMatch(await manage('migrate'), /\[exit/)
    wanted = await outcome()
  })
  after(() => project?.remove())

  /** Rows, records, what is left of the journal, and what the tables are. */
  function outcome(): Promise<readonly unknown[][]> {
    return query(
      url,
      `SELECT 'row', label || n || note FROM shop_item
       UNION ALL SELECT 'record ' || row_number() OVER (ORDER BY id), name FROM strata_migrations
       UNION ALL SELECT 'journal', name FROM strata_journal
       UNION ALL SELECT 'index', indexrelid::regclass || ' ' || indisvalid FROM pg_index WHERE indrelid = 'shop_item'::regclass
       ORDER BY 1, 2`,
    )
  }

  /** What it was killed before; undefined: it came to its end. */
  function killedAt(count: number): Promise<string | undefined> {
    const child = spawn(
      process.execPath,
      ['-r', 'ts-node/register', '-r', join(__dirname, 'kill-at.ts'), 'manage.ts', 'migrate'],
      { cwd: project.folder, env: { PATH: process.env.PATH, KILL_AT: String(count) } },
    )
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
    child.stdout.resume()
    return new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (code, signal) => {
        if (signal === 'SIGKILL') resolve(said)
        else if (code === 0) resolve(undefined)
        else reject(new Error(said))
      })
    })
  }

  test('is finished by the next one, which runs nothing twice, or says exactly what to run', async () => {
    const commands = new Set<string>()
    let count = 1
    for (; count < 100; count++) {
      await freshDatabase()
      const killed = await killedAt(count)
      if (killed === undefined) break
      const printed = await manage('migrate')
      if (printed.includes('[exit 1]')) {
        assert.match(printed, /migrate\.begun-step/, killed)
        const isDone = (await query(url, 'SELECT n > 10 FROM shop_item LIMIT 1'))[0]?.[0] === true
        const command = new RegExp(`'(migrate --resume --begun ${isDone ? 'done' : 'again'})'`).exec(printed)?.[1]
        assert.ok(command !== undefined, printed)
        commands.add(command)
        assert.doesNotMatch(await manage(command), /\[exit/, killed)
        assert.doesNotMatch(await manage('migrate'), /\[exit/, killed)
      }
      assert.deepEqual(await outcome(), wanted, killed)
    }
    assert.ok(count > 15 && count < 100, `${count} statements`)
    assert.deepEqual([...commands].sort(), ['migrate --resume --begun again', 'migrate --resume --begun done'])
  })
})
