import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { ScenarioProject } from './support/scenario-project'

/** How each shell is asked, after it has read its script, what the last word of a command line may become. */
const SHELLS = {
  bash: (line: string) => `
    eval "$(ts-node manage.ts completion bash)"
    COMP_WORDS=(${line}) COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
    _strata_complete && printf '%s\\n' "\${COMPREPLY[@]}"`,
  // Its own part of completion needs a terminal: what it would be given is printed.
  zsh: (line: string) => `
    compdef() { print compdef $* }
    _describe() { print -l \${(P)2} }
    _default() { print files }
    eval "$(ts-node manage.ts completion zsh)"
    words=(${line}) CURRENT=\${#words}
    _strata_complete`,
  fish: (line: string) => `
    ts-node manage.ts completion fish | source
    complete -C "${line.replace(/ ''$/, ' ')}"`,
}

const RUNNER = `#!/bin/sh
exec '${process.execPath}' -r ts-node/register -r '${join(__dirname, 'support', 'from-source.ts')}' "$@"
`

let project: ScenarioProject

before(() => {
  project = new ScenarioProject({ name: 'completion', url: 'pglite:.strata/db' })
  const settings = `{ apps: ['apps/movies', 'apps/people'], databases: { default: 'pglite:.strata/db' } }`
  project.write('manage.ts', `import { manage } from 'strata-orm'\n\nmanage(${settings})\n`)
  project.write('apps/people/models.ts', 'export {}\n')
  project.write('apps/movies/models.ts', 'throw new Error("nothing is to be loaded")\n')
  project.write('apps/movies/migrations/0001_initial.ts', 'throw new Error("nothing is to be loaded")\n')
  project.write('node_modules/.bin/ts-node', RUNNER)
  chmodSync(join(project.folder, 'node_modules/.bin/ts-node'), 0o755)
})
after(() => project.remove())

for (const [shell, script] of Object.entries(SHELLS)) {
  const isThere = spawnSync(shell, ['-c', ':']).status === 0
  describe(`completion ${shell}`, { skip: !isThere && `there is no ${shell} here` }, () => {
    const found = (line: string): string => {
      const { stdout, stderr } = spawnSync(shell, ['-c', script(line)], {
        cwd: project.folder,
        encoding: 'utf8',
        env: { PATH: `${join(project.folder, 'node_modules/.bin')}:${process.env.PATH}`, HOME: project.folder },
      })
      assert.equal(stderr, '')
      return stdout
    }

    test('completes commands', () => assert.match(found('npx ts-node manage.ts sqlm'), /^sqlmigrate\b.*$/m))
    test('completes migrations, of files that it leaves alone', () => {
      assert.match(
        found("ts-node ./manage.ts migrate movies ''"),
        /^0001_initial\nhead\nzero$|^0001_initial\nzero\nhead$/m,
      )
    })
    test('leaves other programs alone', () => {
      assert.doesNotMatch(found('npx ts-node other.ts sqlm'), /sqlmigrate/)
    })
  })
}
