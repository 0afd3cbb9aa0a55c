import { defineIndex } from './db-index'

/** A B-tree with its storage parameters. */
export const BTreeIndex = defineIndex('BTreeIndex', 'btree', {
  fillfactor: 'fillfactor',
  deduplicateItems: 'deduplicate_items',
})
