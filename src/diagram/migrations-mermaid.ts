import { directNeeds, keyOf, type MigrationNode } from './migration-node'

/** The source of a Mermaid flowchart: a box an app, dashed what is not applied. */
export function migrationsMermaid(nodes: readonly MigrationNode[]): string {
  const ids = new Map(nodes.map((node, index) => [keyOf(node), `m${index}`]))
  const apps = new Set(nodes.map(({ app }) => app))
  const boxes = [...apps].flatMap((app, index) => [
    `  subgraph app${index} ["${escaped(app)}"]`,
    ...nodes
      .filter((node) => node.app === app)
      .map((node) => `    ${ids.get(keyOf(node))}["${escaped(node.name)}"]:::${node.status}`),
    '  end',
  ])
  const arrows = [...directNeeds(nodes)].flatMap(([key, needs]) =>
    needs.flatMap((need) => (ids.has(need) ? [`  ${ids.get(need)} --> ${ids.get(key)}`] : [])),
  )
  return `${['flowchart TB', ...boxes, ...arrows, ...looks].join('\n')}\n`
}

const looks = [
  '  classDef applied stroke-width:2px',
  '  classDef unapplied stroke-dasharray:4 3',
  '  classDef unrecorded stroke-width:2px,stroke-dasharray:8 3',
  '  classDef lost stroke:#c33,stroke-dasharray:2 3',
]

/** Mermaid takes quotes in a label as entities only. */
function escaped(text: string): string {
  return text.replaceAll('#', '#35;').replaceAll('"', '#quot;')
}
