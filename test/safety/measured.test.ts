import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { toDatabase } from '../../src/backends/postgres/database'
import { sqlStep } from '../../src/schema/step'
import type { Database } from '../../src/sql/database'
import { type Variant, variants } from '../support/database'
import { measured } from '../support/measure'
import { fillPast } from './filled'
import { heldLong } from './long-lock'
import { ofSql } from './rows'
import { past } from './start'

/** What PostgreSQL refuses, by the rows that there are, or by what rests on the column. */
const refused = /^(D10[123]|L207)$/
/** What is found because somebody waits long for it. */
const long = /^L(10[1-4]|10[6-9]|20[1-46]|208|209|30[1-7]|401|404|511|60[12]|70[23])$|^T116$/

const skip = process.env.STRATA_SAFETY === undefined && 'npm run test:safety'

variants(
  (variant: Variant) => {
    let db: Database
    beforeEach(async () => {
      db = toDatabase(await variant.open())
      // What a time with a time zone costs goes by that of the session.
      await db.script(`SET timezone = 'Europe/Paris'`)
      await db.script(past)
      await db.script(fillPast)
    })

    describe('what the linter says of SQL is what PostgreSQL does', { skip }, () => {
      for (const { id, title, sql, findings, past: before = [], version = 15, small } of ofSql) {
        const isLong = findings.some((rule) => long.test(rule))
        if ((!isLong && findings.length > 0) || findings.some((rule) => refused.test(rule))) continue
        test(`${id} ${title}: ${isLong ? 'others wait long' : 'nobody waits long'}`, async (t) => {
          if (Math.floor(db.serverVersion / 10_000) < version) return t.skip(`for ${version}`)
          if (/shop_|fast/.test(sql.join()) || small !== undefined) return t.skip('of other tables')
          for (const text of before) await db.script(text)
          const held: string[] = []
          for (const text of sql) held.push(...heldLong(await measured(db, sqlStep(text))))
          assert.equal(held.length > 0, isLong, held.join(', '))
        })
      }
    })
  },
  { manySessions: true },
)
