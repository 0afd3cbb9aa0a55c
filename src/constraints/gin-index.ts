import { defineIndex } from './db-index'

/** An inverted index, for arrays, JSON and full text. */
export const GinIndex = defineIndex('GinIndex', 'gin', {
  ginPendingListLimit: 'gin_pending_list_limit',
  fastupdate: 'fastupdate',
})
