import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { localImports } from '../../../src/migrations/cache/sources'

const head = "import { AddField, migration } from 'strata-orm'\n"

describe('a file says the same each time', () => {
  const cases: Readonly<Record<string, readonly [text: string, modules: readonly string[]]>> = {
    'if it imports our package alone': [head, []],
    'if it imports modules of the project': [
      `${head}import { a } from './a'\nimport "../b"\nexport * from './a'\nconst c = require('./c')\nimport('./d')`,
      ['./a', '../b', './c', './d'],
    ],
    'whatever types it imports': [`${head}import type { Stats } from 'node:fs'\n`, []],
    'if it names functions that are called for each row': [
      `${head}import { randomUUID } from 'node:crypto'\n[randomUUID, Date.now, Math.random]`,
      [],
    ],
    'if its code waits for queries': [`${head}async function fill(): Promise<void> { await save() }`, []],
    'if its dates are fixed': [
      `${head}[new Date(0), new Date('2020-01-01'), new Date("2020-01-01T10:00:00.000Z")]`,
      [],
    ],
  }
  for (const [claim, [text, modules]] of Object.entries(cases)) {
    test(claim, () => assert.deepEqual(localImports(text), modules))
  }
})

describe('a file has to be run to know what it says, if it', () => {
  const cases: Readonly<Record<string, string>> = {
    'reads files': "import { readFileSync } from 'node:fs'",
    'reads files, by require': "const fs = require('fs')",
    'imports a package': "import { vector } from 'pgvector'",
    'imports by a path of tsconfig': "import { fields } from '@/fields'",
    'loads what it has computed': 'require(name)',
    'imports what it has computed': 'import(name)',
    'passes require on': 'load(require)',
    'looks at the environment': 'const schema = process.env.SCHEMA',
    'looks at where it lies': 'join(__dirname, "x.sql")',
    'looks at the clock': 'const year = new Date().getFullYear()',
    'looks at the clock in milliseconds': 'const at = Date.now()',
    'makes a date of the time zone': 'new Date(2020, 0, 1)',
    'makes a date of the time zone, of text': "new Date('2020-01-01T00:00:00')",
    'asks for chance': 'const token = Math.random()',
    'asks for a random id': "import { randomUUID } from 'node:crypto'\nconst id = randomUUID()",
    'asks for random bytes': "import { randomBytes as bytes } from 'node:crypto'",
    'depends on the language of the machine': '(1).toLocaleString()',
  }
  for (const [claim, text] of Object.entries(cases)) {
    test(claim, () => assert.equal(localImports(head + text), undefined))
  }
})
