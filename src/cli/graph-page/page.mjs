// The script of the page that `graph --html` writes: it moves what is drawn, finds, and tells what is clicked.
import { Canvas } from './canvas.mjs'
import { aboutMigration, aboutModel, make } from './details.mjs'

const data = JSON.parse(document.getElementById('data').textContent)
const details = document.getElementById('details')
const search = document.getElementById('search')
const found = document.getElementById('found')
const tabs = [...document.querySelectorAll('[role=tab]')]
const nodes = new Map([...document.querySelectorAll('.node')].map((node) => [idOf(node), node]))

/** Of a model and a migration, which may have the same key. */
function idOf({ dataset: { kind, key } }) {
  return `${kind}:${key}`
}

const canvases = new Map([...document.querySelectorAll('.canvas')].map((section) => [section.id, new Canvas(section)]))

function shownCanvas() {
  return [...canvases.values()].find(({ section }) => !section.hidden)
}

function showTab(name) {
  for (const tab of tabs) {
    const isShown = tab.getAttribute('aria-controls') === name
    tab.setAttribute('aria-selected', isShown)
    tab.tabIndex = isShown ? 0 : -1
    canvases.get(tab.getAttribute('aria-controls')).section.hidden = !isShown
  }
  shownCanvas().resize()
}

/** Shows what is known of a node, and what it is connected with. */
function choose(id, isToBeFound = false) {
  const node = nodes.get(id)
  if (node === undefined) return
  clear()
  showTab(node.closest('.canvas').id)
  const { kind, key } = node.dataset
  node.classList.add('chosen')
  const svg = node.ownerSVGElement
  svg.classList.add('aside-others')
  for (const edge of svg.querySelectorAll('.edge')) {
    const { from, to } = edge.dataset
    if (from !== key && to !== key) continue
    edge.classList.add('beside')
    for (const end of [from, to]) nodes.get(`${kind}:${end}`).classList.add('beside')
  }
  details.hidden = false
  const close = make('button', { className: 'close', ariaLabel: 'Close', onclick: clear }, '✕')
  const about = kind === 'model' ? aboutModel : aboutMigration
  details.replaceChildren(close, ...about(key, data, link))
  details.scrollTop = 0
  history.replaceState(null, '', `#${id}`)
  if (isToBeFound) lookAt(node)
}

function clear() {
  for (const one of document.querySelectorAll('.chosen, .beside')) one.classList.remove('chosen', 'beside')
  for (const one of document.querySelectorAll('.aside-others')) one.classList.remove('aside-others')
  details.hidden = true
  history.replaceState(null, '', ' ')
}

function lookAt(node) {
  const canvas = shownCanvas()
  const { x, y, width, height } = node.getBBox()
  canvas.scale = Math.max(canvas.scale, 0.9)
  canvas.center({ x: x + width / 2, y: y + height / 2 })
}

function link(kind, key) {
  if (!nodes.has(`${kind}:${key}`)) return key
  return make('button', { className: 'link', onclick: () => choose(`${kind}:${key}`, true) }, key)
}

/** What the search looks through: keys, and the names of fields. */
const texts = new Map([
  ...data.models.map(({ key, table, fields }) => [`model:${key}`, [key, table, ...fields.map(({ name }) => name)]]),
  ...data.migrations.map(({ app, name, operations }) => [
    `migration:${app}.${name}`,
    [`${app}.${name}`, ...operations.map(({ description }) => description)],
  ]),
])
let turn = 0

function matches() {
  const word = search.value.trim().toLowerCase()
  const shown = shownCanvas().section
  if (word === '') return undefined
  return [...nodes].filter(
    ([id, node]) => shown.contains(node) && texts.get(id)?.some((text) => text.toLowerCase().includes(word)),
  )
}

function find() {
  const ids = matches()
  turn = 0
  for (const node of document.querySelectorAll('.found')) node.classList.remove('found')
  for (const { svg } of canvases.values()) svg.classList.toggle('searching', ids !== undefined)
  for (const [, node] of ids ?? []) node.classList.add('found')
  found.textContent = ids === undefined ? '' : `${ids.length} found`
}

function findNext() {
  const ids = matches() ?? []
  if (ids.length > 0) choose(ids[turn++ % ids.length][0], true)
}

for (const [id, node] of nodes) {
  node.setAttribute('tabindex', '0')
  node.setAttribute('role', 'button')
  node.setAttribute('aria-label', node.querySelector('title').textContent)
  node.addEventListener('click', () => node.ownerSVGElement.classList.contains('moving') || choose(id))
  node.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    choose(id)
  })
}
for (const tab of tabs) {
  tab.addEventListener('click', () => {
    showTab(tab.getAttribute('aria-controls'))
    find()
  })
  tab.addEventListener('keydown', ({ key }) => {
    if (key !== 'ArrowLeft' && key !== 'ArrowRight') return
    const other = tabs[(tabs.indexOf(tab) + 1) % tabs.length]
    other.focus()
    other.click()
  })
}
search.addEventListener('input', find)
search.addEventListener('keydown', ({ key }) => key === 'Enter' && findNext())
document.addEventListener('keydown', ({ key }) => key === 'Escape' && clear())
document.getElementById('fit').addEventListener('click', () => shownCanvas().fit())
document.getElementById('in').addEventListener('click', () => shownCanvas().zoom(1.25))
document.getElementById('out').addEventListener('click', () => shownCanvas().zoom(0.8))
showTab('models')
choose(decodeURIComponent(location.hash.slice(1)), true)
