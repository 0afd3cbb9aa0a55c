import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { ScenarioProject } from './support/scenario-project'
import { keys, Terminal, whyNoTerminal } from './support/terminal'

const MOVIE = `import { CharField, Model, model } from 'strata-orm'

@model()
export class Movie extends Model {
  @CharField({ maxLength: 100 }) title!: string
}
`

const CHANGED = `import { CharField, DateTimeField, Model, model } from 'strata-orm'

@model()
export class Movie extends Model {
  @CharField({ maxLength: 100 }) name!: string
  @CharField({ maxLength: 100 }) state!: string
  @DateTimeField() madeAt!: Date
}
`

const SLOW = `import { migration, RunCode } from 'strata-orm'

export default migration({
  dependencies: [['movies', '0001_initial']],
  operations: [new RunCode({ code: () => new Promise((resolve) => setTimeout(resolve, 1500)) })],
})
`

const skip = whyNoTerminal() ?? false
if (skip) console.log(`commands are not driven through a terminal: ${skip}`)

describe('in a terminal of 80 columns', { skip }, () => {
  let project: ScenarioProject
  const open: Terminal[] = []
  const run = (command: string, env = {}): Terminal => {
    const preload = `-r ts-node/register -r ${join(__dirname, 'support', 'from-source.ts')}`
    const terminal = new Terminal(`exec '${process.execPath}' ${preload} manage.ts ${command}`, {
      cwd: project.folder,
      env,
    })
    open.push(terminal)
    return terminal
  }

  before(async () => {
    project = new ScenarioProject({ name: 'terminal', url: 'pglite:.strata/db' })
    const settings = `{ apps: ['apps/movies'], databases: { default: 'pglite:.strata/db' } }`
    project.write('manage.ts', `import { manage } from 'strata-orm'\n\nmanage(${settings})\n`)
    project.write('apps/movies/models.ts', MOVIE)
    await project.command({ words: ['makemigrations'], variables: {}, answers: [] })
    project.write('apps/movies/models.ts', CHANGED)
  })
  after(() => {
    for (const terminal of open) terminal.close()
    project.remove()
  })

  test('Ctrl-C at a question leaves everything as it was, the terminal too', async () => {
    const terminal = run('makemigrations')
    await terminal.shows(/renamed/)
    assert.equal(terminal.screen.isCursorShown, false)
    terminal.type(keys.ctrlC)
    assert.equal(await terminal.end(), 3)
    assert.equal(terminal.screen.isCursorShown, true)
    assert.match(terminal.screen.text, /\nError: Cancelled: nothing was changed\. {2}\[prompt\.cancelled\]$/)
    assert.deepEqual(project.migrations('apps'), ['apps/movies/migrations/0001_initial.ts'])
  })

  test('without colour the questions have none', async () => {
    const terminal = run('makemigrations', { NO_COLOR: '1' })
    await terminal.shows(/renamed/)
    terminal.type(keys.ctrlC)
    await terminal.end()
    for (const color of [31, 32, 36, 90]) assert.ok(!terminal.written.includes(`\u001b[${color}m`), `${color}`)
  })

  test('a terminal that knows no keys is asked line by line', async () => {
    const terminal = run('makemigrations', { TERM: 'dumb' })
    await terminal.shows(/Was movie\.title renamed to movie\.name \(a CharField\)\? \[y\/N\]$/)
    terminal.type(`maybe${keys.enter}`)
    await terminal.shows(/Please answer yes or no:$/)
    assert.equal(terminal.written.split('maybe').length, 2, 'what is typed is shown once')
    terminal.type(keys.ctrlC)
    await terminal.end()
    assert.ok(!terminal.written.includes('\u001b'), JSON.stringify(terminal.written))
  })

  test('questions are answered with arrow keys, and values typed as TypeScript', async () => {
    const terminal = run('makemigrations')
    await terminal.shows(/● No/)
    terminal.type(keys.up)
    await terminal.shows(/● Yes/)
    terminal.type(keys.enter)
    await terminal.shows(/'state'[\s\S]*● Provide a one-off default/)
    terminal.type(keys.down)
    await terminal.shows(/● Quit/)
    terminal.type(keys.up)
    await terminal.shows(/● Provide/)
    terminal.type(keys.enter)
    await terminal.shows(/Please enter the default value/)
    terminal.type(`draft${keys.enter}`)
    await terminal.shows(/draft is not a value/)
    terminal.type(`${keys.backspace.repeat(5)}'draft'${keys.enter}`)
    await terminal.shows(/'madeAt'[\s\S]*● Provide/)
    terminal.type(keys.enter)
    await terminal.shows(/'madeAt'[\s\S]*Please enter the default value/)
    assert.ok(!terminal.screen.isWrapped, terminal.screen.text)
    terminal.type(`Now()${keys.enter}`)
    assert.equal(await terminal.end(), 0)
    // All of a question stands behind its bar.
    assert.match(terminal.screen.text, /\n│ {2}Type 'exit' to exit this prompt\n/)
    const [, made = ''] = project.migrations('apps')
    assert.match(project.read(made) ?? '', /RenameField[\s\S]*oneOffDefault: 'draft'[\s\S]*oneOffDefault: Now\(\)/)
  })

  test('a run redraws the line of a migration, and leaves one line of each', async () => {
    const [, made = ''] = project.migrations('apps')
    project.delete(made)
    project.write('apps/movies/migrations/0002_slow.ts', SLOW)
    const terminal = run('migrate')
    assert.equal(await terminal.end(), 0)
    assert.ok(!terminal.screen.isWrapped, terminal.screen.text)
    assert.ok(terminal.pictures.some((picture) => /\n {2}Applying movies\.0002_slow\.\.\. 1 s$/.test(picture)))
    assert.deepEqual(terminal.screen.text.replace(/\d+\.\d{3}s/g, 'TIME').split('\n'), [
      'Operations to perform:',
      '  Apply all migrations: movies',
      'Running migrations:',
      '  Applying movies.0001_initial... OK (TIME)',
      '  Applying movies.0002_slow... OK (TIME)',
    ])
  })
})
