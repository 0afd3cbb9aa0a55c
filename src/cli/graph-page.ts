import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type ProjectPicture, page } from '../diagram/page'
import { WriteFailedError } from './file-changes'

/** Beside this file and, of what is built of the package, beside the bundle that this file is in. */
const folder = join(__dirname, 'graph-page')

/** The page of `graph`, with how it looks and what it does in it. One that is there is replaced. */
export function writeGraphPage(picture: ProjectPicture, path: string, title: string): void {
  const script = ['canvas.mjs', 'details.mjs', 'page.mjs'].map(read).map(alone).join('\n')
  const text = page(picture, { title, style: read('page.css'), script })
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  } catch (error) {
    throw new WriteFailedError(path, error)
  }
}

function read(name: string): string {
  return readFileSync(join(folder, name), 'utf8')
}

/** A module as it stands in one script with those that it imports from. */
function alone(module: string): string {
  return module.replace(/^import .*\n/gm, '').replace(/^export /gm, '')
}
