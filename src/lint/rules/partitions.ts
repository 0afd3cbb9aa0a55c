import { isBounded, speaksOfKey } from '../partition-bounds'
import { takesPartitions } from '../partition-locks'
import type { Rule } from '../rule'
import { on, onLive } from '../subject'

/** What max_locks_per_transaction is unless somebody has set it. */
const manyPartitions = 64

/** Partitions that come and go. */
export const partitions: readonly Rule[] = [
  {
    id: 'L601',
    name: 'attach-without-check',
    severity: 'warning',
    about: 'locks',
    title: 'a table becomes a partition without a check that says which rows it has',
    why: 'All its rows are read while nobody uses it.',
    instead:
      'A check of the bounds before, added NOT VALID and validated; and IS NOT NULL in it, where the column may be NULL.',
    bad: ["ALTER TABLE shop_sale ATTACH PARTITION shop_sale_2021 FOR VALUES FROM ('2021-01-01') TO ('2022-01-01')"],
    good: [
      "ALTER TABLE shop_sale_2021 ADD CONSTRAINT c CHECK (day >= '2021-01-01' AND day < '2022-01-01') NOT VALID",
      'ALTER TABLE shop_sale_2021 VALIDATE CONSTRAINT c',
      "ALTER TABLE shop_sale ATTACH PARTITION shop_sale_2021 FOR VALUES FROM ('2021-01-01') TO ('2022-01-01')",
    ],
    finds: on('attach', ({ table, partition, isDefault, bounds }, { picture }) => {
      const isSaid = isDefault ? speaksOfKey(picture, table, partition) : isBounded(picture, table, partition, bounds)
      return picture.isLive(partition) && !isSaid && `${partition} of ${table}`
    }),
  },
  {
    id: 'L602',
    name: 'default-partition-scan',
    severity: 'error',
    about: 'locks',
    title: 'a new partition beside a default one',
    why: 'The default partition is read as a whole, and nobody uses it meanwhile: it may hold rows of the new one.',
    instead: 'A check of the default partition that leaves those rows out, added NOT VALID and validated before.',
    bad: ["ALTER TABLE shop_visit ATTACH PARTITION shop_visit_2021 FOR VALUES FROM ('2021-01-01') TO ('2022-01-01')"],
    good: [
      "ALTER TABLE shop_visit_rest ADD CONSTRAINT c CHECK (NOT (day >= '2021-01-01' AND day < '2022-01-01')) NOT VALID",
      'ALTER TABLE shop_visit_rest VALIDATE CONSTRAINT c',
      "ALTER TABLE shop_visit ATTACH PARTITION shop_visit_2021 FOR VALUES FROM ('2021-01-01') TO ('2022-01-01')",
    ],
    finds: on(['attach', 'create-table'], (action, { picture }) => {
      const parent = action.kind === 'attach' ? action.table : action.partitionOf
      const rest = parent && picture.tables.get(parent)?.defaultPartition
      if (!parent || !rest || !picture.isLive(rest)) return false
      return !speaksOfKey(picture, parent, rest) && `${rest} of ${parent}`
    }),
  },
  {
    id: 'L603',
    name: 'partition-of',
    severity: 'warning',
    about: 'locks',
    title: 'CREATE TABLE … PARTITION OF',
    why: 'Nobody reads or writes the partitioned table until the transaction ends.',
    instead: 'CREATE TABLE (LIKE …) and ATTACH PARTITION, beside which others read and write.',
    bad: ["CREATE TABLE shop_sale_2022 PARTITION OF shop_sale FOR VALUES FROM ('2022-01-01') TO ('2023-01-01')"],
    good: [
      "CREATE TABLE shop_sale_2022 (LIKE shop_sale INCLUDING ALL); ALTER TABLE shop_sale ATTACH PARTITION shop_sale_2022 FOR VALUES FROM ('2022-01-01') TO ('2023-01-01')",
    ],
    finds: on('create-table', ({ table, partitionOf }, { picture }) => {
      return partitionOf !== undefined && picture.isLive(partitionOf) && `${table} of ${partitionOf}`
    }),
  },
  {
    id: 'L604',
    name: 'detach',
    severity: 'error',
    about: 'locks',
    title: 'DETACH PARTITION without CONCURRENTLY',
    why: 'Nobody reads or writes the partitioned table until the transaction ends.',
    instead: 'DETACH PARTITION … CONCURRENTLY, outside a transaction (`atomic: false`).',
    bad: ['ALTER TABLE shop_sale DETACH PARTITION shop_sale_2020'],
    good: ['ALTER TABLE shop_sale DETACH PARTITION shop_sale_2020 CONCURRENTLY'],
    finds: onLive('detach', ({ table, partition, concurrently }, { picture, run }) => {
      const isPossible = picture.tables.get(table)?.defaultPartition === undefined && run.version >= 14
      return !concurrently && isPossible && `${partition} of ${table}`
    }),
  },
  {
    id: 'L605',
    name: 'detach-with-default',
    severity: 'error',
    about: 'data',
    title: 'DETACH PARTITION CONCURRENTLY beside a default partition',
    why: 'PostgreSQL refuses it (55000).',
    instead: 'Without CONCURRENTLY, in a transaction of its own.',
    bad: ['ALTER TABLE shop_visit DETACH PARTITION shop_visit_2020 CONCURRENTLY'],
    good: ['ALTER TABLE shop_sale DETACH PARTITION shop_sale_2020 CONCURRENTLY'],
    finds: on('detach', ({ table, partition, concurrently }, { picture }) => {
      const hasDefault = picture.tables.get(table)?.defaultPartition !== undefined
      return concurrently && hasDefault && `${partition} of ${table}`
    }),
  },
  {
    id: 'L518',
    name: 'many-partitions',
    severity: 'warning',
    about: 'locks',
    title: `a change of a table with more than ${manyPartitions} partitions`,
    why: 'Each of them is locked until the transaction ends, which are more locks than PostgreSQL counts on in one (max_locks_per_transaction).',
    instead: 'A time with few users; and few of such changes in one migration.',
    bad: [],
    good: ['ALTER TABLE shop_sale ADD COLUMN note text'],
    finds: onLive(takesPartitions, ({ table }, { picture }) => {
      const count = picture.tables.get(table)?.partitions.length ?? 0
      return count > manyPartitions && `${table}, ${count} of them`
    }),
  },
]
