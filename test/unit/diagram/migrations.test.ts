import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { directNeeds, type MigrationNode } from '../../../src/diagram/migration-node'
import { type MigrationsLayout, migrationsLayout } from '../../../src/diagram/migrations-layout'
import { migrationsMermaid } from '../../../src/diagram/migrations-mermaid'
import { migrationsSvg } from '../../../src/diagram/migrations-svg'
import { graphLines } from '../../../src/diagram/migrations-text'
import type { Box, Point } from '../../../src/diagram/svg'
import { meet, overlaps } from './boxes'
import { nodes } from './nodes'

describe('what is drawn of the dependencies', () => {
  test('leaves out what follows from others', () => {
    const needs = directNeeds(nodes('a.1', 'b.1 < a.1', 'b.2 < a.1 b.1', 'c.1 < a.1 b.2'))
    assert.deepEqual(Object.fromEntries(needs), { 'a.1': [], 'b.1': ['a.1'], 'b.2': ['b.1'], 'c.1': ['b.2'] })
  })

  test('keeps both ways of a merge, and what stands in no file', () => {
    const needs = directNeeds(nodes('a.1', 'a.2 < a.1', 'a.3 < a.1', 'a.4 < a.2 a.3 gone.1'))
    assert.deepEqual(needs.get('a.4'), ['a.2', 'a.3', 'gone.1'])
  })
})

describe('the graph of an app in characters', () => {
  const drawn = (...lines: readonly string[]): readonly string[] => {
    const all = nodes(...lines)
    const own = all.filter(({ app }) => app === 'a')
    const mark = ({ status }: MigrationNode) => (status === 'applied' ? '[X]' : '[ ]')
    return graphLines(own, directNeeds(all), mark).map(({ lanes, node, elsewhere }) =>
      node === undefined ? lanes : `${lanes} ${[node.name, ...elsewhere].join(' < ')}`,
    )
  }

  test('is a list where there are no branches, with what is needed of others', () => {
    assert.deepEqual(drawn('b.1', 'a.1 < b.1', 'a.2 < a.1!'), ['[X] 1 < b.1', '[ ] 2'])
  })

  test('opens a lane for a branch and closes it where they meet', () => {
    assert.deepEqual(drawn('a.1', 'a.2 < a.1', 'a.3 < a.1!', 'a.4 < a.2 a.3!'), [
      '[X] 1',
      ' ├───╮',
      '[X]  │  2',
      ' │  [ ] 3',
      ' ├───╯',
      '[ ] 4',
    ])
  })

  test('leaves branches that end open', () => {
    assert.deepEqual(drawn('a.1', 'a.2 < a.1', 'a.3 < a.1', 'a.4 < a.3'), [
      '[X] 1',
      ' ├───╮',
      '[X]  │  2',
      '    [X] 3',
      '    [X] 4',
    ])
  })

  test('goes over lanes that pass by', () => {
    const three = ['a.1', 'a.2 < a.1', 'a.3 < a.1', 'a.4 < a.1', 'a.5 < a.2 a.4', 'a.6 < a.5 a.3']
    assert.deepEqual(drawn(...three), [
      '[X] 1',
      ' ├───┬───╮',
      '[X]  │   │  2',
      ' │  [X]  │  3',
      ' │   │  [X] 4',
      ' ├───┼───╯',
      '[X]  │  5',
      ' ├───╯',
      '[X] 6',
    ])
  })

  test('gives what stands alone a lane of its own', () => {
    assert.deepEqual(drawn('a.1', 'a.2'), ['[X] 1', '    [X] 2'])
  })
})

test('Mermaid has a box an app, an arrow a dependency, and names that cannot break out', () => {
  const source = migrationsMermaid(nodes('people.0001', 'movies."quoted" < people.0001!'))
  assert.match(source, /^flowchart TB\n {2}subgraph app0 \["people"\]\n {4}m0\["0001"\]:::applied\n {2}end\n/)
  assert.match(source, /m1\["#quot;quoted#quot;"\]:::unapplied/)
  assert.match(source, /\n {2}m0 --> m1\n/)
})

describe('the picture of the migrations', () => {
  const merged = nodes('a.1', 'a.2 < a.1', 'a.3 < a.1', 'a.4 < a.2 a.3', 'b.1 < a.1', 'b.2 < b.1 a.4', 'c.1 < a.2 b.1')
  const { boxes, edges } = migrationsLayout(merged)

  test('has no box upon another, and each below what it needs', () => {
    assert.deepEqual(overlaps(boxes), [])
    const top = new Map(boxes.map(({ key, y }) => [key, y]))
    assert.deepEqual(
      edges.map(({ from, to }) => `${from} ${to}`).sort(),
      ['a.1 a.2', 'a.1 a.3', 'a.1 b.1', 'a.2 a.4', 'a.2 c.1', 'a.3 a.4', 'a.4 b.2', 'b.1 b.2', 'b.1 c.1'].sort(),
    )
    for (const { from, to } of edges) assert.ok((top.get(to) ?? 0) > (top.get(from) ?? 0), `${from} above ${to}`)
  })

  test('leads its lines through no box', () => {
    assert.deepEqual(crossed(migrationsLayout(merged)), [])
  })

  test('gives a lane that is free again to what stands below it', () => {
    const ended = ['a.0', 'a.1 < a.0', 'a.x1 < a.0', 'a.x2 < a.x1', 'a.x3 < a.x2', 'a.x4 < a.x3']
    const layout = migrationsLayout(nodes(...ended, 'a.2 < a.1', 'a.3 < a.2', 'a.4 < a.2'))
    assert.deepEqual(overlaps(layout.boxes), [])
    assert.deepEqual(crossed(layout), [])
  })

  test('stays so for a long history of many apps', () => {
    const many = Array.from({ length: 30 }, (_, index) => index).flatMap((index) =>
      ['a', 'b', 'c', 'd'].map((app, place) => {
        const far = place > 0 && index % (place + 2) === 0 && `a.${Math.floor(index / 2)}`
        return `${app}.${index} < ${[index > 0 && `${app}.${index - 1}`, far].filter(Boolean).join(' ')}`
      }),
    )
    const layout = migrationsLayout(nodes(...many))
    assert.equal(layout.boxes.length, 120)
    assert.deepEqual(overlaps(layout.boxes), [])
    assert.deepEqual(crossed(layout), [])
  })

  test('is SVG with escaped names, and a picture where there is nothing', () => {
    assert.match(migrationsSvg(nodes('a.<script>')), /<text [^>]*>&#60;script&#62;<\/text>/)
    assert.match(migrationsSvg([]), /^<svg [^>]*width="40"/)
  })
})

/** Edges that go through a box, other than the two that they connect. */
function crossed({ boxes, edges }: MigrationsLayout<MigrationNode>): readonly string[] {
  return edges.flatMap(({ from, to, points }) =>
    boxes
      .filter(({ key }) => key !== from && key !== to)
      .filter((box) =>
        points.some((point, index) => index > 0 && meet(box, between(points[index - 1] ?? point, point))),
      )
      .map(({ key }) => `${from} to ${to} through ${key}`),
  )
}

function between(a: Point, b: Point): Box {
  return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) }
}
