import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { djangoProject } from './workload/django-text'
import type { GeneratedFile } from './workload/history-text'
import { emptyProject, historyProject, sizeProject } from './workload/project-text'
import type { Size } from './workload/shape'

/** In the repository, where projects find `strata-orm` by its own name. */
export const benchFolder = join(__dirname, '..', '.bench')

export function generateSize(size: Size, name = `size-${size.name}`): string {
  return generate(name, sizeProject(size))
}

export function generateHistory(migrations: number): string {
  return generate(`history-${migrations}`, historyProject(migrations))
}

export function generateDjango(migrations: number): string {
  return generate(`django-${migrations}`, djangoProject(migrations))
}

export function generateEmpty(): string {
  return generate('empty', emptyProject())
}

/** Writes a project anew and returns its folder: nothing of an earlier run is left in it. */
function generate(name: string, files: readonly GeneratedFile[]): string {
  const folder = join(benchFolder, name)
  rmSync(folder, { recursive: true, force: true })
  for (const { path, text } of files) {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  return folder
}
