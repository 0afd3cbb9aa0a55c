import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { toDatabase } from '../../src/backends/postgres/database'
import { type Variant, variants } from '../support/database'
import { migrateTo, release } from './released'
import { ofOperations } from './rows'
import { type Stall, stallDuring } from './stall'

const skip = process.env.STRATA_SAFETY === undefined && 'npm run test:safety'
const rows = Number(process.env.STRATA_ROWS ?? 200_000)

/** One of each way in which others would wait. */
const probed = new Set(['U01', 'U07', 'U08', 'U17', 'U33', 'U35', 'U37', 'U41', 'U43', 'U46', 'U52'])

variants(
  (variant: Variant) => {
    describe(`ST: others hardly wait, with ${rows} rows`, { skip }, () => {
      for (const { id, title, operations } of ofOperations) {
        if (!probed.has(id)) continue
        test(`${id} ${title}`, async (t) => {
          const [db, reader, writer] = [toDatabase(await variant.open()), await variant.open(), await variant.open()]
          const stallOf = async (strategy: 'direct' | 'online'): Promise<Stall> => {
            await release(db, rows)
            return stallDuring(reader, writer, rows, () => migrateTo(db, operations, strategy))
          }
          const direct = await stallOf('direct')
          const tooLong = (online: Stall): string | undefined =>
            (['read', 'write'] as const).find((who) => online[who] >= Math.max(50, direct[who] / 10))
          let online = await stallOf('online')
          // A lock is in the way each time; what else a machine has to do is not.
          if (tooLong(online) !== undefined) online = await stallOf('online')
          const words = `read ${shown(direct.read)} to ${shown(online.read)}, write ${shown(direct.write)} to ${shown(online.write)}`
          t.diagnostic(words)
          assert.equal(tooLong(online), undefined, words)
        })
      }
    })
  },
  { manySessions: true },
)

function shown(ms: number): string {
  return `${Math.round(ms)} ms`
}
