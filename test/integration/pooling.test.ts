import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refusePooled } from '../../src/backends/postgres/pooling'
import { type Variant, variants } from '../support/database'
import { TransactionPool } from '../support/transaction-pool'

variants(
  (variant: Variant) => {
    test('two sessions of a server are let through', async () => {
      await refusePooled(await variant.open(), await variant.open())
    })

    for (const size of [2, 5]) {
      test(`two clients of a pooler are refused, which lends ${size} sessions transaction by transaction`, async () => {
        const sessions = await Promise.all(Array.from({ length: size }, () => variant.open()))
        const pool = new TransactionPool(sessions)
        await assert.rejects(refusePooled(pool.client(), pool.client()), { code: 'database.pooled' })
      })
    }
  },
  { manySessions: true },
)
