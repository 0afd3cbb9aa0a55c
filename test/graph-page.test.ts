import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { Browser, findBrowser } from './support/browser'
import { isBlank } from './support/png'
import { ScenarioProject } from './support/scenario-project'

const PEOPLE = `import { CharField, Model, model } from 'strata-orm'

@model()
export class Director extends Model {
  @CharField({ maxLength: 100, default: '</script><b id="broken">' }) name!: string
}
`

const MOVIES = `import { CharField, ForeignKey, type Many, ManyToManyField, Model, model, type One } from 'strata-orm'
import { Director } from '../people/models'

@model()
export class Genre extends Model {
  @CharField({ maxLength: 50, unique: true }) name!: string
}

@model()
export class Movie extends Model {
  @CharField({ maxLength: 100 }) title!: string
  @ForeignKey(() => Director, { onDelete: 'CASCADE' }) director!: One<Director>
  @ManyToManyField(() => Genre) genres!: Many<Genre>
}
`

const CODE = `import { migration, RunCode } from 'strata-orm'

export default migration({
  dependencies: [['movies', '0001_initial']],
  operations: [new RunCode({ code: async () => {} })],
})
`

const path = findBrowser()
const skip = path === undefined && 'there is no Chromium here: install one, or say where it is with CHROME_BIN'
if (skip) console.log(`the page of graph is not looked at: ${skip}`)

describe('the page that graph writes', { skip }, () => {
  let project: ScenarioProject
  let browser: Browser
  const command = (line: string) => project.command({ words: line.split(' '), variables: {}, answers: [] })
  const open = async (dark: boolean): Promise<Browser> => {
    const opened = await Browser.open(path ?? '', { width: 1280, height: 800, dark })
    await opened.goTo(pathToFileURL(join(project.folder, 'project.html')).href)
    return opened
  }

  before(async () => {
    project = new ScenarioProject({ name: 'graph-page', url: 'pglite:.strata/db' })
    project.write('apps/people/models.ts', PEOPLE)
    project.write('apps/movies/models.ts', MOVIES)
    await command('makemigrations')
    project.write('apps/movies/migrations/0002_code.ts', CODE)
    assert.equal(
      await command('graph --html project.html'),
      '3 models, 2 relations, 3 migrations\nWrote project.html\n',
    )
    browser = await open(false)
  })
  after(async () => {
    await browser?.close()
    project?.remove()
  })

  test('needs nothing from elsewhere and complains of nothing', () => {
    const text = project.read('project.html') ?? ''
    assert.doesNotMatch(text.replaceAll('http://www.w3.org/2000/svg', ''), /https?:|<link|src=|@import/)
    assert.equal(text.match(/<\/script>/g)?.length, 2)
    assert.deepEqual(browser.problems, [])
  })

  test('shows each model, none upon another', async () => {
    await browser.click('#tab-models')
    assert.deepEqual(await shown(browser, 'models'), ['movies.Genre', 'movies.Movie', 'people.Director'])
  })

  test('shows a line for each relation', async () => {
    const lines = await browser.value<readonly string[]>(
      `[...document.querySelectorAll('#models .edge')].filter((edge) => edge.getBoundingClientRect().width > 0)
        .map(({ dataset }) => [dataset.from, dataset.field, dataset.to].join(' '))`,
    )
    assert.deepEqual(lines, ['movies.Movie director people.Director', 'movies.Movie genres movies.Genre'])
  })

  test('tells what is known of a model that is clicked, and leads on to its migration', async () => {
    await browser.click('[data-key="people.Director"]')
    const text = await detailsOf(browser, 'people.Director')
    assert.match(text, /people\.Director[\s\S]*people_director[\s\S]*default "<\/script><b id=\\"broken\\">"/)
    assert.match(text, /movies\.Movie\.director/)
    assert.equal(await browser.value('document.getElementById("broken")'), null)
    await browser.value(`[...document.querySelectorAll('aside .link')].at(-1).click()`)
    assert.match(await detailsOf(browser, 'people.0001_initial'), /^people\.0001_initial/)
    await browser.press('Escape')
    assert.equal(await browser.value('document.getElementById("details").hidden'), true)
  })

  test('shows each migration, and its SQL when it is clicked', async () => {
    await browser.click('#tab-migrations')
    const keys = ['movies.0001_initial', 'movies.0002_code', 'people.0001_initial']
    assert.deepEqual(await shown(browser, 'migrations'), keys)
    await browser.click('[data-key="movies.0001_initial"]')
    const text = await detailsOf(browser, 'movies.0001_initial')
    assert.match(text, /not applied[\s\S]*apps\/movies\/migrations\/0001_initial\.ts/)
    assert.match(text, /Create model Movie\s*CREATE TABLE "movies_movie" \(/)
    await browser.click('[data-key="movies.0002_code"]')
    assert.match(await detailsOf(browser, 'movies.0002_code'), /^movies\.0002_code[\s\S]*Run code\s*-- /)
    await browser.press('Escape')
  })

  test('finds a model by the name of a field', async () => {
    await browser.click('#tab-models')
    await browser.value('document.getElementById("search").focus()')
    await browser.type('TITLE')
    assert.equal(await browser.value('document.getElementById("found").textContent'), '1 found')
    assert.equal(await browser.value('document.querySelector(".found").dataset.key'), 'movies.Movie')
    await browser.press('Enter')
    assert.match(await detailsOf(browser, 'movies.Movie'), /^movies\.Movie/)
    await browser.press('Escape')
    await browser.value(
      `document.getElementById('search').value = ''; document.getElementById('search').dispatchEvent(new Event('input'))`,
    )
  })

  test('is zoomed and moved, and all of it is seen again', async () => {
    const seen = () => browser.value<string>('document.querySelector("#models svg").getAttribute("viewBox")')
    await browser.click('#fit')
    const whole = await seen()
    await browser.click('#in')
    await browser.value(
      `document.getElementById('models').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft' }))`,
    )
    assert.notEqual(await seen(), whole)
    await browser.click('#fit')
    assert.equal(await seen(), whole)
  })

  for (const dark of [false, true]) {
    test(`is a picture, ${dark ? 'dark' : 'light'} as the machine is set`, async () => {
      const other = await open(dark)
      try {
        const picture = await other.screenshot()
        const kept = join(__dirname, '..', '.test', 'pictures')
        mkdirSync(kept, { recursive: true })
        writeFileSync(join(kept, `graph-page-${dark ? 'dark' : 'light'}.png`), picture)
        assert.equal(isBlank(picture), false)
        const [red = 0] = await other.value<readonly number[]>(
          'getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)',
        )
        assert.equal(red < 128, dark)
      } finally {
        await other.close()
      }
    })
  }
})

/** The keys of what is seen, in the order of the alphabet, once it is sure that no box is empty or upon another. */
async function shown(browser: Browser, panel: string): Promise<readonly string[]> {
  const boxes = await browser.value<readonly (readonly [key: string, ...box: number[]])[]>(
    `[...document.querySelectorAll('#${panel} .node')].map((node) => {
      const { left, top, right, bottom } = node.querySelector('.box').getBoundingClientRect()
      return [node.dataset.key, left, top, right, bottom]
    })`,
  )
  for (const [key, left = 0, top = 0, right = 0, bottom = 0] of boxes) {
    assert.ok(right - left > 20 && bottom - top > 10, `${key} is small`)
    assert.ok(left >= 0 && top >= 0 && right <= 1280 && bottom <= 800, `${key} is outside`)
    const others = boxes.filter(([other]) => other !== key)
    for (const [other, left2 = 0, top2 = 0, right2 = 0, bottom2 = 0] of others)
      assert.ok(left >= right2 || left2 >= right || top >= bottom2 || top2 >= bottom, `${key} upon ${other}`)
  }
  return boxes.map(([key]) => key).sort()
}

/** What is told of the one that was asked for: the page shows it a moment after the click. */
async function detailsOf(browser: Browser, key: string): Promise<string> {
  for (let tries = 0; ; tries++) {
    const text = await browser.value<string>('document.getElementById("details").innerText.replace(/^✕\\s*/, "")')
    if (text.startsWith(key) || tries === 40) return text
    await sleep(50)
  }
}
