import type { ChangedModel } from './changed-models'
import type { MigrationNode } from './migration-node'
import { migrationsSvg } from './migrations-svg'
import type { ModelNode, RelationEdge } from './model-node'
import { modelsSvg } from './models-svg'
import { element, type Markup, text } from './svg'

/** What a page shows of a project. */
export interface ProjectPicture {
  readonly models: readonly ModelNode[]
  readonly relations: readonly RelationEdge[]
  /** In the order in which they are applied. */
  readonly migrations: readonly PicturedMigration[]
}

export interface PicturedMigration extends MigrationNode {
  readonly applied: Date | undefined
  /** As one would type it in the current folder. */
  readonly file: string | undefined
  readonly operations: readonly PicturedOperation[]
  readonly changes: readonly ChangedModel[]
}

export interface PicturedOperation {
  readonly symbol: string
  readonly description: string
  /** Code as a comment. */
  readonly statements: readonly string[]
}

/** What belongs to every page: how it looks, and what it does. */
export interface PageParts {
  readonly title: string
  readonly style: string
  readonly script: string
}

/** One page that needs nothing else: the pictures are in it, what is told of them as JSON. */
export function page(project: ProjectPicture, { title, style, script }: PageParts): Markup {
  const { models, relations, migrations } = project
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>${text(title)}</title>
<style>
${style}</style>
</head>
<body>
<header>
<h1>${text(title)}</h1>
<div class="group" role="tablist" aria-label="What is shown">
${tab('models', 'Models', models.length)}
${tab('migrations', 'Migrations', migrations.length)}
</div>
<input id="search" type="search" placeholder="Find a model, a field, a migration" aria-label="Find">
<output id="found" for="search"></output>
<div class="group zoom">
<button id="out" aria-label="Zoom out">−</button>
<button id="fit">Fit</button>
<button id="in" aria-label="Zoom in">+</button>
</div>
</header>
<main>
${panel('models', modelsSvg(models, relations))}
${panel('migrations', migrationsSvg(migrations))}
<aside id="details" aria-label="Details" hidden></aside>
</main>
<script id="data" type="application/json">${inScript(project)}</script>
<script type="module">
${script}</script>
</body>
</html>
`
}

function tab(id: string, label: string, count: number): Markup {
  return element('button', { role: 'tab', id: `tab-${id}`, 'aria-controls': id }, `${label} ${count}`)
}

function panel(id: string, svg: Markup): Markup {
  return element('section', { class: 'canvas', role: 'tabpanel', id, 'aria-labelledby': `tab-${id}`, tabindex: 0 }, svg)
}

/** JSON in which nothing can end the element that it stands in. */
function inScript(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c')
}
