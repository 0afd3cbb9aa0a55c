import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Of the package: its package.json is two folders up from here, in the source and in what is built of it. */
export const version: string = (
  JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8')) as { version: string }
).version
