#!/usr/bin/env node
import { version } from './version'

const usage = `strata ${version}: Django's models and migrations for TypeScript

Usage: strata [--version] [--help]

The commands of a project run through its manage.ts:
  npx ts-node manage.ts --help
  npx ts-node manage.ts makemigrations
  npx ts-node manage.ts migrate
`

/** The executable of the package, for what needs no project. */
export function strata(argv: readonly string[]): { readonly text: string; readonly exitCode: 0 | 2 } {
  const [first] = argv
  if (first === '--version') return { text: `${version}\n`, exitCode: 0 }
  if (first === undefined || first === '--help' || first === '-h') return { text: usage, exitCode: 0 }
  return {
    text: `Error: ${first} is no command of strata itself.\n  If it is one of your project: npx ts-node manage.ts ${argv.join(' ')}  [usage.unknown-command]\n`,
    exitCode: 2,
  }
}

if (require.main === module) {
  const { text, exitCode } = strata(process.argv.slice(2))
  const stream = exitCode === 0 ? process.stdout : process.stderr
  stream.write(text)
  process.exitCode = exitCode
}
